import { type Matrix, row, rowRange } from '../numerics/matrix.ts';
import { type Random, seededRandom, shuffled } from '../numerics/random.ts';
import { quantile } from '../numerics/statistics.ts';
import { dot, sum } from '../numerics/vector.ts';
import { type AuditPorts, type LabelledFaces, originalsOf } from './labelled-faces.ts';
import {
  fitLikelihoodRatio,
  type LikelihoodRatio,
  logRatio,
  type WeightedScores,
} from './likelihood-ratio.ts';
import { LEAST_TRUST, personMeans } from './person-means.ts';

/** Two people by place, the first lower, and what speaks for their being one. */
export interface PersonPair {
  readonly people: readonly [number, number];
  /** Mean score of the faces of the one with those of the other. */
  readonly score: number;
  /** Logit of how likely they are one person. */
  readonly logOdds: number;
}

/** Faces by how surely they are their person's, and where to find out fast. */
export interface PairingInput {
  readonly faces: LabelledFaces;
  /** In [0, 1], shape [N]. */
  readonly trust: Float64Array;
}

/** People scored at once against all others. */
const BLOCK_ROWS = 512;
/** Partners of each person that are looked at. */
const PARTNER_COUNT = 3;
const ROUND_COUNT = 20;
/** The prior is held as if 100 people more had been seen, of whom one has a second folder. */
const PRIOR_PEOPLE = { all: 100, doubled: 1 };
const SEED = 1;

/** What the default network gives on LFW, for sets too small to learn from. */
export const LFW_PAIR_RATIOS: Readonly<Record<PairSize, LikelihoodRatio>> = {
  few: { slope: 34, intercept: -17.4 },
  many: { slope: 40, intercept: -16 },
};

/** A mean over few scores strays further than one over many. `few`: one of the two has a single face. */
type PairSize = 'few' | 'many';

/**
 * How likely pairs of people are one person under two names, by the mean score between their faces. What one person scores
 * is learnt from people cut in two halves; what two people score from everybody's best partner, who with few exceptions is
 * somebody else. The prior is learnt with it. Sampled so, a partner must beat what the best of all others reaches, so that
 * false alarms do not grow with the number of people.
 * @returns the best partners of everybody, each pair once, likeliest first
 */
export async function pairPeople(input: PairingInput, ports: AuditPorts): Promise<PersonPair[]> {
  const sizes = trustedCounts(input);
  const partners = await bestPartners(input, ports);
  const halves = halvedScores(input);
  const sizeOf = (a: number, b: number): PairSize =>
    Math.min(sizes[a] as number, sizes[b] as number) < 2 ? 'few' : 'many';
  const best = partners.flatMap(([first]) => (first === undefined ? [] : [first]));
  const apart = apartScores(partners);
  const ratioOf = (size: PairSize): LikelihoodRatio => {
    const different = apart.filter(({ people }) => sizeOf(...people) === size).map(({ score }) => score);
    return fitLikelihoodRatio(unweighted(halves[size]), unweighted(different), LFW_PAIR_RATIOS[size]);
  };
  const ratios = { few: ratioOf('few'), many: ratioOf('many') };
  const evidenceOf = ({ people, score }: ScoredPair): number => logRatio(ratios[sizeOf(...people)], score);
  const prior = learnPrior(best.map(evidenceOf));
  return onePerPair(partners.flat())
    .map((pair) => ({ ...pair, logOdds: evidenceOf(pair) + prior }))
    .sort((a, b) => b.logOdds - a.logOdds);
}

/**
 * What the best partner who is somebody else scores. Best partners themselves are the same person where folders are double,
 * second ones hardly ever: these are taken, raised by what the best ones are higher at the median.
 */
