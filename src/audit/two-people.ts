import { type Matrix, row } from '../numerics/matrix.ts';
import { type Random, seededRandom, shuffled } from '../numerics/random.ts';
import { quantile } from '../numerics/statistics.ts';
import { dot, norm, sum } from '../numerics/vector.ts';
import { type LabelledFaces, originalsOf } from './labelled-faces.ts';
import { fitLikelihoodRatio, type LikelihoodRatio, logRatio } from './likelihood-ratio.ts';

/** One person's faces in two parts, and what speaks for their being two people. */
export interface PersonSplit {
  readonly person: number;
  /** Places of the faces, the larger part first; each of two faces or more. Faces like neither part are in none. */
  readonly parts: readonly [readonly number[], readonly number[]];
  /** Mean score between the parts. */
  readonly across: number;
  /** Logit of how likely they are two people. */
  readonly logOdds: number;
}

/** Faces of one person that are compared with each other to begin a split; the rest joins the nearer part. */
const FACES_COMPARED = 200;
const ASSIGNMENT_ROUNDS = 10;
/** Faces that may stand alone against all others before a person is taken as they are. */
const LONERS_PASSED = 3;
/** Made pairs of people, to learn from what two people in one folder look like. */
const PLANTED_COUNT = 500;
const PRIOR_PEOPLE = { all: 100, mixed: 1 };
const PRIOR_ROUNDS = 20;
const SEED = 1;

/** What the default network gives on LFW, for sets too small to learn from. */
export const LFW_SPLIT_RATIO: LikelihoodRatio = { slope: 25, intercept: -8 };

/**
 * How likely each person's folder holds two people. A folder's faces are parted in two that are as unlike as can be (two
 * spherical means: Dhillon and Modha 2001, begun at the two faces least alike), and the gap is measured: how much less
 * alike faces are across the parts than within the looser one. What gap two people leave is learnt by planting: pairs of
 * folders thrown together and parted just so. What gap one person leaves is learnt from all folders, of which few are mixed.
 * @returns people with a split, likeliest first
 */
export function splitPeople(faces: LabelledFaces): PersonSplit[] {
  const originals = originalsOf(faces);
  const found = originals.flatMap((places, person) => {
    const cut = cutInTwo(faces.templates, places);
    return cut === undefined ? [] : [{ person, ...cut }];
  });
  const planted = plantedGaps(faces.templates, originals, seededRandom(SEED));
  const { logOddsOf } = learnSplits(found, planted);
  return found
    .map(({ gap, ...split }) => ({ ...split, logOdds: logOddsOf(gap) }))
    .sort((a, b) => b.logOdds - a.logOdds);
}

/**
 * The faces with the smaller part of each split as a person of its own, numbered from `personCount` on in the order of the
 * splits, copies of its faces with it.
 */
export function partedFaces(faces: LabelledFaces, splits: readonly PersonSplit[]): LabelledFaces {
  const partOf = new Map(
    splits.flatMap(({ parts }, place) => parts[1].map((face) => [face, faces.personCount + place] as const)),
  );
  const personOf = faces.personOf.map((person, face) => partOf.get(faces.copyOf[face] as number) ?? person);
  return { ...faces, personOf, personCount: faces.personCount + splits.length };
}

interface Cut {
  readonly parts: readonly [readonly number[], readonly number[]];
  readonly across: number;
  readonly gap: number;
}

/** Parts some faces in two of at least two each; undefined where that cannot be, or only by one face against all. */
function cutInTwo(templates: Matrix, places: readonly number[]): Cut | undefined {
  let rest = places;
  for (let loners = 0; loners <= LONERS_PASSED && rest.length >= 4; loners++) {
    const [a, b] = assign(templates, rest);
    const [large, small] = a.length >= b.length ? [a, b] : [b, a];
    if (small.length >= 2) return measured(templates, large, small);
    rest = large;
  }
  return undefined;
}

