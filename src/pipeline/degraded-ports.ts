import type { Box } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { DecodedPhoto } from '../core/photo.ts';
import type { ExtractionPorts, ResultCache } from '../core/ports.ts';
import type { Degradation } from '../images/degradation/degradation.ts';
import { degradePhoto } from '../images/degradation/degrade.ts';

/** Where the face that counts lies in an undegraded photo. */
export interface FacePlace {
  /** In pixels of the whole photo. */
  readonly box: Box;
  /** Of the whole photo. */
  readonly widthPx: number;
}

/** How photos are made worse before anything looks for faces in them. */
export interface DegradationPlan {
  readonly degradation: Degradation;
  /** Decides what is random, photo by photo: any integer. */
  readonly seed: number;
  /** By the photo's SHA-256; a photo that is not here stays as it is. */
  readonly places: ReadonlyMap<string, FacePlace>;
  readonly recompress: (image: RgbImage, quality: number) => Promise<RgbImage>;
  /** Results of degraded photos: by degradation, seed and what else decides them. */
  readonly caches: {
    readonly detections: ResultCache;
    readonly embeddings: readonly ResultCache[];
  };
}

/** Ports through which every photo comes degraded: what is found has the degraded photo's pixels. */
export function degradedPorts(ports: ExtractionPorts, plan: DegradationPlan): ExtractionPorts {
  return {
    read: ports.read,
    decode: async (bytes, sha256) => degraded(await ports.decode(bytes, sha256), sha256, plan),
    extractor: ports.extractor,
    ...plan.caches,
  };
}

async function degraded(
  photo: DecodedPhoto,
  sha256: string,
  { degradation, seed, places, recompress }: DegradationPlan,
): Promise<DecodedPhoto> {
  const place = places.get(sha256);
  if (place === undefined) return photo;
  const scale = photo.image.widthPx / place.widthPx;
  const ownSeed = seed ^ Number.parseInt(sha256.slice(0, 8), 16);
  const inputs = { box: scaledBox(place.box, scale), seed: ownSeed, recompress };
  const image = await degradePhoto(photo.image, degradation, inputs);
  return { image, widthPx: image.widthPx, heightPx: image.heightPx };
}

function scaledBox({ xPx, yPx, widthPx, heightPx }: Box, scale: number): Box {
  return { xPx: xPx * scale, yPx: yPx * scale, widthPx: widthPx * scale, heightPx: heightPx * scale };
}
