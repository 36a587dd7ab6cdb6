import type { StoredPhoto } from '../../../collections/collection.ts';
import type { NewPhoto, RemovedFiles } from '../../../collections/ports.ts';
import type { Queryable } from '../database.ts';
import type { EmbeddingCipher } from '../embedding-cipher.ts';
import { notFound } from './faults.ts';
import { type PhotoRow, photoOf } from './rows.ts';

/** Keeps a photo with its faces; to be called in a transaction. */
export async function addPhoto(
  database: Queryable,
  { photo, faces }: NewPhoto,
  cipher: EmbeddingCipher,
): Promise<void> {
  await database.query(
    `insert into photos (id, collection_id, sha256, width_px, height_px, kept, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [photo.id, photo.collectionId, photo.sha256, photo.widthPx, photo.heightPx, photo.kept, photo.createdAt],
  );
  for (const { face, embedding } of faces) {
    const { xPx, yPx, widthPx, heightPx } = face.box;
    await database.query(
      `insert into faces (id, collection_id, photo_id, person_id, state, place, box, detection_score, quality,
         group_number, embedding, created_at)
       values ($1, $2, $3, $4, $5, $6, $7::float8[], $8, $9, $10, $11, $12)`,
      [
        face.id,
        face.collectionId,
        face.photoId,
        face.personId ?? null,
        face.state,
        face.place,
        [xPx, yPx, widthPx, heightPx],
        face.detectionScore,
        face.quality ?? null,
        face.groupNumber ?? null,
        cipher.encrypt(embedding, face.id),
        face.createdAt,
      ],
    );
  }
}

/** Throws `NOT_FOUND`. */
export async function readPhoto(database: Queryable, id: string): Promise<StoredPhoto> {
  const [row] = await database.query<PhotoRow>('select * from photos where id = $1', [id]);
  if (row === undefined) throw notFound('photo', id);
  return photoOf(row);
}

/** Photos of the very same bytes, oldest first. */
export async function photosByHash(
  database: Queryable,
  collectionId: string,
  sha256: string,
): Promise<StoredPhoto[]> {
  const rows = await database.query<PhotoRow>(
    'select * from photos where collection_id = $1 and sha256 = $2 order by created_at, id',
    [collectionId, sha256],
  );
  return rows.map(photoOf);
}

/** Of ids of photos and faces, those whose file nothing calls for. */
export async function uncalledFor(
  database: Queryable,
  { photoIds, faceIds }: RemovedFiles,
): Promise<RemovedFiles> {
  const photos = await database.query<{ id: string }>(
    `select id from unnest($1::text[]) as given (id)
     where not exists (select 1 from photos where photos.id = given.id and photos.kept = 'photos')
     and not exists (select 1 from job_photos where file_id = given.id and state = 'waiting')`,
    [[...photoIds]],
  );
  const faces = await database.query<{ id: string }>(
    `select id from unnest($1::text[]) as given (id)
     where not exists (select 1 from faces where faces.id = given.id)`,
    [[...faceIds]],
  );
  return { photoIds: photos.map(({ id }) => id), faceIds: faces.map(({ id }) => id) };
}
