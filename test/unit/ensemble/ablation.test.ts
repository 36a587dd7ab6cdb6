import { describe, expect, it } from 'vitest';
import { ablate, smallestEnsemble } from '../../../src/ensemble/ablation.ts';

const WORTH: Readonly<Record<string, number>> = { a: 0.4, b: 0.3, c: 0.2, d: 0.001 };
/** Worth adds up; b and c say the same. */
const judge = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + (WORTH[name] ?? 0), 0) -
  (names.includes('b') && names.includes('c') ? 0.2 : 0);

describe('an ablation', () => {
  it('has all, each alone and each left out, with what they cost', () => {
    const rows = ablate(['a', 'b'], judge, (name) => (name === 'a' ? 10 : 5));
    expect(rows.map(({ kind, name, msPerFace }) => [kind, name, msPerFace])).toEqual([
      ['all', undefined, 15],
      ['alone', 'a', 10],
      ['alone', 'b', 5],
      ['without', 'a', 5],
      ['without', 'b', 10],
    ]);
    expect(rows[1]?.difference).toBeCloseTo(-0.3, 12);
  });

  it('of one member is that member', () => {
    expect(ablate(['a'], judge, () => 1)).toHaveLength(1);
  });
});

describe('the smallest ensemble', () => {
  it.each(['exact', 'greedy'] as const)('leaves out what is worth less than the allowance: %s', (search) => {
    expect(smallestEnsemble(['a', 'b', 'c', 'd'], judge, { allowedLoss: 0.01, search }).names).toEqual([
      'a',
      'b',
    ]);
  });

  it('is everybody when nothing may be lost and all are worth something', () => {
    expect(smallestEnsemble(['a', 'b', 'd'], judge, { allowedLoss: 0 }).names).toEqual(['a', 'b', 'd']);
  });

  it('is found exactly where greed is misled', () => {
    // x and y are worth most together, but each alone less than z.
    const pairs = (names: readonly string[]) => {
      if (names.length === 3 || (names.includes('x') && names.includes('y'))) return 1;
      return names.includes('z') ? 0.6 + 0.1 * names.length : 0.3;
    };
    const all = ['x', 'y', 'z'];
    expect(smallestEnsemble(all, pairs, { allowedLoss: 0.05 }).names).toEqual(['x', 'y']);
    expect(smallestEnsemble(all, pairs, { allowedLoss: 0.3 }).names).toEqual(['z']);
    expect(smallestEnsemble(all, pairs, { allowedLoss: 0.3, search: 'greedy' }).names).toEqual(['x', 'y']);
  });

  it('refuses a negative allowance and more subsets than can be looked at', () => {
    const refused = expect.objectContaining({ code: 'CONFIG_INVALID' });
    expect(() => smallestEnsemble(['a'], judge, { allowedLoss: -1 })).toThrowError(refused);
    const many = Array.from({ length: 13 }, (_, i) => `${i}`);
    expect(() => smallestEnsemble(many, judge, { allowedLoss: 0, search: 'exact' })).toThrowError(refused);
  });
});
