import { describe, expect, it } from 'vitest';
import { manifestDifferences } from '../../../src/toolkit/manifest-differences.ts';

describe('what differs between manifests', () => {
  it('is nothing between equal ones, whatever the order of their keys', () => {
    expect(manifestDifferences({ a: { b: 1, c: [1, 2] } }, { a: { c: [1, 2], b: 1 } })).toEqual([]);
  });

  it('is named by its keys, with both values', () => {
    expect(manifestDifferences({ options: { fpir: 0.01 } }, { options: { fpir: 0.1 } })).toEqual([
      { name: 'options.fpir', first: '0.01', second: '0.1' },
    ]);
  });

  it('lacks a side where a value is absent', () => {
    expect(manifestDifferences({ rule: 'mean' }, { head: 'lda' })).toEqual([
      { name: 'head', second: 'lda' },
      { name: 'rule', first: 'mean' },
    ]);
  });

  it('finds networks by their names, not by their places', () => {
    const network = (name: string, sha256: string) => ({ name, sha256 });
    const first = { networks: [network('a', '1'), network('b', '2')] };
    const second = { networks: [network('b', '2'), network('a', '3')] };
    expect(manifestDifferences(first, second)).toEqual([
      { name: 'networks.a.sha256', first: '1', second: '3' },
    ]);
  });

  it('takes other lists as a whole', () => {
    expect(
      manifestDifferences({ options: { networks: ['a', 'b'] } }, { options: { networks: ['a'] } }),
    ).toEqual([{ name: 'options.networks', first: '["a","b"]', second: '["a"]' }]);
  });
});
