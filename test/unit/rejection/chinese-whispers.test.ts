import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/numerics/random.ts';
import { chineseWhispers } from '../../../src/rejection/chinese-whispers.ts';

const clique = (nodes: readonly number[], weight: number) =>
  nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => ({ a, b, weight })));

describe('Chinese whispers', () => {
  it('part two cliques that one weak edge joins, whatever the seed', () => {
    const edges = [...clique([0, 1, 2, 3], 1), ...clique([4, 5, 6, 7], 1), { a: 3, b: 4, weight: 0.1 }];
    for (let seed = 0; seed < 20; seed++) {
      const classOf = [...chineseWhispers(8, edges, seededRandom(seed))];
      expect(new Set(classOf.slice(0, 4)).size).toBe(1);
      expect(new Set(classOf.slice(4)).size).toBe(1);
      expect(classOf[0]).not.toBe(classOf[7]);
    }
  });

  it('leave nodes without edges alone', () => {
    expect([...chineseWhispers(3, [], seededRandom(1))]).toEqual([0, 1, 2]);
  });

  it('give a node to its heaviest class', () => {
    const edges = [...clique([0, 1, 2], 1), ...clique([3, 4, 5], 1), { a: 6, b: 0, weight: 0.4 }];
    const joined = [...edges, { a: 6, b: 3, weight: 0.5 }];
    const classOf = chineseWhispers(7, joined, seededRandom(3));
    expect(classOf[6]).toBe(classOf[3]);
  });

  it('repeat themselves with the same seed', () => {
    const edges = Array.from({ length: 40 }, (_, i) => ({ a: i, b: (i * 7 + 3) % 40, weight: 1 + (i % 3) }));
    const real = edges.filter(({ a, b }) => a !== b);
    expect(chineseWhispers(40, real, seededRandom(9))).toEqual(chineseWhispers(40, real, seededRandom(9)));
  });
});
