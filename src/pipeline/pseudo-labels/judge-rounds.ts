import type { SearchRecord } from '../../evaluation/search-record.ts';
import { type Matrix, row } from '../../numerics/matrix.ts';
import {
  type StrangerFaces,
  strangersWhere,
  type TrainingMaterial,
  trainingSetOf,
} from '../training/material.ts';
import { enrolledFolds, type HeldOutFigures, heldOutFigures, isBetter } from '../training/validate-heads.ts';
import { bestNames } from './best-names.ts';
import { crossFitScores } from './cross-fit.ts';
import {
  heldOutFaces,
  type LabellingPlan,
  type LabelRound,
  labelRounds,
  strangerFaces,
} from './label-rounds.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';

/** How well a number of rounds names photos that took no part. */
export interface JudgedRound {
  /** 0 is without pseudo-labels. */
  readonly round: number;
  /** On held-out photos, with the labels of rounds that never saw them. */
  readonly leakFree: HeldOutFigures;
  /** On the same photos, with the labels of rounds that had learnt them: too good, and given for comparison alone. */
  readonly naive: HeldOutFigures;
}

/** Everything that was found about a pile. */
export interface Transduction {
  /** Round 0 first; empty where photos cannot be held out. */
  readonly judged: readonly JudgedRound[];
  /** Rounds with all enrolled photos. */
  readonly rounds: readonly LabelRound[];
  /** The last round after which the leak-free figures rose; 0 when none did. */
  readonly chosen: number;
  /** Labels of the chosen round. */
  readonly labels: readonly PseudoLabel[];
  /** The searches that the leak-free figures of the chosen round were made from. */
  readonly heldOut: readonly SearchRecord[];
}

/**
 * Labels a pile in rounds and says after how many the named faces no longer help. For the estimate all rounds are run again
 * for each fold, without the fold's held-out photos, and with the strangers that the fold is not judged on. An estimate
 * that cannot be made chooses no round.
 */
export async function transduce(
  material: TrainingMaterial,
  pile: Pile,
  plan: LabellingPlan,
): Promise<Transduction> {
  const rounds = await labelRounds(material, pile, plan);
  const searched = await judgeRounds(material, pile, { plan, rounds });
  const judged = searched.map(({ searches: _, ...figures }) => figures);
  const chosen = lastRise(judged);
  const heldOut = searched[chosen]?.searches ?? [];
  return { judged, rounds, chosen, labels: labelsAfter(rounds, chosen), heldOut };
}

/** The rounds up to the first that did not raise the leak-free figures (DIR at FPIR 1 %, then MAP@5). */
export function lastRise(judged: readonly JudgedRound[]): number {
  let chosen = 0;
  for (const [n, { round, leakFree }] of judged.entries()) {
    const before = judged[n - 1];
    if (before === undefined) continue;
    if (!isBetter(leakFree, before.leakFree)) break;
    chosen = round;
  }
  return chosen;
}

/** Labels that hold after some rounds; those of the last when there were fewer. */
export function labelsAfter(rounds: readonly LabelRound[], count: number): readonly PseudoLabel[] {
  return count === 0 ? [] : (rounds[Math.min(count, rounds.length) - 1]?.labels ?? []);
}

/** Rounds of one fold, which saw neither its held-out photos nor the strangers that judge it. */
export interface FoldRounds {
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly judges: StrangerFaces;
  readonly rounds: readonly LabelRound[];
}

/** Runs all rounds for each fold of the estimate. */
export async function* foldRounds(
  material: TrainingMaterial,
  pile: Pile,
  plan: LabellingPlan,
): AsyncGenerator<FoldRounds> {
  const folds = enrolledFolds(material.gallery, plan.seed);
  for (const [place, { training, validation }] of folds.entries()) {
    const isJudge = (person: number): boolean => person % folds.length === place;
    const judges = strangersWhere(material.strangers, isJudge);
    const others = strangersWhere(material.strangers, (person) => !isJudge(person));
    const learnt = { ...materialOfRows(material, training), strangers: others };
    yield { training, validation, judges, rounds: await labelRounds(learnt, pile, plan) };
  }
}

/** A judged round with the leak-free searches. */
type SearchedRound = JudgedRound & { readonly searches: readonly SearchRecord[] };

async function judgeRounds(
  material: TrainingMaterial,
  pile: Pile,
  { plan, rounds }: { readonly plan: LabellingPlan; readonly rounds: readonly LabelRound[] },
): Promise<SearchedRound[]> {
  const searches = Array.from({ length: rounds.length + 1 }, () => ({
    leakFree: [] as SearchRecord[],
    naive: [] as SearchRecord[],
  }));
  for await (const fold of foldRounds(material, pile, plan))
    for (const [round, found] of searches.entries()) {
      const clean = { ...fold, pile, labels: labelsAfter(fold.rounds, round) };
      const seen = { ...fold, pile, labels: labelsAfter(rounds, round) };
      found.leakFree.push(...(await searchesOf(material, clean, plan)));
      found.naive.push(...(await searchesOf(material, seen, plan)));
    }
  return searches.flatMap(({ leakFree, naive }, round) =>
    leakFree.some(({ isMated }) => isMated)
      ? [
          {
            round,
            leakFree: heldOutFigures(leakFree),
            naive: heldOutFigures(naive),
            searches: leakFree,
          },
        ]
      : [],
  );
}

async function searchesOf(
  material: TrainingMaterial,
  learner: Omit<FoldRounds, 'rounds'> & { readonly pile: Pile; readonly labels: readonly PseudoLabel[] },
  { way, partCount }: LabellingPlan,
): Promise<SearchRecord[]> {
  const { gallery } = material;
  const { training, validation, judges, pile, labels } = learner;
  const faces = [heldOutFaces(material, validation, partCount), strangerFaces(judges, partCount)];
  const set = trainingSetOf(material, training);
  const [mated, strangers] = await crossFitScores(way, { set, pile, labels }, { faces, partCount });
  const mates = validation.map((n) => gallery.faces[n]?.identity ?? 0);
  return [
    ...searchRecords(
      mated as Matrix,
      mates.map((mate) => ({ person: gallery.identities[mate] ?? '', mate })),
    ),
    ...searchRecords(
      strangers as Matrix,
      judges.labels.map((person) => ({ person })),
    ),
  ];
}

/** Search records of scores. @param scores shape [P, identities] @param people who is in each row; `mate` if enrolled */
export function searchRecords(
  scores: Matrix,
  people: readonly { readonly person: string; readonly mate?: number | undefined }[],
): SearchRecord[] {
  return bestNames(scores, scores.cols).map(({ score: bestScore }, n): SearchRecord => {
    const { person = '', mate } = people[n] ?? {};
    if (mate === undefined) return { person, isMated: false, found: { bestScore } };
    const ofProbe = row(scores, n);
    const score = ofProbe[mate] ?? Number.NEGATIVE_INFINITY;
    const ahead = ofProbe.filter((other, c) => other > score || (other === score && c < mate)).length;
    return { person, isMated: true, found: { bestScore, mate: { rank: ahead + 1, score } } };
  });
}

function materialOfRows(material: TrainingMaterial, rows: readonly number[]): TrainingMaterial {
  const { rows: templates, views } = trainingSetOf(material, rows);
  const faces = rows.flatMap((n) => material.gallery.faces[n] ?? []);
  return {
    gallery: { ...material.gallery, faces, templates },
    strangers: material.strangers,
    ...(views && { views }),
  };
}
