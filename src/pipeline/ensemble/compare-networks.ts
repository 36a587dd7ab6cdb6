import { ablate, type SmallEnsemble, smallestEnsemble } from '../../ensemble/ablation.ts';
import type { OutOfFoldScores } from '../../ensemble/member-scores.ts';
import { judgeEnsemble, membersNamed } from './judge-ensemble.ts';

/** What one network is worth to the others. */
export interface NetworkWorth {
  readonly name: string;
  /** DIR at the FPIR asked for of this network alone, and of the others without it; null where it is the only one. */
  readonly alone: number;
  readonly without: number | null;
  /** Of one crop and its mirror image. */
  readonly msPerFace: number;
}

/** Networks compared on people they were not weighed on. */
export interface NetworkComparison {
  /** Of all networks. */
  readonly together: { readonly rank1: number; readonly dirAtFpir: number; readonly msPerFace: number };
  readonly networks: readonly NetworkWorth[];
  /** The fewest networks that reach what all do, less the allowance. */
  readonly smallest: SmallEnsemble & { readonly msPerFace: number };
}

/** How networks are compared. */
export interface ComparisonPlan {
  /** Whether weights are learnt anew for every subset of the networks. */
  readonly weights: 'equal' | 'learned';
  readonly fpir: number;
  /** How much less than that of all networks the figure of the smallest ensemble may be, from 0. */
  readonly allowedLoss: number;
  readonly msOf: (name: string) => number;
}

/** Each network alone, all but each, and the smallest ensemble that does, each judged as `judgeEnsemble` judges. */
export function compareNetworks(scores: OutOfFoldScores, plan: ComparisonPlan): NetworkComparison {
  const names = scores.members.map(({ name }) => name);
  const known = new Map<string, ReturnType<typeof judgeEnsemble>>();
  const judged = (some: readonly string[]): ReturnType<typeof judgeEnsemble> => {
    const found = known.get(some.join()) ?? judge(membersNamed(scores, some), plan);
    known.set(some.join(), found);
    return found;
  };
  const figureOf = (some: readonly string[]): number => judged(some).dirAtFpir;
  const rows = ablate(names, figureOf, plan.msOf);
  const rowOf = (kind: 'alone' | 'without', name: string): number | undefined =>
    rows.find((row) => row.kind === kind && row.name === name)?.figure;
  const smallest = smallestEnsemble(names, figureOf, { allowedLoss: plan.allowedLoss });
  const { rank1, dirAtFpir } = judged(names);
  const msOfAll = (some: readonly string[]): number => some.reduce((ms, name) => ms + plan.msOf(name), 0);
  return {
    together: { rank1, dirAtFpir, msPerFace: msOfAll(names) },
    networks: names.map((name) => ({
      name,
      alone: rowOf('alone', name) ?? dirAtFpir,
      without: rowOf('without', name) ?? null,
      msPerFace: plan.msOf(name),
    })),
    smallest: { ...smallest, msPerFace: msOfAll(smallest.names) },
  };
}

function judge(scores: OutOfFoldScores, { weights, fpir }: ComparisonPlan): ReturnType<typeof judgeEnsemble> {
  const equal = Object.fromEntries(scores.members.map(({ name }) => [name, 1]));
  const fixed = weights === 'equal' ? { weights: equal } : {};
  return judgeEnsemble(scores, { normalisation: 'none', fpir, ...fixed });
}
