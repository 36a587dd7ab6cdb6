import { describe, expect, it } from 'vitest';
import type { ExtractedPhoto } from '../../../../src/core/photo.ts';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import {
  answered,
  enrolSplit,
  type SplitSearching,
  searchSplit,
} from '../../../../src/pipeline/protocols/search-split.ts';
import { photosByName } from '../../../../src/pipeline/protocols/split-photos.ts';
import { madeExtraction } from '../../../support/made-extractions.ts';

const named = (photo: string) => ({ photo, person: photo.slice(0, photo.indexOf('/')) });
const searchingOf = (photos: ExtractedPhoto[]): SplitSearching => ({
  photos: photosByName(photos),
  rule: 'blend',
  products: async (a, b) => innerProducts(a, b),
  resampleCount: 40,
});

describe('searching a protocol', () => {
  const searching = searchingOf([
    madeExtraction('A/1', 1, 0, 0),
    madeExtraction('B/1', 0, 1, 0),
    madeExtraction('C/1'),
    madeExtraction('A/2', 0.8, 0.6, 0),
    madeExtraction('B/2', 0.8, 0.6, 0),
    madeExtraction('C/2', 0, 0, 1),
    madeExtraction('S/1', 0.6, 0, 0.8),
    madeExtraction('S/2'),
  ]);
  const search = async () => {
    const enrolled = await enrolSplit(['A/1', 'B/1', 'C/1'].map(named), searching);
    return await searchSplit(['A/2', 'B/2', 'C/2', 'S/1', 'S/2'].map(named), enrolled, searching);
  };

  it('tells where the mate came and what it scored', async () => {
    const [ofA, ofB] = await search();
    expect(ofA).toMatchObject({ person: 'A', isMated: true, enrolledPhotoCount: 1 });
    expect(ofA?.found?.mate?.rank).toBe(1);
    expect(ofA?.found?.mate?.score).toBeCloseTo(0.8, 6);
    expect(ofB?.found?.mate?.rank).toBe(2);
    expect(ofB?.found?.mate?.score).toBeCloseTo(0.6, 6);
    expect(ofB?.found?.bestScore).toBeCloseTo(0.8, 6);
    expect(ofB?.candidates.map(({ identity }) => identity)).toEqual(['A', 'B']);
  });

  it('keeps a search mated whose person has no usable enrolled photo: it finds nobody', async () => {
    const ofC = (await search())[2];
    expect(ofC).toMatchObject({ person: 'C', isMated: true, enrolledPhotoCount: 0 });
    expect(ofC?.found).toEqual({ bestScore: 0 });
  });

  it('searches strangers, and says nothing of a photo without a face', async () => {
    const [, , , stranger, faceless] = await search();
    expect(stranger).toMatchObject({ isMated: false, enrolledPhotoCount: 0 });
    expect(stranger?.found?.bestScore).toBeCloseTo(0.6, 6);
    expect(stranger?.found?.mate).toBeUndefined();
    expect(faceless).toEqual({
      ...{ photo: 'S/2', person: 'S', isMated: false, enrolledPhotoCount: 0, candidates: [] },
    });
  });

  it('answers with five labels at most, unknown by the threshold', async () => {
    const rows = answered(await search(), { label: 'nobody', threshold: 0.7 });
    expect(rows.map(({ truth, labels }) => [truth, ...labels])).toEqual([
      ['A', 'A', 'nobody', 'B'],
      ['B', 'A', 'nobody', 'B'],
      ['C', 'nobody', 'A', 'B'],
      ['nobody', 'nobody', 'A', 'B'],
      ['nobody', 'nobody'],
    ]);
  });

  it('ranks equal scores in the order of the gallery', async () => {
    const tied = searchingOf([
      ...[madeExtraction('A/1', 1, 0), madeExtraction('B/1', 0, 1)],
      ...[madeExtraction('A/2', 1, 1), madeExtraction('B/2', 1, 1)],
    ]);
    const enrolled = await enrolSplit(['A/1', 'B/1'].map(named), tied);
    const searches = await searchSplit(['A/2', 'B/2'].map(named), enrolled, tied);
    expect(searches.map(({ found }) => found?.mate?.rank)).toEqual([1, 2]);
  });

  it('is stopped on request', async () => {
    const enrolled = await enrolSplit([named('A/1')], searching);
    const stopped = { ...searching, signal: AbortSignal.abort() };
    await expect(searchSplit([named('A/2')], enrolled, stopped)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