function assign(templates: Matrix, places: readonly number[]): [number[], number[]] {
  const [first, second] = leastAlike(templates, places);
  let centres: [Float32Array, Float32Array] = [row(templates, first), row(templates, second)];
  let parts: [number[], number[]] = [[first], [second]];
  for (let round = 0; round < ASSIGNMENT_ROUNDS; round++) {
    const next: [number[], number[]] = [[], []];
    for (const place of places) {
      const face = row(templates, place);
      next[dot(face, centres[0]) >= dot(face, centres[1]) ? 0 : 1].push(place);
    }
    const isSettled = next[0].length === parts[0].length && next[0].every((p, i) => p === parts[0][i]);
    parts = next;
    if (isSettled || parts[0].length === 0 || parts[1].length === 0) break;
    centres = [direction(templates, parts[0]), direction(templates, parts[1])];
  }
  return parts;
}

function leastAlike(templates: Matrix, places: readonly number[]): [number, number] {
  const step = Math.max(1, places.length / FACES_COMPARED);
  const compared = Array.from(
    { length: Math.floor(places.length / step) },
    (_, i) => places[Math.floor(i * step)] as number,
  );
  let least = {
    score: Number.POSITIVE_INFINITY,
    pair: [places[0] as number, places[1] as number] as [number, number],
  };
  compared.forEach((a, i) => {
    for (const b of compared.slice(i + 1)) {
      const score = dot(row(templates, a), row(templates, b));
      if (score < least.score) least = { score, pair: [a, b] };
    }
  });
  return least.pair;
}

/** Not of unit length where the faces cancel out; only products with it are compared. */
function direction(templates: Matrix, places: readonly number[]): Float32Array {
  const total = sum(places.map((place) => row(templates, place)));
  const length = norm(total);
  return length > 0 ? total.map((value) => value / length) : total;
}

function measured(templates: Matrix, large: readonly number[], small: readonly number[]): Cut {
  const largeSum = sum(large.map((place) => row(templates, place)));
  const smallSum = sum(small.map((place) => row(templates, place)));
  const across = dot(largeSum, smallSum) / (large.length * small.length);
  const within = Math.min(meanWithin(largeSum, large.length), meanWithin(smallSum, small.length));
  return { parts: [large, small], across, gap: within - across };
}

/** Mean score of `count` unit vectors with each other, from their sum. */
function meanWithin(total: Float32Array, count: number): number {
  return (dot(total, total) - count) / (count * (count - 1));
}

function plantedGaps(templates: Matrix, originals: readonly number[][], random: Random): number[] {
  const usable = shuffled(
    originals.filter((places) => places.length >= 2),
    random,
  );
  const count = Math.min(PLANTED_COUNT, Math.floor(usable.length / 2));
  return Array.from({ length: count }, (_, i) => {
    const cut = cutInTwo(templates, [...(usable[2 * i] ?? []), ...(usable[2 * i + 1] ?? [])]);
    return cut === undefined ? [] : [cut.gap];
  }).flat();
}

function learnSplits(
  found: readonly Cut[],
  planted: readonly number[],
): { readonly logOddsOf: (gap: number) => number } {
  const two = { scores: planted, weights: planted.map(() => 1) };
  // From the other end mixed folders would pass for what one person's look like, and stay.
  const typical = planted.length === 0 ? Number.POSITIVE_INFINITY : quantile(planted, 0.5);
  let mixed = found.map(({ gap }): number => (gap >= typical ? 1 : 0));
  let prior = PRIOR_PEOPLE.mixed / PRIOR_PEOPLE.all;
  let ratio = LFW_SPLIT_RATIO;
  const logOddsOf = (gap: number): number => logRatio(ratio, gap) + Math.log(prior / (1 - prior));
  for (let round = 0; round < PRIOR_ROUNDS; round++) {
    const one = { scores: found.map(({ gap }) => gap), weights: mixed.map((share) => 1 - share) };
    ratio = fitLikelihoodRatio(two, one, LFW_SPLIT_RATIO);
    mixed = found.map(({ gap }) => 1 / (1 + Math.exp(-logOddsOf(gap))));
    prior =
      (PRIOR_PEOPLE.mixed + mixed.reduce((total, share) => total + share, 0)) /
      (PRIOR_PEOPLE.all + found.length);
  }
  return { logOddsOf };
}
