import { expect, test } from 'vitest';
import { fuseEmbeddings } from '../../../../src/embedding/fuse.ts';
import { networkVotes } from '../../../../src/pipeline/collections/network-votes.ts';

const NAMES = ['first', 'second'];
const right = Float32Array.of(1, 0);
const up = Float32Array.of(0, 1);
const long = Float32Array.of(0, 0, 3);
const slanted = Float32Array.of(0, 3, 4);

test('each network votes by its own cosine, whose mean is the cosine of the fused', () => {
  const template = fuseEmbeddings([up, slanted]);
  expect(networkVotes([right, long], template, NAMES)).toEqual([
    { network: 'first', score: 0 },
    { network: 'second', score: expect.closeTo(0.8) },
  ]);
});

test('a network that failed on either face has no vote', () => {
  const template = fuseEmbeddings([Float32Array.of(0, 0), slanted]);
  expect(networkVotes([right, long], template, NAMES).map(({ network }) => network)).toEqual(['second']);
});

test('one network alone, or a template of others, gives no votes', () => {
  expect(networkVotes([right], right, NAMES)).toEqual([]);
  expect(networkVotes([right, long], Float32Array.of(1, 0, 0), NAMES)).toEqual([]);
});
