import { QuenError } from '../../core/errors.ts';
import type { Box } from '../../core/face.ts';
import { primaryFace } from '../../detection/primary-face.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { dot } from '../../numerics/vector.ts';
import type { ServicePorts } from './service-ports.ts';

/** How alike the faces that count in two photos are. */
export interface Verification {
  /** Cosine, in [-1, 1]. */
  readonly score: number;
  readonly first: Box;
  readonly second: Box;
}

/** Compares the largest faces in the middle of two photos. Throws the photos' own faults, `PHOTO_*`, and `SERVICE_BUSY`. */
export async function verifyPhotos(
  ports: ServicePorts,
  first: Uint8Array,
  second: Uint8Array,
): Promise<Verification> {
  const [a, b] = await Promise.all([faceOf(ports, first, 'first'), faceOf(ports, second, 'second')]);
  return { score: dot(a.embedding, b.embedding), first: a.box, second: b.box };
}

async function faceOf(
  ports: ServicePorts,
  bytes: Uint8Array,
  which: string,
): Promise<{ readonly embedding: Float32Array; readonly box: Box }> {
  const { extraction } = await ports.extract(bytes);
  if (extraction.kind === 'failed')
    throw new QuenError(extraction.code, `The ${which} photo: ${extraction.reason}`);
  const face =
    extraction.kind === 'faces' ? extraction.faces[primaryFace(extraction.faces, extraction)] : undefined;
  if (face === undefined) throw new QuenError('PHOTO_UNREADABLE', `No face was found in the ${which} photo.`);
  return { embedding: fuseEmbeddings(face.embeddings), box: face.box };
}
