import type { FaceState, FaceTemplate, StoredFace } from '../../../collections/collection.ts';
import type { Page, PageRequest } from '../../../collections/ports.ts';
import type { Queryable, SqlValue } from '../database.ts';
import type { EmbeddingCipher } from '../embedding-cipher.ts';
import { notFound } from './faults.ts';
import { cursor, pageOf, readCursor } from './pages.ts';
import { FACE_COLUMNS, type FaceRow, faceOf } from './rows.ts';

/** Throws `NOT_FOUND`. */
export async function readFace(database: Queryable, id: string): Promise<StoredFace> {
  const [row] = await database.query<FaceRow>(`select ${FACE_COLUMNS} from faces where id = $1`, [id]);
  if (row === undefined) throw notFound('face', id);
  return faceOf(row);
}

/** Faces of a photo, in their order there. */
export async function facesOfPhoto(database: Queryable, photoId: string): Promise<StoredFace[]> {
  const sql = `select ${FACE_COLUMNS} from faces where photo_id = $1 order by place`;
  return (await database.query<FaceRow>(sql, [photoId])).map(faceOf);
}

/** Faces a person is enrolled with, oldest first. */
export async function facesOfPerson(database: Queryable, personId: string): Promise<StoredFace[]> {
  const sql = `select ${FACE_COLUMNS} from faces where person_id = $1 and state = 'enrolled' order by created_at, id`;
  return (await database.query<FaceRow>(sql, [personId])).map(faceOf);
}

/** Newest first. */
export async function facesInState(
  database: Queryable,
  where: { readonly collectionId: string; readonly state: FaceState },
  page: PageRequest,
): Promise<Page<StoredFace>> {
  const after = readCursor(page.after);
  const parameters: SqlValue[] = [where.collectionId, where.state, page.limit + 1];
  if (after !== undefined) parameters.push(...after);
  // The cursor holds the whole precision of the column: a Date has milliseconds only.
  const rows = await database.query<FaceRow & { cursor_at: string }>(
    `select ${FACE_COLUMNS}, created_at::text as cursor_at from faces where collection_id = $1 and state = $2
     ${after === undefined ? '' : 'and (created_at, id) < ($4::timestamptz, $5)'}
     order by created_at desc, id desc limit $3`,
    parameters,
  );
  return pageOf(rows, page, { item: faceOf, cursorOf: ({ cursor_at, id }) => cursor(cursor_at, id) });
}

/** Faces of a state with their embeddings, by id. Throws `ENCRYPTION_KEY`. */
export async function readTemplates(
  database: Queryable,
  where: { readonly collectionId: string; readonly state: FaceState },
  cipher: EmbeddingCipher,
): Promise<FaceTemplate[]> {
  const rows = await database.query<{ id: string; person_id: string | null; embedding: Uint8Array }>(
    'select id, person_id, embedding from faces where collection_id = $1 and state = $2 order by id',
    [where.collectionId, where.state],
  );
  return rows.map(({ id, person_id, embedding }) => ({
    faceId: id,
    personId: person_id ?? undefined,
    embedding: cipher.decrypt(embedding, id),
  }));
}

/** Embeddings of faces, those that are there. Throws `ENCRYPTION_KEY`. */
export async function readEmbeddings(
  database: Queryable,
  faceIds: readonly string[],
  cipher: EmbeddingCipher,
): Promise<Map<string, Float32Array>> {
  if (faceIds.length === 0) return new Map();
  const rows = await database.query<{ id: string; embedding: Uint8Array }>(
    'select id, embedding from faces where id = any($1::text[])',
    [faceIds],
  );
  return new Map(rows.map(({ id, embedding }) => [id, cipher.decrypt(embedding, id)]));
}

/** Sets the numbers of groups of unknown faces; undefined takes one away. */
export async function setGroups(
  database: Queryable,
  groups: ReadonlyMap<string, number | undefined>,
): Promise<void> {
  const ids = [...groups.keys()];
  if (ids.length === 0) return;
  const numbers = [...groups.values()].map((number) => number ?? 0);
  await database.query(
    `update faces set group_number = nullif(given.number, 0)
     from unnest($1::text[], $2::int[]) as given (id, number) where faces.id = given.id`,
    [ids, numbers],
  );
}

/** People each face is surely not. */
export async function readRefusals(
  database: Queryable,
  collectionId: string,
): Promise<Map<string, Set<string>>> {
  const rows = await database.query<{ face_id: string; person_id: string }>(
    `select r.face_id, r.person_id from refusals r join faces f on f.id = r.face_id where f.collection_id = $1`,
    [collectionId],
  );
  const refusals = new Map<string, Set<string>>();
  for (const { face_id, person_id } of rows) {
    const people = refusals.get(face_id);
    if (people === undefined) refusals.set(face_id, new Set([person_id]));
    else people.add(person_id);
  }
  return refusals;
}

/** Writes embeddings anew that were written with another key than the first. @returns how many; call until 0 */
export async function reencrypt(
  database: Queryable,
  cipher: EmbeddingCipher,
  limit: number,
): Promise<number> {
  const rows = await database.query<{ id: string; embedding: Uint8Array }>(
    `select id, embedding from faces where encode(substring(embedding from 2 for 4), 'hex') <> $1 order by id limit $2`,
    [cipher.fingerprint, limit],
  );
  for (const { id, embedding } of rows) {
    const renewed = cipher.encrypt(cipher.decrypt(embedding, id), id);
    await database.query('update faces set embedding = $2 where id = $1 and embedding = $3', [
      id,
      renewed,
      embedding,
    ]);
  }
  return rows.length;
}
