import type { Threshold } from '../../src/core/identification.ts';
import { calibrateThreshold } from '../../src/rejection/calibrate.ts';
import type { VectorHit } from '../../src/vector-index/vector-index.ts';
import type { EngineResult } from './task.ts';

type Hits = readonly (readonly Pick<VectorHit, 'id'>[])[];

/** Share of the `k` nearest that were found, over probes that both searched; NaN without any. */
export function recallAt(k: number, found: Hits, exact: Hits): number {
  let sum = 0;
  const count = Math.min(found.length, exact.length);
  for (let p = 0; p < count; p++) {
    const near = new Set(exact[p]?.slice(0, k).map(({ id }) => id));
    sum += (found[p]?.slice(0, k).filter(({ id }) => near.has(id)).length ?? 0) / k;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** The best score of each probe, a list per person. */
export function bestByPerson(hits: EngineResult['hits']['mated'], personOf: readonly number[]): number[][] {
  const people = new Map<number, number[]>();
  hits.forEach(([best], n) => {
    const person = personOf[n] ?? -1;
    if (best !== undefined) people.set(person, [...(people.get(person) ?? []), best.score]);
  });
  return [...people.values()];
}

/** The threshold for a false-alarm rate. */
export function thresholdOn(
  people: readonly (readonly number[])[],
  { fpir, setOn }: { readonly fpir: number; readonly setOn: Threshold['setOn'] },
): number {
  return calibrateThreshold(people, { fpir, setOn, seed: 1 }).value;
}

/** Share of strangers whose best score reaches a threshold. */
export function shareNamed(hits: EngineResult['hits']['heldOut'], threshold: number): number {
  return hits.filter(([best]) => (best?.score ?? -1) >= threshold).length / hits.length;
}

/** Share of mated probes that are given their own name. */
export function shareRight(
  hits: EngineResult['hits']['mated'],
  of: { readonly probePersonOf: readonly number[]; readonly personOf: readonly number[] },
  threshold: number,
): number {
  const isRight = ([best]: readonly VectorHit[], n: number): boolean =>
    best !== undefined && best.score >= threshold && of.personOf[best.id] === of.probePersonOf[n];
  return hits.filter(isRight).length / hits.length;
}

/** Quantiles of some values. */
export function quantiles(values: readonly number[], at: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return at.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
}
