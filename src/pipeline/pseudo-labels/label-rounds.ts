import { QuenError, throwIfAborted } from '../../core/errors.ts';
import type { Fold } from '../../heads/folds.ts';
import { type Matrix, selectRows } from '../../numerics/matrix.ts';
import {
  type StrangerFaces,
  strangersWhere,
  type TrainingMaterial,
  trainingSetOf,
} from '../training/material.ts';
import { enrolledFolds } from '../training/validate-heads.ts';
import { acceptLabels } from './accept-labels.ts';
import { type BestName, bestNames } from './best-names.ts';
import { crossFitScores, type PartedFaces, partOfPhoto } from './cross-fit.ts';
import { type LabelThresholds, labelThresholds } from './label-thresholds.ts';
import type { LabellingEvidence, MatedSearch } from './labelling-evidence.ts';
import type { NamingWay } from './naming-way.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';
import { strangerShare } from './stranger-share.ts';

/** How pseudo-labels are given. */
export interface LabellingPlan {
  readonly way: NamingWay;
  /** Rounds at most, from 1. */
  readonly roundCount: number;
  /** Wrong labels to expect among those accepted, at most, in (0, 1). */
  readonly wrongShare: number;
  /** Share of strangers that may be named: no face above its threshold becomes `unknown`. */
  readonly fpir: number;
  /** Strangers in the pile, in [0, 1]; estimated from the pile's scores when absent. */
  readonly strangerShare?: number;
  /** Whether faces that are surely nobody's are labelled too. */
  readonly withUnknown: boolean;
  /** Parts of the pile; a face is scored by what was learnt from the other parts. From 2. */
  readonly partCount: number;
  /** Faces that may have no label: enrolled already, or revoked by hand. They are left out of every count. */
  readonly barred: ReadonlySet<number>;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Settings that held out of fold on LFW. */
export const LABELLING_DEFAULTS = {
  roundCount: 3,
  wrongShare: 0.01,
  fpir: 0.01,
  withUnknown: true,
  partCount: 4,
} as const;

/** What one round gave. */
export interface LabelRound {
  readonly round: number;
  readonly strangerShare: number;
  readonly thresholds: LabelThresholds;
  /** All labels that hold after the round, by face. */
  readonly labels: readonly PseudoLabel[];
}

/**
 * Searches a pile in rounds, each with what the labels of the round before taught; a label that no longer passes is gone.
 * Thresholds are set each round on enrolled photos held out in folds and on strangers, whom nobody learns from; each fold
 * has labels of its own, from rounds without its held-out photos, and shares the thresholds. Without strangers, held-out
 * photos searched without their person stand in. Ends early when labels no longer change. Throws `CONFIG_INVALID` for a
 * plan out of range, `ABORTED`, and what the way throws.
 */
export async function labelRounds(
  material: TrainingMaterial,
  pile: Pile,
  plan: LabellingPlan,
): Promise<LabelRound[]> {
  assertPlan(plan);
  const folds = enrolledFolds(material.gallery, plan.seed);
  const learners = folds.map((fold, place) => foldLearner(material, fold, { place, count: folds.length }));
  const everything = allRows(material);
  const labelsOf = [everything, ...learners].map((): readonly PseudoLabel[] => []);
  const rounds: LabelRound[] = [];
  for (let round = 1; round <= plan.roundCount; round++) {
    const searches: FoldSearches[] = [];
    for (const [n, learner] of [everything, ...learners].entries()) {
      throwIfAborted(plan.signal);
      searches.push(await searchFold(material, { ...learner, pile, labels: labelsOf[n] ?? [] }, plan));
    }
    const names = searches[0]?.pile ?? [];
    const evidence = evidenceOf(searches);
    const share = plan.strangerShare ?? strangerShare(openScores(names, plan.barred), evidence);
    const thresholds = labelThresholds(evidence, { ...plan, strangerShare: share });
    const before = labelsOf[0];
    const { identities } = material.gallery;
    const given = { ...plan, round, source: plan.way.name, thresholds, identities };
    searches.forEach((found, n) => {
      labelsOf[n] = acceptLabels(found.pile, pile, { given, earlier: labelsOf[n] ?? [] });
    });
    rounds.push({ round, strangerShare: share, thresholds, labels: labelsOf[0] ?? [] });
    if (isSame(before, labelsOf[0])) break;
  }
  return rounds;
}

function assertPlan({ roundCount, wrongShare, strangerShare: share = 0, partCount }: LabellingPlan): void {
  const problems = [
    ...(Number.isInteger(roundCount) && roundCount >= 1 ? [] : [`${roundCount} rounds: use 1 or more`]),
    ...(wrongShare > 0 && wrongShare < 1 ? [] : [`a share of wrong labels of ${wrongShare}: use 0 to 1`]),
    ...(share >= 0 && share <= 1 ? [] : [`a share of strangers of ${share}: use 0 to 1`]),
    ...(Number.isInteger(partCount) && partCount >= 2 ? [] : [`${partCount} parts: use 2 or more`]),
  ];
  if (problems.length === 0) return;
  throw new QuenError('CONFIG_INVALID', `Pseudo-labels cannot be given with ${problems.join('; ')}.`);
}

/** What learns, and what it is tried on to set thresholds. */
interface Learner {
  /** Rows of the gallery, ascending. */
  readonly rows: readonly number[];
  readonly heldOut: readonly number[];
  readonly strangers: StrangerFaces;
}

function allRows({ gallery, strangers }: TrainingMaterial): Learner {
  return {
    rows: gallery.faces.map((_, n) => n),
    heldOut: [],
    strangers: strangersWhere(strangers, () => false),
  };
}

function foldLearner(
  { strangers }: TrainingMaterial,
  { training, validation }: Fold,
  { place, count }: { readonly place: number; readonly count: number },
): Learner {
  const own = strangersWhere(strangers, (person) => person % count === place);
  return { rows: training, heldOut: validation, strangers: own };
}

/** Best names found by one learner. */
interface FoldSearches {
  readonly pile: readonly BestName[];
  readonly mated: readonly MatedSearch[];
  readonly strangers: readonly { readonly person: string; readonly score: number }[];
  /** Searches of the held-out photos without their own person. */
  readonly withoutMate: readonly { readonly person: string; readonly score: number }[];
}

async function searchFold(
  material: TrainingMaterial,
  learner: Learner & { readonly pile: Pile; readonly labels: readonly PseudoLabel[] },
  { way, partCount }: LabellingPlan,
): Promise<FoldSearches> {
  const { gallery } = material;
  const { rows, heldOut, strangers, pile } = learner;
  const faces = [
    { rows: pile.rows, partOf: pile.photoOf.map((photo) => partOfPhoto(photo, partCount)) },
    heldOutFaces(material, heldOut, partCount),
    strangerFaces(strangers, partCount),
  ];
  const set = trainingSetOf(material, rows);
  const [ofPile, ofMated, ofStrangers] = await crossFitScores(way, { ...learner, set }, { faces, partCount });
  const count = gallery.identities.length;
  const mates = heldOut.map((n) => gallery.faces[n]?.identity ?? 0);
  return {
    pile: names(ofPile, count),
    mated: names(ofMated, count).map(({ identity, score }, n) => {
      const person = mates[n] ?? 0;
      return { person, score, isRight: identity === person };
    }),
    strangers: names(ofStrangers, count).map(({ score }, n) => ({
      person: strangers.labels[n] ?? '',
      score,
    })),
    withoutMate: names(ofMated, count, mates).map(({ score }, n) => ({ person: String(mates[n]), score })),
  };
}

/** Held-out photos as if they were of the pile. */
export function heldOutFaces(
  { gallery }: TrainingMaterial,
  rows: readonly number[],
  partCount: number,
): PartedFaces {
  return {
    rows: selectRows(gallery.templates, rows),
    partOf: rows.map((n) => partOfPhoto(gallery.faces[n]?.photo ?? '', partCount)),
  };
}

/** Photos of strangers as if they were of the pile. */
export function strangerFaces({ labels, probes }: StrangerFaces, partCount: number): PartedFaces {
  return { rows: probes, partOf: labels.map((label, n) => partOfPhoto(`${label} ${n}`, partCount)) };
}

function names(scores: Matrix | undefined, count: number, hidden?: readonly number[]): BestName[] {
  return scores === undefined ? [] : bestNames(scores, count, hidden);
}

function evidenceOf(searches: readonly FoldSearches[]): LabellingEvidence {
  const strangers = searches.flatMap((found) => found.strangers);
  const standIns = searches.flatMap((found) => found.withoutMate);
  const people = new Map<string, number[]>();
  for (const { person, score } of strangers.length > 0 ? strangers : standIns) {
    if (!Number.isFinite(score)) continue;
    people.set(person, [...(people.get(person) ?? []), score]);
  }
  return { mated: searches.flatMap((found) => found.mated), strangers: [...people.values()] };
}

function openScores(names: readonly BestName[], barred: ReadonlySet<number>): number[] {
  return names.flatMap(({ score }, face) => (barred.has(face) ? [] : [score]));
}

function isSame(
  before: readonly PseudoLabel[] | undefined,
  after: readonly PseudoLabel[] | undefined,
): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
