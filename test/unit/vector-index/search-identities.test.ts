import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matrix, row, rowRange, stackRows } from '../../../src/numerics/matrix.ts';
import { dot } from '../../../src/numerics/vector.ts';
import { searchIdentities } from '../../../src/vector-index/search-identities.ts';
import { madeVectors } from '../../support/made-vectors.ts';
import { missingMost, plainIndex } from '../../support/plain-index.ts';

const DIMENSION = 12;

async function indexOf(vectors: Matrix, index = plainIndex(DIMENSION)) {
  await index.add([...Array(vectors.rows).keys()], vectors);
  return index;
}

describe('search for identities', () => {
  it('an identity is scored by the nearest of its templates', async () => {
    const near = Float32Array.of(1, ...Array(DIMENSION - 1).fill(0));
    const far = Float32Array.of(0, 1, ...Array(DIMENSION - 2).fill(0));
    const index = await indexOf(stackRows([far, near, far], DIMENSION));
    const probe = stackRows([near], DIMENSION);
    const [found] = await searchIdentities(index, probe, {
      identityOf: (id) => (id === 2 ? 1 : 0),
      identityCount: 2,
    });
    expect(found).toEqual([
      { identity: 0, score: 1, template: { id: 1, score: 1 } },
      { identity: 1, score: 0, template: { id: 2, score: 0 } },
    ]);
  });

  it('finds what comparing with everybody finds, whoever is hidden', async () => {
    const asked = fc.record({
      rows: fc.integer({ min: 1, max: 400 }),
      people: fc.integer({ min: 1, max: 30 }),
      identityCount: fc.integer({ min: 1, max: 8 }),
      hidden: fc.array(fc.nat(29), { maxLength: 29 }),
      seed: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ rows, people, identityCount, hidden, seed }) => {
        const vectors = madeVectors(rows, DIMENSION, seed);
        const probes = madeVectors(2, DIMENSION, seed + 9999);
        const gone = new Set(hidden);
        const found = await searchIdentities(await indexOf(vectors), probes, {
          identityOf: (id) => id % people,
          identityCount,
          isHidden: (identity) => gone.has(identity),
        });
        found.forEach((hits, p) => {
          expect(hits.map(({ identity }) => identity)).toEqual(
            bestPeople(rowRange(probes, p, p + 1), vectors, { people, gone }).slice(0, identityCount),
          );
        });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('an approximate index is asked no second time once anybody is found', async () => {
    const vectors = madeVectors(500, DIMENSION, 3);
    const approximate = await indexOf(vectors, plainIndex(DIMENSION, missingMost(2)));
    const asked: number[] = [];
    const counting = {
      ...approximate,
      search: (probes: Matrix, k: number) => {
        asked.push(k);
        return approximate.search(probes, k);
      },
    };
    const search = { identityOf: () => 0, identityCount: 5 };
    const [found] = await searchIdentities(counting, madeVectors(1, DIMENSION, 4), search);
    expect(found).toHaveLength(1);
    expect(asked).toHaveLength(1);
    const isHidden = () => true;
    const [nobody] = await searchIdentities(counting, madeVectors(1, DIMENSION, 4), { ...search, isHidden });
    expect(nobody).toEqual([]);
    expect(asked.length).toBeGreaterThan(2);
  });
});

function bestPeople(
  probe: Matrix,
  vectors: Matrix,
  { people, gone }: { readonly people: number; readonly gone: ReadonlySet<number> },
): number[] {
  const best = new Map<number, number>();
  for (let n = 0; n < vectors.rows; n++) {
    const score = Math.fround(dot(row(probe, 0), row(vectors, n)));
    best.set(n % people, Math.max(best.get(n % people) ?? -1, score));
  }
  return [...best]
    .filter(([identity]) => !gone.has(identity))
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([identity]) => identity);
}
