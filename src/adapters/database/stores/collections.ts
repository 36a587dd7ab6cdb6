import type { Collection } from '../../../collections/collection.ts';
import type { RemovedFiles } from '../../../collections/ports.ts';
import type { Database, Queryable } from '../database.ts';
import { conflict, notFound } from './faults.ts';
import { type CollectionRow, collectionOf } from './rows.ts';

/** Throws `CONFLICT` where the name is taken. */
export async function addCollection(
  database: Queryable,
  collection: Omit<Collection, 'version'>,
): Promise<void> {
  const { id, name, createdAt, fpir, rule, networks } = collection;
  const added = await database.query(
    `insert into collections (id, name, created_at, fpir, rule, networks) values ($1, $2, $3, $4, $5, $6)
     on conflict (name) do nothing returning id`,
    [id, name, createdAt, fpir, rule, networks],
  );
  if (added.length === 0) throw conflict(`There is a collection '${name}' already.`);
}

/** All collections, by name. */
export async function listCollections(database: Queryable): Promise<Collection[]> {
  const rows = await database.query<CollectionRow>('select * from collections order by name, id');
  return rows.map(collectionOf);
}

/** Throws `NOT_FOUND`. */
export async function readCollection(database: Queryable, id: string): Promise<Collection> {
  const [row] = await database.query<CollectionRow>('select * from collections where id = $1', [id]);
  if (row === undefined) throw notFound('collection', id);
  return collectionOf(row);
}

/** The calibration that is kept of a collection, if one is. */
export async function readCalibration(database: Queryable, id: string): Promise<string | undefined> {
  const [row] = await database.query<{ calibration: string }>(
    'select calibration from calibrations where collection_id = $1',
    [id],
  );
  return row?.calibration;
}

/** Keeps a calibration in the place of the one before. */
export async function keepCalibration(database: Queryable, id: string, calibration: string): Promise<void> {
  await database.query(
    `insert into calibrations (collection_id, calibration) select id, $2 from collections where id = $1
     on conflict (collection_id) do update set calibration = excluded.calibration`,
    [id, calibration],
  );
}

/** Throws `NOT_FOUND`. @returns files that are to be removed */
export async function removeCollection(database: Database, id: string): Promise<RemovedFiles> {
  return await database.transaction(async (transaction) => {
    const idsOf = async (sql: string): Promise<string[]> =>
      (await transaction.query<{ id: string }>(sql, [id])).map((row) => row.id);
    const files = {
      photoIds: [
        ...(await idsOf('select id from photos where collection_id = $1')),
        ...(await idsOf(
          `select p.file_id as id from job_photos p join jobs j on j.id = p.job_id
           where j.collection_id = $1 and p.state = 'waiting'`,
        )),
      ],
      faceIds: await idsOf('select id from faces where collection_id = $1'),
    };
    const removed = await transaction.query('delete from collections where id = $1 returning id', [id]);
    if (removed.length === 0) throw notFound('collection', id);
    return files;
  });
}
