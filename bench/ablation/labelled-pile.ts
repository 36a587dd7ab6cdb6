import type { EvaluatedSearch } from '../../src/evaluation/evaluated-search.ts';
import type { SearchRecord } from '../../src/evaluation/search-record.ts';
import type { AsyncInnerProducts } from '../../src/numerics/inner-products.ts';
import { type Matrix, selectRows } from '../../src/numerics/matrix.ts';
import { evaluateIdentification } from '../../src/pipeline/evaluate.ts';
import { learnProbability } from '../../src/pipeline/learn-probability.ts';
import { crossFitScores } from '../../src/pipeline/pseudo-labels/cross-fit.ts';
import {
  type FoldRounds,
  foldRounds,
  labelsAfter,
  searchRecords,
} from '../../src/pipeline/pseudo-labels/judge-rounds.ts';
import {
  heldOutFaces,
  LABELLING_DEFAULTS,
  type LabelRound,
  labelRounds,
  strangerFaces,
} from '../../src/pipeline/pseudo-labels/label-rounds.ts';
import { type NamingWay, templatesWay } from '../../src/pipeline/pseudo-labels/naming-way.ts';
import { enrolledFaces, type Pile } from '../../src/pipeline/pseudo-labels/pile.ts';
import { copiedFaces, pileOfPhotos } from '../../src/pipeline/pseudo-labels/pile-of-photos.ts';
import { transducedRecogniser } from '../../src/pipeline/pseudo-labels/transduced-recogniser.ts';
import type { Recogniser } from '../../src/pipeline/recogniser.ts';
import {
  type StrangerFaces,
  type TrainingMaterial,
  trainingSetOf,
} from '../../src/pipeline/training/material.ts';
import { calibrateThreshold } from '../../src/rejection/calibrate.ts';
import { type OpenSetTest, STRANGER_SHARES } from './task.ts';

const SEED = 1;
const { partCount } = LABELLING_DEFAULTS;

/** The photos of a test as a pile without names, and what rounds of pseudo-labels, by class means, made of it. */
export interface LabelledPile {
  readonly test: OpenSetTest;
  readonly pile: Pile;
  readonly rounds: readonly LabelRound[];
  /** The same without the held-out photos of each fold. */
  readonly folds: readonly FoldRounds[];
}

/** Gives pseudo-labels in rounds, once with everything and once for each fold of the leak-free estimate. */
export async function labelPile(
  material: TrainingMaterial,
  test: OpenSetTest,
  { roundCount, innerProducts }: { readonly roundCount: number; readonly innerProducts: AsyncInnerProducts },
): Promise<LabelledPile> {
  const pile = pileOfPhotos(test.photos, material.gallery.templates.cols);
  const enrolled = await enrolledFaces(pile, material.gallery, innerProducts);
  const plan = {
    ...LABELLING_DEFAULTS,
    ...{ way: templatesWay('mean', innerProducts), roundCount, seed: SEED },
    barred: new Set([...enrolled, ...copiedFaces(pile)]),
  };
  const rounds = await labelRounds(material, pile, plan);
  const folds: FoldRounds[] = [];
  for await (const fold of foldRounds(material, pile, plan)) folds.push(fold);
  return { test, pile, rounds, folds };
}

/** How a row of the table names and rejects. */
export interface NamedWay {
  readonly way: NamingWay;
  /** Rounds of pseudo-labels that it learns from; 0 for none. */
  readonly round: number;
  /** Strangers that thresholds are set on, and that it did not learn from. */
  readonly strangers: StrangerFaces;
}

/** Searches by enrolled photos that were held out, and strangers who took no part, after some rounds. */
export async function leakFreeSearches(
  material: TrainingMaterial,
  { pile, folds }: LabelledPile,
  { way, round, strangers }: NamedWay,
): Promise<SearchRecord[]> {
  const { gallery } = material;
  const judges = new Set(strangers.labels);
  const searches: SearchRecord[] = [];
  for (const fold of folds) {
    const kept = [...fold.judges.labels.keys()].filter((n) => judges.has(fold.judges.labels[n] ?? ''));
    const ofStrangers = pickStrangers(fold.judges, kept);
    const faces = [heldOutFaces(material, fold.validation, partCount), strangerFaces(ofStrangers, partCount)];
    const learnt = {
      set: trainingSetOf(material, fold.training),
      pile,
      labels: labelsAfter(fold.rounds, round),
    };
    const [mated, others] = await crossFitScores(way, learnt, { faces, partCount });
    const mates = fold.validation.map((n) => gallery.faces[n]?.identity ?? 0);
    const people = mates.map((mate) => ({ person: gallery.identities[mate] ?? '', mate }));
    searches.push(...searchRecords(mated as Matrix, people));
    const nobodies = ofStrangers.labels.map((person) => ({ person }));
    searches.push(...searchRecords(others as Matrix, nobodies));
  }
  return searches;
}

/** What a way finds in a test after some rounds, each photo scored without what was learnt from it. */
export async function searchesByWay(
  material: TrainingMaterial,
  labelled: LabelledPile,
  { way, round, strangers, heldOut }: NamedWay & { readonly heldOut: readonly SearchRecord[] },
): Promise<readonly EvaluatedSearch[]> {
  const labels = labelsAfter(labelled.rounds, round);
  const taught = { plan: { way, partCount }, labels, heldOut };
  const recogniser = await transducedRecogniser({ ...material, strangers }, labelled.pile, taught);
  return await searchesOf(labelled.test, recogniser);
}

/** What a recogniser finds in a test, with a threshold for FPIR 1 %. */
export async function searchesOf(
  { name, photos, labels }: OpenSetTest,
  recogniser: Recogniser,
): Promise<readonly EvaluatedSearch[]> {
  const { people, setOn } = recogniser.nonMated;
  const threshold = calibrateThreshold(people, { fpir: 0.01, setOn, seed: SEED });
  const probability = learnProbability(recogniser, STRANGER_SHARES[name])?.model;
  const test = { photos, labels, unknownLabel: 'unknown' };
  return (await evaluateIdentification(test, recogniser, { threshold, probability })).searches;
}

function pickStrangers({ labels, probes }: StrangerFaces, kept: readonly number[]): StrangerFaces {
  return { labels: kept.map((n) => labels[n] ?? ''), probes: selectRows(probes, kept) };
}
