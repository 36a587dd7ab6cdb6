import { describe, expect, it } from 'vitest';
import { labelThresholds } from '../../../../src/pipeline/pseudo-labels/label-thresholds.ts';
import type { LabellingEvidence } from '../../../../src/pipeline/pseudo-labels/labelling-evidence.ts';
import { strangerShare } from '../../../../src/pipeline/pseudo-labels/stranger-share.ts';

const AIM = { wrongShare: 0.1, strangerShare: 0.5, fpir: 0.5 };
/** One stranger of a hundred passes it, where all of a hundred enrolled people do; two do not. */
const STRICT = { ...AIM, wrongShare: 0.015 };

describe('labelThresholds', () => {
  it('takes the lowest score at which wrong names are as few as asked, counting one stranger more', () => {
    // 9 strangers: each, and the one not seen, weighs 0.5 / 10; 10 enrolled people weigh 0.5 / 10 each. Down to 0.91
    // there are 10 right and 1 wrong, a share of 1 / 11; with the stranger at 0.9 it is 2 / 12.
    const { identity } = labelThresholds(evidence(range(10, 0.91, 1), [0.9, ...range(8, 0, 0.1)]), AIM);
    expect(identity).toBeCloseTo(0.91, 12);
  });

  it('goes lower for fewer strangers in the pile', () => {
    const given = evidence(range(100, 0.4, 1), [0.6, ...range(98, 0, 0.3)]);
    const [many, few] = [0.5, 0.1].map((share) =>
      labelThresholds(given, { ...STRICT, strangerShare: share }),
    );
    expect(few?.identity).toBeLessThan(many?.identity ?? 0);
  });

  it('sets no threshold for names where all are strangers, and none for unknown where nobody is', () => {
    const given = evidence(range(50, 0.5, 1), range(50, 0, 0.4));
    expect(labelThresholds(given, { ...AIM, strangerShare: 1 }).identity).toBeNull();
    expect(labelThresholds(given, { ...AIM, strangerShare: 0 }).unknown).toBeNull();
  });

  it('counts wrong names of enrolled people', () => {
    const right = evidence(range(100, 0.5, 1), range(99, 0, 0.1));
    const half = {
      ...right,
      mated: right.mated.map((search, n) => ({ ...search, isRight: n % 2 === 0 })),
    };
    expect(labelThresholds(right, STRICT).identity).toBeCloseTo(0.5, 12);
    expect(labelThresholds(half, STRICT).identity).toBeNull();
  });

  it('counts a much-photographed stranger once', () => {
    const { mated, strangers } = evidence(range(100, 0.5, 1), [0.6, ...range(98, 0, 0.1)]);
    const [, ...others] = strangers;
    const loud = { mated, strangers: [new Array<number>(500).fill(0.6), ...others] };
    const { identity } = labelThresholds({ mated, strangers }, STRICT);
    expect(identity).toBeGreaterThan(0.6);
    expect(labelThresholds(loud, STRICT).identity).toBe(identity);
  });

  it('keeps unknown below the identification threshold', () => {
    const given = evidence(range(100, 0.5, 1), range(99, 0, 0.4));
    const [loose, strict] = [0.05, 0.5].map((fpir) => labelThresholds(given, { ...AIM, fpir }).unknown);
    expect(strict).toBeLessThan(0.21);
    expect(loose).toBeGreaterThan(0.35);
  });
});

describe('strangerShare', () => {
  const known = evidence(range(400, 0.5, 1), range(400, 0, 0.5));

  it.each([0, 0.2, 0.5, 0.9])('is hardly below a true share of %d, nor far above it', (share) => {
    const strangers = Math.round(400 * share);
    const found = strangerShare([...range(strangers, 0, 0.49), ...range(400 - strangers, 0.51, 1)], known);
    expect(found).toBeGreaterThanOrEqual(share - 0.005);
    expect(found).toBeLessThan(share + 0.07);
  });

  it('is 1 for strangers alone, for an empty pile, and where scores tell nothing', () => {
    expect(strangerShare(range(100, 0, 0.45), known)).toBe(1);
    expect(strangerShare([], known)).toBe(1);
    expect(strangerShare([0.9], evidence(range(10, 0, 0.1), range(10, 0.5, 1)))).toBe(1);
  });
});

/** One photo a person, all named rightly, and one a stranger. */
function evidence(mated: readonly number[], strangers: readonly number[]): LabellingEvidence {
  return {
    mated: mated.map((score, person) => ({ person, score, isRight: true })),
    strangers: strangers.map((score) => [score]),
  };
}

/** Evenly spaced from low up to, at most, high. */
function range(count: number, low: number, high: number): number[] {
  return Array.from({ length: count }, (_, n) => low + ((high - low) * n) / count);
}
