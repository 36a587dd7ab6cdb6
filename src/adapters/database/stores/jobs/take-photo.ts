import type { JobTarget, NewJobPhoto } from '../../../../collections/jobs.ts';
import { jobTargetSchema } from '../../../../collections/jobs.ts';
import type { Database, Queryable } from '../../database.ts';
import { conflict } from '../faults.ts';
import { lockJob } from './rows.ts';

/** Takes a photo into a job; see `JobStore.addPhoto`. */
export async function takePhoto(
  database: Database,
  jobId: string,
  photo: NewJobPhoto,
): Promise<{ readonly number: number; readonly isNew: boolean }> {
  return await database.transaction(async (transaction) => {
    const { total, is_open: isOpen } = await lockJob(transaction, jobId);
    const known = await takenAs(transaction, jobId, photo);
    if (known !== undefined) return { number: known, isNew: false };
    if (!isOpen) throw conflict(`Job ${jobId} takes no more photos. Make another.`);
    const number = total + 1;
    const target = await sameTarget(transaction, jobId, photo.target);
    await transaction.query(
      `insert into job_photos (job_id, number, file_id, home, byte_count, sha256, label, target, target_key)
       values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)`,
      [
        jobId,
        number,
        photo.fileId,
        photo.home,
        photo.byteCount,
        photo.sha256,
        photo.label ?? null,
        target === undefined ? null : JSON.stringify(target),
        target?.kind === 'new' ? keyOf(target) : null,
      ],
    );
    await transaction.query('update jobs set total = $2, updated_at = now() where id = $1', [jobId, number]);
    return { number, isNew: true };
  });
}

async function takenAs(
  transaction: Queryable,
  jobId: string,
  { label, sha256 }: NewJobPhoto,
): Promise<number | undefined> {
  if (label === undefined) return undefined;
  const [row] = await transaction.query<{ number: number; sha256: string }>(
    'select number, sha256 from job_photos where job_id = $1 and label = $2',
    [jobId, label],
  );
  if (row !== undefined && row.sha256 !== sha256)
    throw conflict(`Job ${jobId} has another photo by that label already.`);
  return row?.number;
}

/** Somebody new has the id that the first photo of the job to name them was given. */
async function sameTarget(
  transaction: Queryable,
  jobId: string,
  target: JobTarget | undefined,
): Promise<JobTarget | undefined> {
  if (target?.kind !== 'new') return target;
  const [row] = await transaction.query<{ target: unknown }>(
    `select target from job_photos where job_id = $1 and target_key = $2 and target is not null
     order by number limit 1`,
    [jobId, keyOf(target)],
  );
  const first = row && jobTargetSchema.parse(row.target);
  return first === undefined ? target : { ...target, personId: first.personId };
}

function keyOf({ externalId, name }: Extract<JobTarget, { kind: 'new' }>): string {
  return externalId === undefined ? `name ${name}` : `id ${externalId}`;
}
