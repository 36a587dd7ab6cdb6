import { QuenError } from '../../core/errors.ts';
import { groupCounts, groupSums } from '../../numerics/groups.ts';
import { row } from '../../numerics/matrix.ts';
import { topK } from '../../numerics/top-k.ts';
import { fitWeibull, type Weibull, weibullCdf } from '../../numerics/weibull.ts';
import { defineRejector } from './define-rejector.ts';
import { judgedScores, productsWith } from './evidence.ts';
import type { PreparedSet, ProbeEvidence, Rejector } from './rejector.ts';

/** How the rejector of {@link openMaxRejector} works. */
export interface OpenMaxOptions {
  /** Largest distances of an identity's photos that a Weibull distribution is fitted to, eta of the paper. */
  readonly tailSize?: number;
  /** Identities of the highest activations that are recalibrated, alpha of the paper. */
  readonly recalibratedCount?: number;
  /** `logit`: of a head, less the mean of its row. `cosine`: to the identity mean, times 16; no head is needed. */
  readonly activations?: 'cosine' | 'logit';
}

/** An identity has a fit of its own when its tail is at most half of its photos. */
const PHOTOS_PER_TAIL = 2;
/** Share of the pooled distances that is their tail. */
const POOLED_TAIL = 0.05;
const COSINE_SCALE = 16;

/**
 * OpenMax (Bendale and Boult 2016, algorithm 2): the activation v of each of the alpha best identities is weighted
 * by w = 1 - (alpha - i + 1) / alpha F(d), F the Weibull distribution of the far tail of distances of the identity's
 * photos to its mean, and what is taken away, sum(v (1 - w)), is the activation of unknown. The score is the
 * recalibrated activation of the best identity, or the proposed one, less that of unknown: the log-odds of OpenMax's
 * softmax, below 0 where it says unknown. Activations below 0 count as 0, since their weight would raise them.
 *
 * Two departures for identities of few photos: a distance is to the mean of the identity's other photos, as its own
 * photo would draw the mean near; and identities with fewer than twice as many photos as the tail has share one Weibull
 * distribution, fitted to the largest twentieth of the distances of all identities, or to as many as a tail has where
 * that is more. Where nobody has two photos, the distances are those from each mean to the nearest other one. Throws `CONFIG_INVALID` for counts below 1.
 */
export function openMaxRejector(options: OpenMaxOptions = {}): Rejector {
  const { tailSize = 20, recalibratedCount = 3, activations = 'cosine' } = options;
  for (const count of [tailSize, recalibratedCount])
    if (!Number.isInteger(count) || count < 1)
      throw new QuenError(
        'CONFIG_INVALID',
        `A count of ${count} is not a whole number from 1. Use 3 or 20, say.`,
      );
  return defineRejector({
    name: 'open-max',
    needs: activations === 'logit' ? { headScores: 'logit' } : {},
    learn: async (set) => {
      const { means, identityCount } = set;
      const tails = await fitTails(set, tailSize);
      return {
        operands: [means],
        score: (probes) =>
          judgedScores(probes, identityCount, {
            allInto: (p, out) => {
              const cosines = row(productsWith(probes, means), p);
              activationsInto(probes, p, { activations, cosines, out });
              recalibrateInto(cosines, { tails, recalibratedCount }, out);
            },
          }),
      };
    },
  });
}

interface ActivationSource {
  readonly activations: 'cosine' | 'logit';
  readonly cosines: Float32Array;
  readonly out: Float64Array;
}

function activationsInto(
  { head }: ProbeEvidence,
  p: number,
  { activations, cosines, out }: ActivationSource,
) {
  const values = activations === 'logit' && head !== undefined ? row(head.values, p) : cosines;
  const isLogit = values !== cosines;
  const centre =
    isLogit && out.length > 1 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
  const scale = isLogit ? 1 : COSINE_SCALE;
  for (let c = 0; c < out.length; c++) out[c] = scale * Math.max((values[c] as number) - centre, 0);
}

interface Recalibration {
  readonly tails: readonly Tail[];
  readonly recalibratedCount: number;
}

/** From activations to recalibrated ones less that of unknown. */
function recalibrateInto(
  cosines: Float32Array,
  { tails, recalibratedCount }: Recalibration,
  out: Float64Array,
): void {
  const count = Math.min(recalibratedCount, out.length);
  let unknown = 0;
  topK(out, count).forEach((c, place) => {
    const activation = out[c] as number;
    const taken = ((count - place) / count) * tailCdf(tails[c] as Tail, distance(cosines[c] as number));
    unknown += activation * taken;
    out[c] = activation * (1 - taken);
  });
  for (let c = 0; c < out.length; c++) out[c] = (out[c] as number) - unknown;
}

/** A Weibull distribution of what distances exceed `from` by, plus 1, the way of the authors' library. */
interface Tail {
  readonly weibull: Weibull;
  readonly from: number;
}

function tailCdf({ weibull, from }: Tail, value: number): number {
  return weibullCdf(weibull, value - from + 1);
}

/** @param distances in any order, at least one */
function tailOf(distances: readonly number[], size: number): Tail {
  const largest = [...distances].sort((a, b) => b - a).slice(0, size);
  const from = largest.at(-1) as number;
  return { weibull: fitWeibull(largest.map((value) => value - from + 1)), from };
}

async function fitTails(set: PreparedSet, tailSize: number): Promise<Tail[]> {
  const distances = distancesToOthers(set);
  const pooled = distances.flat();
  if (pooled.length === 0) pooled.push(...(await distancesBetweenMeans(set)));
  const shared = tailOf(pooled, Math.max(tailSize, Math.ceil(POOLED_TAIL * pooled.length)));
  const enough = PHOTOS_PER_TAIL * tailSize;
  return distances.map((own) => (own.length < enough ? shared : tailOf(own, tailSize)));
}

/** Distances of each identity's photos to the direction of the mean of its others; none where there is one photo. */
function distancesToOthers({ templates, identityOf, identityCount }: PreparedSet): number[][] {
  const sums = groupSums({ rows: templates, groupOf: identityOf, groupCount: identityCount });
  const counts = groupCounts(identityOf, identityCount);
  const distances: number[][] = Array.from({ length: identityCount }, () => []);
  identityOf.forEach((identity, n) => {
    if ((counts[identity] as number) < 2) return;
    let product = 0;
    let squared = 0;
    row(templates, n).forEach((value, k) => {
      const other = (sums[identity * templates.cols + k] as number) - value;
      product += other * value;
      squared += other * other;
    });
    distances[identity]?.push(distance(squared > 0 ? product / Math.sqrt(squared) : 0));
  });
  return distances;
}

async function distancesBetweenMeans({ means, ...set }: PreparedSet): Promise<number[]> {
  const cosines = await set.cosines(means, means);
  return Array.from({ length: means.rows }, (_, c) => {
    const others = row(cosines, c).filter((_, other) => other !== c);
    return distance(others.length === 0 ? 0 : Math.max(...others));
  });
}

function distance(cosine: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * cosine));
}
