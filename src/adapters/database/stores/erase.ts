import type { RemovedFiles } from '../../../collections/ports.ts';
import type { Database, Queryable } from '../database.ts';
import { notFound } from './faults.ts';
import { forgetInJobs } from './jobs/forget.ts';

/**
 * Erases a person for good: faces with their embeddings, photos that show nobody else, changes and refusals that name them; the log
 * forgets whom it told of. Of a photo that shows others too the file is to be removed, for it shows the person. Throws `NOT_FOUND`.
 */
export async function erasePerson(database: Database, id: string): Promise<RemovedFiles> {
  return await database.transaction(async (transaction) => {
    const [person] = await transaction.query<{ collection_id: string }>(
      'select collection_id from people where id = $1 for update',
      [id],
    );
    if (person === undefined) throw notFound('person', id);
    const faces = await transaction.query<{ id: string; photo_id: string }>(
      'delete from faces where person_id = $1 returning id, photo_id',
      [id],
    );
    const faceIds = faces.map((face) => face.id);
    const photoIds = [...new Set(faces.map(({ photo_id }) => photo_id))];
    await transaction.query(
      'delete from photos where id = any($1::text[]) and not exists (select 1 from faces where photo_id = photos.id)',
      [photoIds],
    );
    await transaction.query(
      "update photos set kept = 'none' where id = any($1::text[]) and kept = 'photos'",
      [photoIds],
    );
    await transaction.query('delete from people where id = $1', [id]);
    // It was set with their photos too.
    await transaction.query('delete from calibrations where collection_id = $1', [person.collection_id]);
    await forget(transaction, [id, ...faceIds]);
    const fileIds = await forgetInJobs(transaction, [id, ...faceIds, ...photoIds]);
    await transaction.query('update collections set version = version + 1 where id = $1', [
      person.collection_id,
    ]);
    return { photoIds: [...photoIds, ...fileIds], faceIds };
  });
}

/** Ids are random and of one length, so that to stand in a text is to be named there. */
async function forget(transaction: Queryable, ids: readonly string[]): Promise<void> {
  await transaction.query(
    'delete from changes where exists (select 1 from unnest($1::text[]) as id where position(id in undo::text) > 0)',
    [ids],
  );
  await transaction.query('delete from settlements where ids && $1::text[]', [ids]);
  await transaction.query(
    `update access_log set person_id = null, detail = null where person_id = any($1::text[])
     or exists (select 1 from unnest($1::text[]) as id where position(id in detail) > 0)`,
    [ids],
  );
}

const TRACES: Readonly<Record<string, string>> = {
  people: 'select count(*) as n from people where id = any($1::text[])',
  faces: 'select count(*) as n from faces where id = any($1::text[]) or person_id = any($1::text[])',
  refusals:
    'select count(*) as n from refusals where face_id = any($1::text[]) or person_id = any($1::text[])',
  settlements: 'select count(*) as n from settlements where ids && $1::text[]',
  changes: named('changes', 'undo::text'),
  access_log: named('access_log', "coalesce(person_id, '') || ' ' || coalesce(detail, '')"),
  jobs: named('job_photos', "concat_ws(' ', target::text, outcome::text)"),
};

function named(table: string, text: string): string {
  return `select count(*) as n from ${table} where exists
    (select 1 from unnest($1::text[]) as id where position(id in ${text}) > 0)`;
}

/** Rows of each table that still name a person or faces. */
export async function traces(
  database: Queryable,
  personId: string,
  faceIds: readonly string[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, sql] of Object.entries(TRACES)) {
    const [row] = await database.query<{ n: string | number }>(sql, [[personId, ...faceIds]]);
    counts[table] = Number(row?.n ?? 0);
  }
  return counts;
}
