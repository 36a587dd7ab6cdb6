import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { innerProducts } from '../../src/numerics/inner-products.ts';
import { type Matrix, row, rowRange, selectRows } from '../../src/numerics/matrix.ts';
import type { VectorHit, VectorIndex } from '../../src/vector-index/vector-index.ts';
import { madeVectors } from '../support/made-vectors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DIMENSION = 24;

/** How an index of a kind is made and opened again. */
export interface IndexUnderTest {
  readonly make: (dimension: number) => Promise<VectorIndex>;
  readonly open: (folder: string, source: string) => Promise<VectorIndex>;
  /** Examples of each property. */
  readonly runs: number;
}

/** Everything a vector index owes its users. */
export function describeVectorIndex(name: string, { make, open, runs }: IndexUnderTest): void {
  const filled = async (count: number, seed = 1): Promise<{ index: VectorIndex; vectors: Matrix }> => {
    const index = await make(DIMENSION);
    const vectors = madeVectors(count, DIMENSION, seed);
    await index.add(placesOf(vectors), vectors);
    return { index, vectors };
  };

  describe(`vector index ${name}`, () => {
    test('finds nobody when it is empty, and counts what it holds', async () => {
      await using index = await make(DIMENSION);
      expect(await index.search(madeVectors(2, DIMENSION, 1), 3)).toEqual([[], []]);
      expect(await index.count()).toBe(0);
      await index.add([7, 9], madeVectors(2, DIMENSION, 2));
      expect(await index.count()).toBe(2);
    });

    test('finds every vector by itself, with the cosine that plain inner products give', async () => {
      const { index, vectors } = await filled(200);
      const hits = await index.search(rowRange(vectors, 0, 60), 1);
      const { data } = innerProducts(vectors, vectors);
      expect(hits.map(([hit]) => hit)).toEqual(
        placesOf(vectors)
          .slice(0, 60)
          .map((id) => ({ id, score: data[id * vectors.rows + id] })),
      );
      await index[Symbol.asyncDispose]();
    });

    test('gives exact cosines, best first, and no id twice', async () => {
      const { index, vectors } = await filled(300);
      const probes = madeVectors(5, DIMENSION, 9);
      const { data } = innerProducts(probes, vectors);
      (await index.search(probes, 10)).forEach((hits, p) => {
        expect(new Set(hits.map(({ id }) => id)).size).toBe(10);
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ id }) => data[p * vectors.rows + id]));
        expect([...hits].sort((a, b) => b.score - a.score || a.id - b.id)).toEqual(hits);
      });
      await index[Symbol.asyncDispose]();
    });

    test('an exact index finds what comparing with everything finds, whatever is asked and removed', async () => {
      const asked = fc.record({
        count: fc.integer({ min: 1, max: 120 }),
        seed: fc.nat(1000),
        k: fc.integer({ min: 1, max: 130 }),
        removed: fc.array(fc.nat(119), { maxLength: 40 }),
      });
      await fc.assert(
        fc.asyncProperty(asked, async ({ count, seed, k, removed }) => {
          const { index, vectors } = await filled(count, seed);
          if (!index.isExact) return;
          await index.remove(removed);
          const probes = madeVectors(3, DIMENSION, seed + 5000);
          expect(await index.search(probes, k)).toEqual(plainHits(probes, vectors, { k, removed }));
          await index[Symbol.asyncDispose]();
        }),
        { numRuns: runs, seed: 1 },
      );
    });

    test('what is removed never comes back, also after more is added', async () => {
      const removals = fc.array(fc.nat(79), { minLength: 1, maxLength: 79 });
      await fc.assert(
        fc.asyncProperty(removals, async (removed) => {
          const { index, vectors } = await filled(80);
          const gone = new Set(removed);
          expect(await index.remove([...removed, 1000])).toBe(gone.size);
          await index.add([200, 201], madeVectors(2, DIMENSION, 77));
          expect(await index.count()).toBe(82 - gone.size);
          const found = (await index.search(vectors, 82)).flat().map(({ id }) => id);
          expect(found.filter((id) => gone.has(id))).toEqual([]);
          await index[Symbol.asyncDispose]();
        }),
        { numRuns: runs, seed: 1 },
      );
    });

    test('an id that was removed can be added again with another vector', async () => {
      const { index } = await filled(50);
      await index.remove([3]);
      const other = madeVectors(1, DIMENSION, 99);
      await index.add([3], other);
      const [[best] = []] = await index.search(other, 1);
      expect(best?.id).toBe(3);
      expect(best?.score).toBeCloseTo(1, 5);
      await index[Symbol.asyncDispose]();
    });

    test('refuses an id that is there, one that stands twice and one that is no whole number, and adds nothing then', async () => {
      const { index } = await filled(10);
      const two = madeVectors(2, DIMENSION, 5);
      await expect(index.add([50, 4], two)).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(index.add([50, 50], two)).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(index.add([50, 1.5], two)).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
      await expect(index.add([50], two)).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
      expect(await index.count()).toBe(10);
      await index[Symbol.asyncDispose]();
    });

    test('refuses vectors of another length and vectors that are not of unit length', async () => {
      await using index = await make(DIMENSION);
      const longer = madeVectors(1, DIMENSION + 1, 1);
      const half = { ...madeVectors(1, DIMENSION, 1) };
      half.data.forEach((value, i) => {
        half.data[i] = value / 2;
      });
      for (const wrong of [longer, half]) {
        await expect(index.add([1], wrong)).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
        await expect(index.search(wrong, 1)).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
      }
    });

    test('stops adding when it is told to', async () => {
      await using index = await make(DIMENSION);
      const vectors = madeVectors(5, DIMENSION, 1);
      const adding = index.add(placesOf(vectors), vectors, AbortSignal.abort());
      await expect(adding).rejects.toMatchObject({ code: 'ABORTED' });
    });

    test('a hit does not depend on the other probes of the call', async () => {
      const { index } = await filled(300);
      const probes = madeVectors(40, DIMENSION, 3);
      const together = await index.search(probes, 5);
      for (const p of [0, 17, 39])
        expect(await index.search(rowRange(probes, p, p + 1), 5)).toEqual([together[p]]);
      await index[Symbol.asyncDispose]();
    });

    test('searches find what stays while others come and go', async () => {
      const { index, vectors } = await filled(200);
      const stays = rowRange(vectors, 100, 110);
      const changes = Promise.all(
        Array.from({ length: 8 }, async (_, round) => {
          await index.remove([round, 150 + round]);
          await index.add([300 + round], madeVectors(1, DIMENSION, 900 + round));
        }),
      );
      const found = await Promise.all(Array.from({ length: 4 }, () => index.search(stays, 1)));
      await changes;
      for (const hits of found)
        expect(hits.map(([hit]) => hit?.id)).toEqual(placesOf(stays).map((n) => 100 + n));
      expect(await index.count()).toBe(192);
      await index[Symbol.asyncDispose]();
    });

    test('saved and opened it finds the same, and grows and shrinks as before', async () => {
      const folder = temporaryFolder();
      const { index, vectors } = await filled(150);
      await index.remove([5, 149]);
      await index.save(folder, 'some gallery');
      const probes = selectRows(vectors, [5, 20, 149]);
      const before = await index.search(probes, 4);
      await index[Symbol.asyncDispose]();
      await using opened = await open(folder, 'some gallery');
      expect(opened.stamp).toEqual(index.stamp);
      expect(await opened.count()).toBe(148);
      expect(await opened.search(probes, 4)).toEqual(before);
      await opened.add([5], { data: row(probes, 0).slice(), rows: 1, cols: DIMENSION });
      expect((await opened.search(rowRange(probes, 0, 1), 1))[0]?.[0]?.id).toBe(5);
      await opened.remove([20]);
      expect((await opened.search(probes, 148)).flat().map(({ id }) => id)).not.toContain(20);
    });

    test('an index of other vectors is not opened', async () => {
      const folder = temporaryFolder();
      const { index } = await filled(20);
      await index.save(folder, 'some gallery');
      await index[Symbol.asyncDispose]();
      await expect(open(folder, 'another gallery')).rejects.toMatchObject({ code: 'INDEX_FORMAT' });
    });
  });
}

function placesOf({ rows }: Matrix): number[] {
  return Array.from({ length: rows }, (_, n) => n);
}

function plainHits(
  probes: Matrix,
  vectors: Matrix,
  { k, removed }: { readonly k: number; readonly removed: readonly number[] },
): VectorHit[][] {
  const { data } = innerProducts(probes, vectors);
  return Array.from({ length: probes.rows }, (_, p) =>
    placesOf(vectors)
      .filter((id) => !removed.includes(id))
      .map((id) => ({ id, score: data[p * vectors.rows + id] as number }))
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, k),
  );
}
