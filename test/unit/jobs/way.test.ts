import { describe, expect, it } from 'vitest';
import { type Way, wayDifferences } from '../../../src/jobs/way.ts';

const WAY: Way = {
  quen: '0.1.0',
  engines: { sharp: '1', platform: 'linux-x64' },
  decides: 'abc',
  networks: [{ name: 'a', sha256: '1'.repeat(64) }],
  options: { aligned: false },
  store: 'mark',
};

describe('wayDifferences', () => {
  it('finds none between equal ways', () => {
    expect(wayDifferences(WAY, { ...WAY })).toEqual([]);
  });

  it.each<[string, Partial<Way>, RegExp]>([
    ['another version of Quen', { quen: '0.2.0' }, /wants Quen 0\.1\.0, and this worker is 0\.2\.0/],
    ['another engine', { engines: { ...WAY.engines, sharp: '2' } }, /wants sharp 1, and this worker has 2/],
    ['another store', { store: 'other' }, /another store/],
    [
      'other weights',
      { networks: [{ name: 'a', sha256: '2'.repeat(64) }] },
      /a of the weights 1{12}, and here it has 2{12}/,
    ],
    ['a network that is missing', { networks: [] }, /this worker has none of that name/],
    ['other settings', { decides: 'abd' }, /settings, are not those of this worker/],
  ])('tells of %s', (_, change, text) => {
    expect(wayDifferences(WAY, { ...WAY, ...change }).join()).toMatch(text);
  });
});
