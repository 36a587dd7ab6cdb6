import { type Random, shuffled } from '../../numerics/random.ts';
import { type PersonPhotos, type ProtocolPhoto, photosOf, tooFew } from './person-photos.ts';

/** One trial of BLUFR. The photos of both lists together are those whose pairs are verified. */
export interface BlufrTrial {
  /** One photo of each person. */
  readonly gallery: readonly ProtocolPhoto[];
  readonly probes: readonly ProtocolPhoto[];
}

/** How many of what a trial has. */
export interface BlufrSizes {
  readonly trialCount: number;
  /** People set aside to learn from; with networks that were trained elsewhere nothing is. */
  readonly trainPersonCount: number;
  readonly galleryPersonCount: number;
}

/**
 * Draws trials by the rule of BLUFR (Liao, Lei, Yi and Li, "A Benchmark Study of Large-scale Unconstrained Face
 * Recognition", IJCB 2014): some people are set aside for training; of the others, some with two photos or more have one
 * photo enrolled; every further photo of anybody who is not set aside is a probe. These are not the draws that BLUFR publishes.
 * Throws `EVALUATION_EMPTY` for too few people.
 * @param people from `photosByPerson`
 */
export function drawBlufrTrials(
  people: readonly PersonPhotos[],
  sizes: BlufrSizes,
  random: Random,
): BlufrTrial[] {
  return Array.from({ length: sizes.trialCount }, () => drawTrial(people, sizes, random));
}

function drawTrial(
  people: readonly PersonPhotos[],
  { trainPersonCount, galleryPersonCount }: BlufrSizes,
  random: Random,
): BlufrTrial {
  const tested = shuffled(people, random).slice(trainPersonCount);
  const enrollable = tested.filter(({ photos }) => photos.length > 1);
  if (enrollable.length < galleryPersonCount || tested.length === galleryPersonCount)
    throw tooFew(
      'BLUFR',
      `sets ${trainPersonCount} people aside and needs ${galleryPersonCount} others with two photos, and strangers; there are ${enrollable.length} of ${people.length} people. Ask for fewer: --train-people, --gallery-people.`,
    );
  const enrolled = new Set(
    enrollable
      .slice(0, galleryPersonCount)
      .flatMap(({ photos }) => photos[Math.floor(random() * photos.length)] ?? []),
  );
  const photos = tested.flatMap((person) => photosOf(person));
  return {
    gallery: photos.filter(({ photo }) => enrolled.has(photo)),
    probes: photos.filter(({ photo }) => !enrolled.has(photo)),
  };
}
