import { seededRandom } from '../numerics/random.ts';
import type { AuditPorts, LabelledFaces } from './labelled-faces.ts';
import {
  fitLikelihoodRatio,
  type LikelihoodRatio,
  logRatio,
  type WeightedScores,
} from './likelihood-ratio.ts';
import { type FaceScores, type PeopleScores, scorePeople } from './person-scores.ts';

/** What is believed of one face's label. The three shares add to 1. */
export interface LabelBelief extends FaceScores {
  /** That it is the person it is said to be. */
  readonly right: number;
  /** That it is the rival. */
  readonly ofRival: number;
  /** That it is nobody among the people. */
  readonly ofNobody: number;
  /** ln of the odds that the label is wrong: ranks where the shares have rounded to 0 or 1. */
  readonly wrongLogOdds: number;
}

/** Share of labels that are right, that are the rival's, and that are nobody's. They add to 1. */
type Priors = readonly [right: number, rival: number, nobody: number];

/** Two likelihood ratios: of the score with one's own person against a random one's, and against the best of all others'. */
interface Ratios {
  readonly own: LikelihoodRatio;
  readonly rival: LikelihoodRatio;
}

/** What the default network gives on LFW; for sets too small to learn their own from. */
export const LFW_RATIOS: Ratios = {
  own: { slope: 32, intercept: -10.2 },
  rival: { slope: 34, intercept: -17.4 },
};

/** The priors start, and are held, as if 100 photos more had been seen, of which two are wrong. */
const PRIOR_PHOTOS: Priors = [98, 1, 1];

/** Rounds after which beliefs are taken as they are. Measured on LFW with a fifth of the labels wrong, later ones change little. */
const ROUND_COUNT = 10;
/** Beliefs that move less than this on average in a round have settled. */
const SETTLED = 1e-4;
const PRIOR_STEPS = 50;
const SEED = 1;

/**
 * How likely each label is right, from scores alone. A face is compared with the mean of its person's other faces and with
 * the other person it is most like. Three things can be: it is its person (the first score is one of the same person), it
 * is the rival (the second is), or it is nobody here (neither is). Each is as likely as its prior times the likelihood
 * ratio of that score, both learnt from the labels themselves (expectation maximisation: Dempster, Laird and Rubin 1977,
 * with a logistic regression for the likelihoods). In the next round every face counts in its person's mean by how surely
 * it is theirs, so that one wrong photo does not make the right one beside it look wrong.
 * @param roundCount at most; they end when beliefs have settled @returns shape [N]
 */
export async function believeLabels(
  faces: LabelledFaces,
  ports: AuditPorts,
  roundCount = ROUND_COUNT,
): Promise<LabelBelief[]> {
  let trust = new Float64Array(faces.personOf.length).fill(1);
  let beliefs: LabelBelief[] = [];
  let earlier: PeopleScores | undefined;
  for (let round = 0; round < roundCount; round++) {
    const scored = await scorePeople(faces, trust, { ...ports, random: seededRandom(SEED), earlier });
    beliefs = judge(scored.faces, learnRatios(scored.faces, trust));
    const next = Float64Array.from(beliefs, ({ right }) => right);
    const change = next.reduce((total, value, n) => total + Math.abs(value - (trust[n] as number)), 0);
    if (change <= SETTLED * next.length) break;
    trust = next;
    earlier = scored;
  }
  return beliefs;
}

function learnRatios(scores: readonly FaceScores[], trust: Float64Array): Ratios {
  const own = weighted(scores, ({ own: score }) => score, trust);
  const drawn = weighted(scores, ({ drawn: score }) => score);
  const rivals = weighted(scores, ({ rival }) => rival?.score, trust);
  return {
    own: fitLikelihoodRatio(own, drawn, LFW_RATIOS.own),
    rival: fitLikelihoodRatio(own, rivals, LFW_RATIOS.rival),
  };
}

function weighted(
  scores: readonly FaceScores[],
  scoreOf: (scores: FaceScores) => number | undefined,
  trust?: Float64Array,
): WeightedScores {
  const kept: number[] = [];
  const weights: number[] = [];
  scores.forEach((face, n) => {
    const score = scoreOf(face);
    if (score === undefined) return;
    kept.push(score);
    weights.push(trust === undefined ? 1 : (trust[n] as number));
  });
  return { scores: kept, weights };
}

/** ln of the three likelihoods, up to a constant they share; minus infinity for what cannot be. */
type LogLikelihoods = readonly [right: number, rival: number, nobody: number];

function judge(scores: readonly FaceScores[], ratios: Ratios): LabelBelief[] {
  const evidence = scores.map((face) => logLikelihoods(face, ratios));
  const compared = evidence.filter((_, n) => scores[n]?.own !== undefined);
  const priors = learnPriors(compared);
  return scores.map((face, n) => {
    const logs = withPriors(evidence[n] as LogLikelihoods, priors);
    const [right, ofRival, ofNobody] = shares(logs);
    return { ...face, right, ofRival, ofNobody, wrongLogOdds: logSum(logs[1], logs[2]) - logs[0] };
  });
}

/** Without another face of its person a label is taken at its word, unless the rival speaks against it. */
function logLikelihoods({ own, rival }: FaceScores, ratios: Ratios): LogLikelihoods {
  const ofRival = rival === undefined ? Number.NEGATIVE_INFINITY : logRatio(ratios.rival, rival.score);
  if (own === undefined) return [0, ofRival, Number.NEGATIVE_INFINITY];
  return [logRatio(ratios.own, own), ofRival, 0];
}

function learnPriors(evidence: readonly LogLikelihoods[]): Priors {
  let priors = normalised(PRIOR_PHOTOS);
  for (let step = 0; step < PRIOR_STEPS; step++) {
    const counts: [number, number, number] = [...PRIOR_PHOTOS];
    for (const likelihoods of evidence) {
      const share = shares(withPriors(likelihoods, priors));
      counts[0] += share[0];
      counts[1] += share[1];
      counts[2] += share[2];
    }
    priors = normalised(counts);
  }
  return priors;
}

function normalised([a, b, c]: Priors): Priors {
  const sum = a + b + c;
  return [a / sum, b / sum, c / sum];
}

function withPriors(likelihoods: LogLikelihoods, priors: Priors): LogLikelihoods {
  return [
    likelihoods[0] + Math.log(priors[0]),
    likelihoods[1] + Math.log(priors[1]),
    likelihoods[2] + Math.log(priors[2]),
  ];
}

function shares(logs: LogLikelihoods): Priors {
  const top = Math.max(...logs);
  return normalised([Math.exp(logs[0] - top), Math.exp(logs[1] - top), Math.exp(logs[2] - top)]);
}

/** ln(e^a + e^b). */
function logSum(a: number, b: number): number {
  const top = Math.max(a, b);
  if (top === Number.NEGATIVE_INFINITY) return top;
  return top + Math.log1p(Math.exp(Math.min(a, b) - top));
}
