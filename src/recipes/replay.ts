import {
  findUnknowns,
  type LabelledPhoto,
  pseudoLabels,
  rowsToLearn,
  type ScoredPhoto,
  type UnknownPhotos,
} from './decision-rules.ts';
import { fuseDistances } from './fuse-distances.ts';
import type { PseudoLabelRule, Recipe } from './recipe.ts';

/** What rounds of a method said, of the photos to be named. */
export interface RecordedRounds {
  /** Answers of each round in turn. */
  readonly answers: readonly (readonly ScoredPhoto[])[];
  /** Squared distances to the nearest training photo by network, each in the order of the first round's answers. */
  readonly distances: ReadonlyMap<string, Float64Array>;
  /** Photos in which no face was found. */
  readonly withoutFace: ReadonlySet<string>;
}

/** What the decisions of one round come to. */
export interface ReplayedRound {
  /** The round's name in the recipe. */
  readonly name: string;
  /** What its heads named. */
  readonly answeredCount: number;
  /** Photos that the rule of pseudo-labels took. */
  readonly labelledCount: number;
  /** The rows that the next round learns. */
  readonly rows: readonly LabelledPhoto[];
  /** Rows of the unknown class among them. */
  readonly unknownCount: number;
}

/** What the decisions of a method come to. */
export interface Replay {
  readonly unknowns: UnknownPhotos;
  /** Rounds of the recipe that make pseudo-labels and were recorded. */
  readonly rounds: readonly ReplayedRound[];
}

/**
 * Carries out the deciding half of a recipe on what was recorded of its heads and networks: the fused distance, the
 * unknown rule on the first round, and each round's pseudo-labels.
 */
export function replay(recipe: Recipe, recorded: RecordedRounds): Replay {
  const fused = fuseDistances(recipe.distanceWeights, recorded.distances);
  const measured = (recorded.answers[0] ?? []).map((photo, place) => ({
    ...photo,
    distance: fused[place] as number,
  }));
  const distanceOf = new Map(measured.map(({ image, distance }) => [image, distance]));
  const unknowns = findUnknowns(recipe.unknown, measured, recorded.withoutFace);
  const rounds = recipe.rounds.flatMap(({ name, pseudoLabels: rule }, place) => {
    const answers = recorded.answers[place];
    if (rule === undefined || answers === undefined) return [];
    const photos = answers.map((photo) => {
      const distance = distanceOf.get(photo.image);
      return distance === undefined ? photo : { ...photo, distance };
    });
    return [{ name, ...replayRound(rule, photos, unknowns, recipe.unknown.label) }];
  });
  return { unknowns, rounds };
}

function replayRound(
  rule: PseudoLabelRule,
  photos: readonly ScoredPhoto[],
  unknowns: UnknownPhotos,
  unknownLabel: string,
): Omit<ReplayedRound, 'name'> {
  const labelled = pseudoLabels(rule, photos);
  const rows = rule.withUnknowns ? rowsToLearn(labelled, unknowns, unknownLabel) : labelled;
  return {
    answeredCount: photos.length,
    labelledCount: labelled.length,
    rows,
    unknownCount: rows.filter(({ label }) => label === unknownLabel).length,
  };
}

/** How two lists of labelled photos differ, whatever their order. */
export interface RowDifference {
  readonly sameCount: number;
  readonly onlyHere: readonly string[];
  readonly onlyThere: readonly string[];
  readonly otherLabel: readonly string[];
}

/** Compares rows photo by photo. @param here, there without a photo twice in either */
export function compareRows(here: readonly LabelledPhoto[], there: readonly LabelledPhoto[]): RowDifference {
  const theirs = new Map(there.map(({ image, label }) => [image, label]));
  const ours = new Set(here.map(({ image }) => image));
  const shared = here.filter(({ image }) => theirs.has(image));
  const otherLabel = shared.filter(({ image, label }) => theirs.get(image) !== label);
  return {
    sameCount: shared.length - otherLabel.length,
    onlyHere: here.filter(({ image }) => !theirs.has(image)).map(({ image }) => image),
    onlyThere: there.filter(({ image }) => !ours.has(image)).map(({ image }) => image),
    otherLabel: otherLabel.map(({ image }) => image),
  };
}
