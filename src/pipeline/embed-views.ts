import type { RgbImage } from '../core/image.ts';
import type { ViewRequest } from '../core/ports.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { methodViews } from '../images/augmentation/method-views.ts';
import { flipHorizontally } from '../images/flip.ts';
import { type Matrix, selectRows } from '../numerics/matrix.ts';
import type { Restorer } from '../restoration/restorer.ts';
import { faceCrop } from './face-crop.ts';

/**
 * The passes of one face that are asked for, through one network after the other. The views are made of the restored crop,
 * once for all networks that share a template.
 * @returns one matrix per network asked for, shape [2 + viewCount - firstPass, D]
 */
export async function embedViews(
  request: ViewRequest,
  embedders: readonly Embedder[],
  restorer?: Restorer,
): Promise<Matrix[]> {
  const imagesOf = new Map<string, readonly RgbImage[]>();
  const embedded: Matrix[] = [];
  for (const { network, firstPass } of request.networks) {
    const embedder = embedders[network] as Embedder;
    const images =
      imagesOf.get(embedder.template) ?? (await passImages(request, embedder.template, restorer));
    imagesOf.set(embedder.template, images);
    embedded.push(await embedDistinct(images.slice(firstPass), embedder));
  }
  return embedded;
}

/** A view that changes nothing, as a fifth of them do, is the very crop or mirrored crop. */
async function passImages(
  { image, landmarks, viewCount, seed }: ViewRequest,
  template: string,
  restorer?: Restorer,
): Promise<readonly RgbImage[]> {
  const crop = await faceCrop(landmarks === undefined ? { image } : { image, landmarks }, template, restorer);
  const unchanged = [crop, flipHorizontally(crop)];
  const views = methodViews(crop, viewCount, seed).map(
    (view) => unchanged.find((other) => hasSamePixels(view, other)) ?? view,
  );
  return [...unchanged, ...views];
}

/** Each image once, however often it stands there. */
async function embedDistinct(images: readonly RgbImage[], embedder: Embedder): Promise<Matrix> {
  const distinct = [...new Set(images)];
  const placeOf = new Map(distinct.map((image, place) => [image, place]));
  const embedded = await embedder.embedEach(distinct);
  return selectRows(
    embedded,
    images.map((image) => placeOf.get(image) as number),
  );
}

function hasSamePixels(a: RgbImage, b: RgbImage): boolean {
  return a.pixels.every((value, place) => value === b.pixels[place]);
}
