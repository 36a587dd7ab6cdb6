import type { FaceState, StoredFace, StoredPhoto } from '../../collections/collection.ts';
import type { JobSettlement } from '../../collections/jobs.ts';
import type { NewPhoto } from '../../collections/ports.ts';
import { isQuenError } from '../../core/errors.ts';
import type { Extraction } from '../../core/photo.ts';
import type { FaceQuality } from '../../quality/face-quality.ts';
import type { ServicePorts } from './service-ports.ts';

/** A photo with faces that came in. */
export interface IncomingPhoto {
  readonly collectionId: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly extraction: Extract<Extraction, { kind: 'faces' }>;
  /** Fused embeddings of its faces, of unit length. */
  readonly embeddings: readonly Float32Array[];
  /** Of its faces; absent where they could not be measured. */
  readonly qualities?: readonly Pick<FaceQuality, 'overall'>[] | undefined;
  readonly state: FaceState;
}

/**
 * Keeps a photo with its faces, files first: what the store names is there. Throws `OUTPUT_*` and `DATABASE_*`.
 * @param settling the photo of a job that is settled with it, both or neither
 */
export async function keepPhoto(
  ports: ServicePorts,
  incoming: IncomingPhoto,
  settling?: (photo: NewPhoto) => JobSettlement,
): Promise<NewPhoto> {
  const photo = await keepFiles(ports, incoming);
  await storeOrRemoveFiles(ports, photo, () => ports.store.addPhoto(photo, settling?.(photo)));
  return photo;
}

/** Has a photo stored whose files are kept. Where that fails and the store does not know the photo, its files go again; what fails is thrown on. */
export async function storeOrRemoveFiles<T>(
  { store, vault }: ServicePorts,
  { photo, faces }: NewPhoto,
  storing: () => Promise<T>,
): Promise<T> {
  try {
    return await storing();
  } catch (cause) {
    const isUnknown = await store.photo(photo.id).then(
      () => false,
      (fault: unknown) => isQuenError(fault) && fault.code === 'NOT_FOUND',
    );
    if (isUnknown) await vault.remove({ photoIds: [photo.id], faceIds: faces.map(({ face }) => face.id) });
    throw cause;
  }
}

/** Keeps the files of a photo, as much as may be kept; the store does not know of it yet. Throws `OUTPUT_*`. */
export async function keepFiles(ports: ServicePorts, incoming: IncomingPhoto): Promise<NewPhoto> {
  const record = recordOf(ports, incoming);
  if (ports.keep === 'photos') await ports.vault.keepPhoto(record.photo.id, incoming.bytes);
  if (ports.keep !== 'none') {
    const boxes = record.faces.map(({ face }) => face.box);
    const crops = await ports.crops(incoming.bytes, boxes);
    for (const [index, { face }] of record.faces.entries()) {
      const crop = crops[index];
      if (crop !== undefined) await ports.vault.keepCrop(face.id, crop);
    }
  }
  return record;
}

function recordOf(ports: ServicePorts, incoming: IncomingPhoto): NewPhoto {
  const { collectionId, sha256, extraction, embeddings, qualities, state } = incoming;
  const createdAt = ports.now();
  const photo: StoredPhoto = {
    id: ports.newId('photo'),
    collectionId,
    sha256,
    widthPx: extraction.widthPx,
    heightPx: extraction.heightPx,
    kept: ports.keep,
    createdAt,
  };
  const faces = extraction.faces.map((face, place): NewPhoto['faces'][number] => {
    const quality = qualities?.[place]?.overall;
    const stored: StoredFace = {
      id: ports.newId('face'),
      collectionId,
      photoId: photo.id,
      state,
      place,
      box: face.box,
      detectionScore: face.score,
      ...(quality !== undefined && { quality }),
      createdAt,
    };
    return { face: stored, embedding: embeddings[place] as Float32Array };
  });
  return { photo, faces };
}