function apartScores(partners: readonly (readonly ScoredPair[])[]): ScoredPair[] {
  const both = partners.flatMap(([best, second]) => (best && second ? [{ best, second }] : []));
  if (both.length === 0) return [];
  const rise =
    quantile(
      both.map(({ best }) => best.score),
      0.5,
    ) -
    quantile(
      both.map(({ second }) => second.score),
      0.5,
    );
  return both.map(({ second }) => ({ ...second, score: second.score + rise }));
}

function unweighted(scores: readonly number[]): WeightedScores {
  return { scores, weights: scores.map(() => 1) };
}

/** Logit of the share of people whose best partner is themselves. @param evidence ln of each likelihood ratio */
function learnPrior(evidence: readonly number[]): number {
  let share = PRIOR_PEOPLE.doubled / PRIOR_PEOPLE.all;
  for (let round = 0; round < ROUND_COUNT; round++) {
    const logit = Math.log(share / (1 - share));
    const count = evidence.reduce((total, ratio) => total + 1 / (1 + Math.exp(-ratio - logit)), 0);
    share = (PRIOR_PEOPLE.doubled + count) / (PRIOR_PEOPLE.all + evidence.length);
  }
  return Math.log(share / (1 - share));
}

interface ScoredPair {
  readonly people: readonly [number, number];
  readonly score: number;
}

function trustedCounts({ faces, trust }: PairingInput): Float64Array {
  return personMeans(faces, trust).totals.map((total) => Math.round(total));
}

async function bestPartners(
  { faces, trust }: PairingInput,
  { products }: AuditPorts,
): Promise<ScoredPair[][]> {
  const { means, totals } = personMeans(faces, trust);
  const partners: ScoredPair[][] = [];
  for (let first = 0; first < means.rows; first += BLOCK_ROWS) {
    const end = Math.min(first + BLOCK_ROWS, means.rows);
    const block = await products(rowRange(means, first, end), means);
    for (let person = first; person < end; person++)
      partners.push(partnersOf(person, row(block, person - first), totals));
  }
  return partners;
}

/** A person of whom no face is trusted has no partner and is nobody's. */
function partnersOf(person: number, scores: Float32Array, totals: Float64Array): ScoredPair[] {
  const isSeen = (place: number): boolean => (totals[place] as number) >= LEAST_TRUST;
  if (!isSeen(person)) return [];
  const best: number[] = [];
  for (let other = 0; other < scores.length; other++) {
    if (other === person || !isSeen(other)) continue;
    const score = scores[other] as number;
    if (best.length === PARTNER_COUNT && score <= (scores[best.at(-1) as number] as number)) continue;
    const at = best.findIndex((place) => (scores[place] as number) < score);
    best.splice(at === -1 ? best.length : at, 0, other);
    if (best.length > PARTNER_COUNT) best.pop();
  }
  return best.map((other) => ({
    people: person < other ? [person, other] : [other, person],
    score: scores[other] as number,
  }));
}

function halvedScores({ faces, trust }: PairingInput): Record<PairSize, number[]> {
  const random = seededRandom(SEED);
  const scores: Record<PairSize, number[]> = { few: [], many: [] };
  for (const originals of originalsOf(faces)) {
    const trusted = originals.filter((face) => (trust[face] as number) >= 0.5);
    if (trusted.length < 2) continue;
    scores.few.push(cutScore(faces.templates, trusted, 1, random));
    if (trusted.length >= 4)
      scores.many.push(cutScore(faces.templates, trusted, Math.floor(trusted.length / 2), random));
  }
  return scores;
}

/** Mean score between some faces of a person, drawn at random, and the rest. */
function cutScore(templates: Matrix, places: readonly number[], count: number, random: Random): number {
  const drawn = shuffled(places, random).map((place) => row(templates, place));
  const mean = dot(sum(drawn.slice(0, count)), sum(drawn.slice(count)));
  return mean / (count * (drawn.length - count));
}

function onePerPair(pairs: readonly ScoredPair[]): ScoredPair[] {
  return [...new Map(pairs.map((pair) => [pair.people.join(), pair])).values()];
}
