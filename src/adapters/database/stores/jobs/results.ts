import { jobOutcomeSchema, type SettledPhoto } from '../../../../collections/jobs.ts';
import type { Page, PageRequest } from '../../../../collections/ports.ts';
import type { Queryable } from '../../database.ts';
import { pageOf } from '../pages.ts';

interface SettledRow {
  readonly number: number;
  readonly place: number;
  readonly label: string | null;
  readonly outcome: unknown;
}

/** Settled photos by place; see `JobStore.results`. */
export async function readResults(
  database: Queryable,
  jobId: string,
  page: PageRequest,
): Promise<Page<SettledPhoto>> {
  const after = Number(page.after ?? 0);
  const rows = await database.query<SettledRow>(
    `select number, place, label, outcome from job_photos where job_id = $1 and state = 'settled' and place > $2
     order by place limit $3`,
    [jobId, Number.isInteger(after) && Math.abs(after) < 2 ** 31 ? after : 0, page.limit + 1],
  );
  return pageOf(rows, page, { item: settledOf, cursorOf: ({ place }) => String(place) });
}

function settledOf({ number, label, outcome }: SettledRow): SettledPhoto {
  return {
    number,
    ...(label !== null && { label }),
    outcome: outcome === null ? undefined : jobOutcomeSchema.parse(outcome),
  };
}
