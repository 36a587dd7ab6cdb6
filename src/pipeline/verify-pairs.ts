import type { ExtractedPhoto } from '../core/photo.ts';
import type { LfwPair } from '../evaluation/lfw-pairs.ts';
import { accuracyInterval, type PairOfPeople } from '../evaluation/pairs-interval.ts';
import { equalErrorRate, tarAtFar, verificationAccuracy } from '../evaluation/verification.ts';
import { seededRandom } from '../numerics/random.ts';
import type { Interval } from '../numerics/statistics.ts';
import { dot } from '../numerics/vector.ts';
import { primaryEmbedding } from './calibrate.ts';

/** The figures of a 1:1 test over folds of pairs. Shares are in [0, 1]. */
export interface VerificationFigures {
  readonly accuracy: number;
  /** Standard error of the mean over folds. */
  readonly accuracy_standard_error: number;
  /** 95 % interval of the accuracy over people. */
  readonly accuracy_interval: Interval;
  /** True-accept rate at a false-accept rate of 0.1 %. */
  readonly tar_at_far: { readonly '0.001': number };
  readonly eer: number;
  /** Photos without a usable face; a pair with one is judged different. */
  readonly detect_fail: number;
  readonly pairs: number;
  readonly photos: number;
}

/** Scores pairs of photos by the cosine of their faces. @param extracted every photo the pairs name, in any order */
export function verifyPairs(
  folds: readonly (readonly LfwPair[])[],
  extracted: readonly ExtractedPhoto[],
): VerificationFigures {
  const embeddings = new Map(extracted.map((photo) => [photo.photo.name, primaryEmbedding(photo)]));
  const scored = folds.map((pairs) => pairs.map((pair) => scorePair(pair, embeddings)));
  const pairs = scored.flat();
  const accuracy = verificationAccuracy(scored);
  return {
    accuracy: accuracy.mean,
    accuracy_standard_error: accuracy.standardError,
    accuracy_interval: accuracyInterval(scored, accuracy.folds, {
      random: seededRandom(BOOTSTRAP_SEED),
      resampleCount: RESAMPLE_COUNT,
    }),
    tar_at_far: { '0.001': tarAtFar(pairs, 0.001).tar },
    eer: equalErrorRate(pairs).rate,
    detect_fail: [...embeddings.values()].filter((embedding) => embedding === undefined).length,
    pairs: pairs.length,
    photos: embeddings.size,
  };
}

/** Draws of people that the interval is read from. */
const RESAMPLE_COUNT = 1000;
/** Decides these draws, nothing else. */
const BOOTSTRAP_SEED = 1;

function scorePair(pair: LfwPair, embeddings: ReadonlyMap<string, Float32Array | undefined>): PairOfPeople {
  const first = embeddings.get(pair.first);
  const second = embeddings.get(pair.second);
  const people = [personOf(pair.first), personOf(pair.second)] as const;
  if (first === undefined || second === undefined) return { isSame: pair.isSame, people };
  return { isSame: pair.isSame, people, score: dot(first, second) };
}

function personOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
