import { type JobOutcome, jobOutcomeSchema } from '../../../../collections/jobs.ts';
import type { Queryable } from '../../database.ts';
import { settlePhoto } from './settle.ts';

interface NamingRow {
  readonly job_id: string;
  readonly number: number;
  readonly state: string;
  readonly file_id: string;
  readonly outcome: unknown;
}

const ERASED: JobOutcome = { kind: 'failed', code: 'NOT_FOUND', reason: 'The person was erased.' };

/**
 * Takes somebody out of all jobs, in the transaction that erases them: photos that wait to be enrolled as them are dropped, and results do not
 * name them any more. @param ids of the person, their faces and photos @returns ids of files that are to be removed
 */
export async function forgetInJobs(transaction: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await transaction.query<NamingRow>(
    `select job_id, number, state, file_id, outcome from job_photos where exists (select 1 from unnest($1::text[]) as id
       where position(id in concat_ws(' ', target::text, outcome::text)) > 0) order by job_id, number`,
    [ids],
  );
  const gone = new Set(ids);
  const fileIds: string[] = [];
  for (const { job_id: jobId, number, state, file_id: fileId, outcome } of rows) {
    if (state === 'waiting') {
      fileIds.push(fileId);
      await settlePhoto(transaction, { jobId, number, outcome: ERASED });
    } else {
      const left = outcome === null ? undefined : without(jobOutcomeSchema.parse(outcome), gone);
      const text = left === undefined ? null : JSON.stringify(left);
      await transaction.query('update job_photos set outcome = $3::jsonb where job_id = $1 and number = $2', [
        jobId,
        number,
        text,
      ]);
    }
    await transaction.query(
      'update job_photos set target = null, target_key = null, label = null where job_id = $1 and number = $2',
      [jobId, number],
    );
  }
  return fileIds;
}

/** Undefined where nothing is left to tell. */
function without(outcome: JobOutcome, gone: ReadonlySet<string>): JobOutcome | undefined {
  if (outcome.kind === 'failed') return outcome;
  if (outcome.kind === 'enrolled') return undefined;
  const faces = outcome.faces
    .filter(({ faceId }) => faceId === undefined || !gone.has(faceId))
    .map(({ candidates, nearest, probability, ...face }) => {
      const left = candidates.filter(({ personId }) => !gone.has(personId));
      const isFirstLeft = left[0] === candidates[0];
      return {
        ...face,
        candidates: left,
        // It was that of the first.
        ...(probability !== undefined && isFirstLeft && { probability }),
        ...(nearest !== undefined && !gone.has(nearest.personId) && { nearest }),
      };
    });
  const { photoId, ...rest } = outcome;
  return { ...rest, ...(photoId !== undefined && !gone.has(photoId) && { photoId }), faces };
}
