import { describe, expect, it } from 'vitest';
import type { IndexStamp } from '../../../../src/core/index-stamp.ts';
import type { Gallery } from '../../../../src/gallery/gallery.ts';
import { thresholdOf } from '../../../../src/toolkit/identify.ts';
import { stampAsked, withIndexRule } from '../../../../src/toolkit/indexes/index-options.ts';
import { indexOf, openIndexed } from '../../../../src/toolkit/indexes/open-indexed.ts';
import { madeFaces, madeGallery } from '../../../support/made-gallery.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PLAIN = madeGallery({ people: 30, photos: 2, dimension: 16, spread: 0.3 });
const USEARCH = stampAsked({ index: 'usearch' }) as IndexStamp;
const WIDER = stampAsked({ index: 'usearch', indexSettings: { 'ef-search': '256' } }) as IndexStamp;
const EXACT: IndexStamp = { kind: 'exact', settings: {} };
const BY_USEARCH: Gallery = { ...PLAIN, index: USEARCH };

describe('the index that a gallery is searched through', () => {
  it('is its own where none is named, and none where it has none', () => {
    expect(indexOf(PLAIN, 'x.gallery', {})).toBeUndefined();
    expect(indexOf(BY_USEARCH, 'x.gallery', {})).toEqual(USEARCH);
    expect(indexOf(BY_USEARCH, 'x.gallery', { stamp: USEARCH })).toEqual(USEARCH);
  });

  it('a threshold set with usearch is not taken with exact, nor the reverse, nor with another setting', () => {
    const refused = [
      [BY_USEARCH, EXACT],
      [PLAIN, USEARCH],
      [{ ...PLAIN, index: EXACT }, USEARCH],
      [BY_USEARCH, WIDER],
    ] as const;
    for (const [gallery, stamp] of refused)
      expect(() => indexOf(gallery, 'x.gallery', { stamp })).toThrow(
        expect.objectContaining({
          code: 'GALLERY_INDEX_MISMATCH',
          message: expect.stringMatching(/x\.gallery.*--recalibrate/),
        }),
      );
  });

  it('another one is taken where the threshold is to be set anew', () => {
    expect(indexOf(BY_USEARCH, 'x.gallery', { stamp: EXACT, isRecalibrated: true })).toEqual(EXACT);
    expect(indexOf(PLAIN, 'x.gallery', { stamp: USEARCH, isRecalibrated: true })).toEqual(USEARCH);
  });

  it('exact is what a gallery without an index is searched by, whatever its rule', () => {
    expect(indexOf(PLAIN, 'x.gallery', { stamp: EXACT })).toEqual(EXACT);
    const blended: Gallery = { ...PLAIN, nonMated: { ...PLAIN.nonMated, rule: 'blend' } };
    expect(indexOf(blended, 'x.gallery', { stamp: EXACT })).toBeUndefined();
  });

  it('an approximate one is refused for a rejector, and for learning from the photos', () => {
    const rejection = { rejector: 'mean-cosine', nonMated: { setOn: 'strangers', people: [] } } as const;
    const refusal = expect.objectContaining({ code: 'CONFIG_INVALID' });
    expect(() => indexOf({ ...PLAIN, rejection }, 'x', { stamp: USEARCH, isRecalibrated: true })).toThrow(
      refusal,
    );
    expect(() => indexOf(BY_USEARCH, 'x', { mustCompareAll: true })).toThrow(refusal);
  });
});

describe('options of an index', () => {
  it('settings that an index does not have are refused', () => {
    for (const asked of [
      { index: 'exact', indexSettings: { m: 16 } },
      { index: 'usearch', indexSettings: { width: 16 } },
      { index: 'usearch', indexSettings: { m: 'many' } },
      { index: 'pgvector', indexSettings: { precision: 'f16' } },
    ] as const)
      expect(() => stampAsked(asked)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('the rule is nearest where an index is named and no rule is', () => {
    expect(withIndexRule({ index: 'usearch' })).toEqual({ index: 'usearch', rule: 'nearest' });
    expect(withIndexRule({ index: 'usearch', rule: 'mean' })).toEqual({ index: 'usearch', rule: 'mean' });
    expect(withIndexRule({})).toEqual({});
  });
});

describe('a gallery opened to be searched through an index', () => {
  it('names with the scores of its own calibration, and says in the threshold what it holds for', async () => {
    const nonMated = { rule: 'nearest', setOn: 'strangers', people: [[0.1], [0.2]] } as const;
    const gallery = { ...BY_USEARCH, nonMated };
    await using opened = await openIndexed(gallery, USEARCH, { gallery: `${temporaryFolder()}/x.gallery` });
    expect(opened.recogniser.nonMated).toEqual(nonMated);
    const [hit] = await opened.recogniser.search(
      madeFaces({ people: 1, photos: 1, dimension: 16, spread: 0.3, first: 4 }),
      { candidateCount: 1 },
    );
    expect(hit?.candidates[0]?.identity).toBe(4);
    const threshold = thresholdOf(opened.recogniser, 0.1);
    expect(threshold.index).toEqual(USEARCH);
    expect(threshold.statement).toContain('usearch');
  });

  it('is calibrated anew on its own people where it was calibrated through another index', async () => {
    const nonMated = { rule: 'blend', setOn: 'strangers', people: [[0.1], [0.2]] } as const;
    const place = { gallery: `${temporaryFolder()}/x.gallery` };
    await using opened = await openIndexed({ ...PLAIN, nonMated }, USEARCH, place);
    const { recogniser } = opened;
    expect(recogniser.nonMated.setOn).toBe('leave-one-identity-out');
    expect(recogniser.nonMated.people.every((scores) => scores.length === 2)).toBe(true);
    expect(recogniser.gallery.nonMated.rule).toBe('nearest');
    expect(recogniser.gallery.index).toEqual(USEARCH);
  });
});
