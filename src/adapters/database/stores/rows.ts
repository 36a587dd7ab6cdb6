import type {
  Collection,
  FaceState,
  KeepMode,
  Person,
  StoredFace,
  StoredPhoto,
} from '../../../collections/collection.ts';

/** Columns of `collections`. */
export interface CollectionRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly fpir: number;
  readonly rule: string;
  readonly networks: string;
  readonly version: string | number;
}

/** Columns of `people`, with their count of faces and a face to show. */
export interface PersonRow {
  readonly id: string;
  readonly collection_id: string;
  readonly name: string;
  readonly external_id: string | null;
  readonly consent: string | null;
  readonly retain_until: Date | null;
  readonly created_at: Date;
  readonly face_count: string | number;
  readonly cover_face_id: string | null;
}

/** Columns of `photos`. */
export interface PhotoRow {
  readonly id: string;
  readonly collection_id: string;
  readonly sha256: string;
  readonly width_px: number;
  readonly height_px: number;
  readonly kept: string;
  readonly created_at: Date;
}

/** Columns of `faces` without the embedding. */
export interface FaceRow {
  readonly id: string;
  readonly collection_id: string;
  readonly photo_id: string;
  readonly person_id: string | null;
  readonly state: string;
  readonly place: number;
  readonly box: readonly number[];
  readonly detection_score: number;
  readonly quality: number | null;
  readonly group_number: number | null;
  readonly created_at: Date;
}

/** All columns of a face but the embedding. */
export const FACE_COLUMNS =
  'id, collection_id, photo_id, person_id, state, place, box, detection_score, quality, group_number, created_at';

/** A row as the domain has it. */
export function collectionOf(row: CollectionRow): Collection {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    fpir: row.fpir,
    rule: row.rule as Collection['rule'],
    networks: row.networks,
    version: Number(row.version),
  };
}

/** A row as the domain has it. */
export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    collectionId: row.collection_id,
    name: row.name,
    ...(row.external_id !== null && { externalId: row.external_id }),
    ...(row.consent !== null && { consent: row.consent }),
    ...(row.retain_until !== null && { retainUntil: row.retain_until }),
    createdAt: row.created_at,
    faceCount: Number(row.face_count),
    ...(row.cover_face_id !== null && { coverFaceId: row.cover_face_id }),
  };
}

/** A row as the domain has it. */
export function photoOf(row: PhotoRow): StoredPhoto {
  return {
    id: row.id,
    collectionId: row.collection_id,
    sha256: row.sha256,
    widthPx: row.width_px,
    heightPx: row.height_px,
    kept: row.kept as KeepMode,
    createdAt: row.created_at,
  };
}

/** A row as the domain has it. */
export function faceOf(row: FaceRow): StoredFace {
  const [xPx = 0, yPx = 0, widthPx = 0, heightPx = 0] = row.box;
  return {
    id: row.id,
    collectionId: row.collection_id,
    photoId: row.photo_id,
    ...(row.person_id !== null && { personId: row.person_id }),
    state: row.state as FaceState,
    place: row.place,
    box: { xPx, yPx, widthPx, heightPx },
    detectionScore: row.detection_score,
    ...(row.quality !== null && { quality: row.quality }),
    ...(row.group_number !== null && { groupNumber: row.group_number }),
    createdAt: row.created_at,
  };
}
