import type { ImportedCollection } from '../../../collections/imported.ts';
import type { Database, Queryable } from '../database.ts';
import type { EmbeddingCipher } from '../embedding-cipher.ts';
import { conflict } from './faults.ts';

/** Rows that go in with one statement. */
const BATCH = 500;

/** Keeps a collection that comes whole from a file, all or none. Throws `CONFLICT` where its name or its file is here already. */
export async function importCollection(
  database: Database,
  { collection, origin, people, photos }: ImportedCollection,
  cipher: EmbeddingCipher,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const { id, name, createdAt, fpir, rule, networks } = collection;
    const added = await transaction.query(
      `insert into collections (id, name, created_at, fpir, rule, networks, origin) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning id`,
      [id, name, createdAt, fpir, rule, networks, origin],
    );
    if (added.length === 0)
      throw conflict(
        `There is a collection '${name}' already. Give this one another name with --collection.`,
      );
    await inBatches(people, (rows) =>
      insertRows(
        transaction,
        `insert into people (id, collection_id, name, created_at)
         select j ->> 'id', $2, j ->> 'name', $3 from jsonb_array_elements($1::jsonb) as j`,
        [rows, id, createdAt],
      ),
    );
    await inBatches(photos, async (rows) => {
      await insertRows(
        transaction,
        `insert into photos (id, collection_id, sha256, width_px, height_px, kept, created_at)
         select j ->> 'id', $2, j ->> 'sha256', (j ->> 'widthPx')::int, (j ->> 'heightPx')::int, 'none', $3
         from jsonb_array_elements($1::jsonb) as j`,
        [rows.map(({ face: _, embedding: __, ...photo }) => photo), id, createdAt],
      );
      await insertRows(transaction, INSERT_FACES, [
        rows.map(({ id: photoId, face, embedding }) => ({
          ...face,
          photoId,
          embedding: Buffer.from(cipher.encrypt(embedding, face.id)).toString('hex'),
        })),
        id,
        createdAt,
      ]);
    });
  });
}

const INSERT_FACES = `insert into faces (id, collection_id, photo_id, person_id, state, place, box, detection_score, embedding, created_at)
  select j ->> 'id', $2, j ->> 'photoId', j ->> 'personId', 'enrolled', 0,
    array[(j #>> '{box,xPx}')::float8, (j #>> '{box,yPx}')::float8, (j #>> '{box,widthPx}')::float8, (j #>> '{box,heightPx}')::float8],
    1, decode(j ->> 'embedding', 'hex'), $3
  from jsonb_array_elements($1::jsonb) as j`;

async function insertRows(
  transaction: Queryable,
  sql: string,
  [rows, collectionId, createdAt]: readonly [readonly object[], string, Date],
): Promise<void> {
  await transaction.query(sql, [JSON.stringify(rows), collectionId, createdAt]);
}

async function inBatches<T>(
  items: readonly T[],
  work: (batch: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < items.length; first += BATCH) await work(items.slice(first, first + BATCH));
}

/** The collection that came from a file; undefined where none did. */
export async function collectionOfOrigin(database: Queryable, origin: string): Promise<string | undefined> {
  const [row] = await database.query<{ id: string }>('select id from collections where origin = $1', [
    origin,
  ]);
  return row?.id;
}
