import { QuenError } from '../core/errors.ts';
import type { PseudoLabelRule, UnknownRule } from './recipe.ts';

/** What a round says of one photo. */
export interface ScoredPhoto {
  /** Its path, as its table spells it. */
  readonly image: string;
  /** The likeliest class. */
  readonly label: string;
  /** Of that class, in [0, 1]. */
  readonly probability: number;
  /** Fused squared distance to the nearest training photo, in [0, 4]; absent where no rule of the round looks at it. */
  readonly distance?: number;
}

/** The same, its distance known. */
export interface MeasuredPhoto extends ScoredPhoto {
  readonly distance: number;
}

/** A photo and the label it gets. */
export interface LabelledPhoto {
  readonly image: string;
  readonly label: string;
}

/** What the unknown rule finds. */
export interface UnknownPhotos {
  /** Too far from everybody and too unlikely, the farthest first. */
  readonly byRule: readonly MeasuredPhoto[];
  /** Other photos in which there is no face, in the order in which these were given. */
  readonly withoutFace: readonly MeasuredPhoto[];
}

/** Who is unknown: distance above and probability below the rule's limits, both strictly; then the photos without a face. */
export function findUnknowns(
  rule: UnknownRule,
  photos: readonly MeasuredPhoto[],
  withoutFace: ReadonlySet<string>,
): UnknownPhotos {
  const isByRule = ({ distance, probability }: MeasuredPhoto): boolean =>
    distance > rule.distanceAbove && probability < rule.probabilityBelow;
  const byRule = photos.filter(isByRule).sort((a, b) => b.distance - a.distance);
  if (!rule.withoutFace) return { byRule, withoutFace: [] };
  const photoOf = new Map(photos.map((photo) => [photo.image, photo]));
  const faceless = [...withoutFace].flatMap((image) => photoOf.get(image) ?? []);
  return { byRule, withoutFace: faceless.filter((photo) => !isByRule(photo)) };
}

/**
 * Answers sure enough to learn from: probability above and, where the rule has it, distance below its limit, both strictly.
 * Throws `DIMENSION_MISMATCH` for a photo without the distance that the rule looks at.
 */
export function pseudoLabels(rule: PseudoLabelRule, photos: readonly ScoredPhoto[]): LabelledPhoto[] {
  return photos
    .filter((photo) => photo.probability > rule.probabilityAbove && isNear(rule, photo))
    .map(({ image, label }) => ({ image, label }));
}

function isNear({ distanceBelow }: PseudoLabelRule, { image, distance }: ScoredPhoto): boolean {
  if (distanceBelow === undefined) return true;
  if (distance !== undefined) return distance < distanceBelow;
  const message = `The photo ${image} has no distance, by which the recipe chooses pseudo-labels. Measure it first.`;
  throw new QuenError('DIMENSION_MISMATCH', message);
}

/**
 * The rows that the next round learns beside the training photos: pseudo-labels, then the unknowns as the unknown class.
 * A photo that the unknown rule names is a row of that class only.
 */
export function rowsToLearn(
  labelled: readonly LabelledPhoto[],
  unknowns: UnknownPhotos,
  unknownLabel: string,
): LabelledPhoto[] {
  const strangers = [...unknowns.byRule, ...unknowns.withoutFace];
  const isStranger = new Set(strangers.map(({ image }) => image));
  return [
    ...labelled.filter(({ image }) => !isStranger.has(image)),
    ...strangers.map(({ image }) => ({ image, label: unknownLabel })),
  ];
}
