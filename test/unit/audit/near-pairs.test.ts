import { describe, expect, it } from 'vitest';
import { nearPairs } from '../../../src/audit/near-pairs.ts';
import { matrix } from '../../../src/numerics/matrix.ts';
import { plainPorts } from '../../support/made-folders.ts';

/** Unit vectors in the plane at these angles, in degrees. */
function fan(degrees: readonly number[]) {
  const data = Float32Array.from(
    degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
  );
  return matrix(data, degrees.length, 2);
}
const limits = { score: 0.98, perFace: 10 };

describe('near pairs', () => {
  it('are all pairs at or above the score, each once', async () => {
    const pairs = await nearPairs(fan([0, 90, 5, 95, 180]), limits, plainPorts);
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(pairs[0]?.score).toBeCloseTo(Math.cos((5 * Math.PI) / 180), 5);
  });

  it('are found across blocks', async () => {
    const count = 1030;
    const angles = Array.from({ length: count }, (_, i) => (i === count - 1 ? 0.5 : i === 0 ? 0 : 90));
    const pairs = await nearPairs(fan(angles), { score: 0.98, perFace: 1 }, plainPorts);
    expect(pairs.filter(({ first }) => first === 0)).toMatchObject([{ second: count - 1 }]);
  });

  it('are held to so many for one face', async () => {
    const pairs = await nearPairs(fan([0, 0, 0, 0]), { score: 0.98, perFace: 2 }, plainPorts);
    expect(pairs.filter(({ first }) => first === 0)).toHaveLength(2);
  });

  it('stop on request', async () => {
    const signal = AbortSignal.abort();
    await expect(nearPairs(fan([0, 0]), limits, { ...plainPorts, signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});
