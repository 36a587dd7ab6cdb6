import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auroc, dir } from '../../../src/evaluation/identification.ts';
import { oscrArea } from '../../../src/evaluation/oscr.ts';
import type { SearchRecord } from '../../../src/evaluation/search-record.ts';

const mated = (score: number, rank = 1): SearchRecord => ({
  person: 'known',
  isMated: true,
  found: { bestScore: score, mate: { rank, score } },
});
const stranger = (score: number): SearchRecord => ({
  person: 'stranger',
  isMated: false,
  found: { bestScore: score },
});

describe('the OSCR area', () => {
  test('is 1 where everybody is named rightly above every stranger', () => {
    expect(oscrArea([mated(0.9), mated(0.8), stranger(0.5), stranger(0.1)])).toBe(1);
  });

  test('is the mean, over strangers, of the share named rightly above each', () => {
    // Above 0.7: one of three; above 0.2: two of three; the third is never named rightly.
    const searches = [mated(0.8), mated(0.5), mated(0.9, 2), stranger(0.7), stranger(0.2)];
    expect(oscrArea(searches)).toBeCloseTo((1 / 3 + 2 / 3) / 2, 12);
  });

  test('counts an equal score half', () => {
    expect(oscrArea([mated(0.5), stranger(0.5)])).toBe(0.5);
  });

  test('a photo of a known person without a face is a miss, one of a stranger is never accepted', () => {
    const faceless = (isMated: boolean): SearchRecord => ({ person: 'x', isMated });
    expect(oscrArea([mated(0.9), faceless(true), stranger(0.1)])).toBe(0.5);
    expect(oscrArea([mated(0.1), stranger(0.9), faceless(false)])).toBe(0.5);
  });

  test('is never above rank 1 or the AUROC, and is the AUROC where all are named rightly', () => {
    const score = fc.integer({ min: 0, max: 6 }).map((n) => n / 6);
    const known = fc.array(fc.tuple(score, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(known, fc.array(score, { minLength: 1, maxLength: 8 }), (knowns, strangers) => {
        const others = strangers.map(stranger);
        const searches = [...knowns.map(([value, rank]) => mated(value, rank)), ...others];
        const area = oscrArea(searches);
        expect(area).toBeLessThanOrEqual(auroc(searches) + 1e-12);
        const criterion = { rank: 1, threshold: Number.NEGATIVE_INFINITY };
        expect(area).toBeLessThanOrEqual(dir(searches, criterion) + 1e-12);
        const allRight = [...knowns.map(([value]) => mated(value)), ...others];
        expect(oscrArea(allRight)).toBeCloseTo(auroc(allRight), 12);
      }),
    );
  });

  test.each([[[mated(1)]], [[stranger(1)]]])('without both kinds of searches is a fault', (searches) => {
    expect(() => oscrArea(searches)).toThrow(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
  });
});
