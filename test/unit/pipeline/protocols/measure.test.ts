import { describe, expect, it } from 'vitest';
import type { ExtractedPhoto } from '../../../../src/core/photo.ts';
import { lfwOpenSet } from '../../../../src/evaluation/protocols/lfw-open-set.ts';
import { photosByPerson } from '../../../../src/evaluation/protocols/person-photos.ts';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import { measureBlufr } from '../../../../src/pipeline/protocols/blufr.ts';
import { distinctPhotos } from '../../../../src/pipeline/protocols/distinct-photos.ts';
import { measureLfwOpenSet } from '../../../../src/pipeline/protocols/lfw-open-set.ts';
import { measurePeople, type PeopleRule } from '../../../../src/pipeline/protocols/people.ts';
import { peopleNotes } from '../../../../src/pipeline/protocols/people-notes.ts';
import type { SplitSearching } from '../../../../src/pipeline/protocols/search-split.ts';
import { photosByName } from '../../../../src/pipeline/protocols/split-photos.ts';
import { madeAtCosine, madeExtraction } from '../../../support/made-extractions.ts';
import { madeNumbers } from '../../../support/made-numbers.ts';

const named = (photo: string) => ({ photo, person: photo.slice(0, photo.indexOf('/')) });
const searchingOf = (photos: readonly ExtractedPhoto[]): SplitSearching => ({
  photos: photosByName(photos),
  rule: 'nearest',
  products: async (a, b) => innerProducts(a, b),
  resampleCount: 40,
});
const peopleOf = (photos: readonly ExtractedPhoto[]) =>
  photosByPerson(photos.map(({ photo }) => named(photo.name)));

describe('the open-set LFW protocol, measured', () => {
  // One person is enrolled at (1, 0); what others score is the cosine they are made at.
  const known = [1, 1, 1, 0.9, 0.66].map((cosine, n) => madeAtCosine(`Known/${n}`, cosine));
  const faceless = madeExtraction('Known/9');
  const trained = Array.from({ length: 30 }, (_, n) => [
    madeAtCosine(`Two${n + 10}/0`, n / 100),
    madeAtCosine(`Two${n + 10}/1`, 0.4 + n / 100),
  ]).flat();
  const single = Array.from({ length: 30 }, (_, n) => madeAtCosine(`One${n}/0`, n / 50));
  const photos = [...known, faceless, ...trained, ...single];
  const measure = () =>
    measureLfwOpenSet(lfwOpenSet(peopleOf(photos)), searchingOf(photos), {
      fpir: 0.1,
      unknownLabel: 'unknown',
    });

  it('counts DIR of each set at the FPIR of its own strangers', async () => {
    const { figures } = await measure();
    const dirOf = (set: 'o1' | 'o2' | 'o3') =>
      figures.sets[set].figures.find(({ key }) => key === 'dir_at_fpir.0.1')?.value;
    // Of three known probes one has no face. o1: 30 strangers from 0.40 to 0.69, three may pass: above 0.66 is 0.9 alone.
    expect(dirOf('o1')).toBeCloseTo(1 / 3, 12);
    // o2: from 0 to 0.58, so that both faces pass. o3: six of 60 pass: 0.69 to 0.64, and 0.66 is above 0.63.
    expect(dirOf('o2')).toBeCloseTo(2 / 3, 12);
    expect(dirOf('o3')).toBeCloseTo(2 / 3, 12);
    expect(figures.sets.o3).toMatchObject({
      mated_searches: 3,
      non_mated_searches: 60,
      non_mated_people: 60,
    });
    expect(figures.detect_fail).toBe(1);
  });

  it('says what too few strangers leave unmeasured', async () => {
    const { figures } = await measure();
    expect(figures.sets.o1.figures.find(({ key }) => key === 'dir_at_fpir.0.01')).toMatchObject({
      value: null,
      reason: expect.stringContaining('300'),
    });
  });

  it('sets the threshold on the first photos of known unknowns alone', async () => {
    const { figures } = await measure();
    // 0.1 x 31 - 1 = 2.1 people may score at or above it: those at 0.28 and 0.29.
    expect(figures.threshold).toMatchObject({ setOn: 'strangers', personCount: 30, isPromised: true });
    expect(figures.threshold.value).toBeGreaterThan(0.27);
    expect(figures.threshold.value).toBeLessThanOrEqual(0.28 + 1e-6);
    const fpirs = (['o1', 'o2', 'o3'] as const).map(
      (set) => figures.sets[set].figures.find(({ key }) => key === 'realised_fpir')?.value,
    );
    // All of o1; of o2 those from 14 / 50 = 0.28 up, 16 of 30.
    expect(fpirs).toEqual([1, expect.closeTo(16 / 30, 12), expect.closeTo(46 / 60, 12)]);
  });

  it('gives the searches that the figures are counted from', async () => {
    const { searches } = await measure();
    expect(searches.o2.map(({ photo }) => photo)).toEqual(
      ['Known/3', 'Known/4', 'Known/9', ...single.map(({ photo }) => photo.name)].toSorted(),
    );
  });

  it('measures rank 1 where there are no strangers at all', async () => {
    const alone = known.slice(0, 4);
    const { figures } = await measureLfwOpenSet(lfwOpenSet(peopleOf(alone)), searchingOf(alone), {
      ...{ fpir: 0.1, unknownLabel: 'unknown' },
    });
    const found = (key: string) => figures.sets.o3.figures.find((figure) => figure.key === key)?.value;
    expect(found('rank1')).toBe(1);
    expect(found('dir_at_fpir.0.1')).toBeNull();
  });
});

describe('BLUFR, measured', () => {
  const gallery = [madeExtraction('A/1', 1, 0, 0), madeExtraction('B/1', 0, 1, 0)];
  const mated = [madeExtraction('A/2', 0.8, 0, 0.6), madeExtraction('B/2', 0.8, 0.6, 0)];
  // Best scores 0, 1 / 1000, ...: three of 300 may be named, so that the lowest threshold is just above 0.296.
  const strangers = Array.from({ length: 300 }, (_, n) => {
    const cosine = n / 1000;
    return madeExtraction(`S${n}/1`, cosine, 0, -Math.sqrt(1 - cosine ** 2));
  });
  const trial = {
    gallery: gallery.map(({ photo }) => named(photo.name)),
    probes: [...mated, ...strangers].map(({ photo }) => named(photo.name)),
  };
  const searching = searchingOf([...gallery, ...mated, ...strangers]);

  it('finds DIR at FPIR 1 % and rank 1 of each trial, and the mean less one deviation', async () => {
    const nobodyFound = { ...trial, probes: trial.probes.filter(({ person }) => person !== 'A') };
    const figures = await measureBlufr([trial, nobodyFound], searching, { unknownLabel: 'unknown' });
    // A is found; B's best candidate is A.
    expect(figures.dir_at_fpir['0.01'].values).toEqual([0.5, 0]);
    expect(figures.dir_at_fpir['0.01'].mean_less_sd).toBeCloseTo(0.25 - Math.sqrt(0.125), 12);
    expect(figures.rank1.values).toEqual([0.5, 0]);
    expect(figures.trials[0]).toMatchObject({
      ...{ gallery: 2, mated_searches: 2, non_mated_searches: 300, detect_fail: 0 },
      ...{ same_pairs: 2, different_pairs: (304 * 303) / 2 - 2 },
    });
  });

  it('verifies all pairs of a trial, strangers with each other too', async () => {
    const { trials } = await measureBlufr([trial], searching, { unknownLabel: 'unknown' });
    // Strangers lie so close to each other that 0.1 % of different pairs score above 0.8 and refuse both same pairs.
    expect(trials[0]?.tar_at_far['0.001']).toBe(0);
  });

  it('says nothing at rates that the trial is too small for', async () => {
    const small = { ...trial, probes: trial.probes.slice(0, 20) };
    const figures = await measureBlufr([small], searching, { unknownLabel: 'unknown' });
    expect(figures.tar_at_far['0.001'].mean).toBeNull();
    expect(figures.dir_at_fpir['0.01'].mean_less_sd).toBeNull();
    expect(figures.dir_at_fpir['0.01'].reason).toContain('300');
    expect(figures.rank1.mean).toBe(0.5);
  });
});

describe("a user's people, measured", () => {
  const photosOfPeople = (personCount: number, photoCount: number) =>
    Array.from({ length: personCount * photoCount }, (_, n) => {
      const person = Math.floor(n / photoCount);
      const centre = madeNumbers(`person ${person}`, 16, [-1, 1]);
      const noise = madeNumbers(`photo ${n}`, 16, [-0.2, 0.2]);
      return madeExtraction(`P${person}/${n}`, ...centre.map((value, k) => value + noise[k]));
    });
  const rule: PeopleRule = {
    repeatCount: 4,
    fpir: 0.1,
    seed: 1,
    unknownLabel: 'unknown',
    enrolledShare: 0.5,
  };

  it('finds people who are easily told apart, and names few strangers', async () => {
    const photos = photosOfPeople(40, 4);
    const everyone = { people: peopleOf(photos), strangers: [] };
    const { figures, repeats } = await measurePeople(everyone, searchingOf(photos), rule);
    expect(figures.rank1).toMatchObject({ mean: 1, values: [1, 1, 1, 1] });
    expect(figures.dir_at_threshold.mean).toBe(1);
    expect(figures.realised_fpir.mean).toBeLessThan(0.25);
    expect(repeats).toHaveLength(4);
    expect(repeats[0]).toMatchObject({
      ...{ enrolled_people: 20, enrolled_photos: 40, calibration_people: 10, is_promised: true },
      ...{ mated_searches: 40, non_mated_searches: 40, non_mated_people: 10 },
    });
    expect(new Set(repeats.map(({ threshold }) => threshold)).size).toBeGreaterThan(1);
  });

  it('gives the same figures for one seed and others for another', async () => {
    const photos = photosOfPeople(12, 3);
    const everyone = { people: peopleOf(photos), strangers: [] };
    const measure = (seed: number) => measurePeople(everyone, searchingOf(photos), { ...rule, seed });
    expect(await measure(1)).toEqual(await measure(1));
    expect((await measure(2)).repeats).not.toEqual((await measure(1)).repeats);
  });

  it('sets the threshold on the enrolled where there is one stranger alone', async () => {
    const photos = photosOfPeople(11, 2);
    const all = peopleOf(photos);
    const everyone = { people: all.slice(0, 10), strangers: all.slice(10) };
    const { repeats } = await measurePeople(everyone, searchingOf(photos), { ...rule, enrolledShare: 1 });
    expect(repeats[0]).toMatchObject({ enrolled_people: 10, calibration_people: 10, non_mated_people: 1 });
  });

  it('has nothing to say of strangers where everybody is enrolled', async () => {
    const photos = photosOfPeople(5, 4);
    const everyone = { people: peopleOf(photos), strangers: [] };
    const figures = await measurePeople(everyone, searchingOf(photos), { ...rule, enrolledShare: 1 });
    expect(figures.figures.realised_fpir).toMatchObject({
      mean: null,
      reason: expect.stringContaining('stranger'),
    });
    expect(figures.figures.rank1.mean).toBe(1);
    expect(peopleNotes(everyone, figures, []).join(' ')).toContain('everybody is enrolled');
  });

  it('has nothing to say of finding people who have one photo', async () => {
    const photos = photosOfPeople(8, 1);
    const everyone = { people: peopleOf(photos), strangers: [] };
    const figures = await measurePeople(everyone, searchingOf(photos), rule);
    expect(figures.figures.rank1.mean).toBeNull();
    expect(figures.figures.realised_fpir.mean).not.toBeNull();
    const notes = peopleNotes(everyone, figures, []).join(' ');
    expect(notes).toContain('8 of 8 people have one photo');
    expect(notes).toContain('In 4 of 4 repeats nobody enrolled has a second photo');
  });

  it('is refused where there is neither a photo to search with nor a stranger', async () => {
    const photos = photosOfPeople(1, 1);
    const everyone = { people: peopleOf(photos), strangers: [] };
    await expect(measurePeople(everyone, searchingOf(photos), rule)).rejects.toMatchObject({
      code: 'EVALUATION_EMPTY',
    });
  });
});

describe('distinct photos', () => {
  const photo = (name: string, sha256: string) => ({
    ...madeExtraction(name, 1),
    sha256,
    label: named(name).person,
  });

  it('leave out the second of equal files of a person, and every copy of a file of two people', () => {
    const { photos, skipped } = distinctPhotos([
      ...[photo('A/1', 'x'), photo('A/2', 'x'), photo('A/3', 'y')],
      ...[photo('B/1', 'y'), photo('B/2', 'z'), photo('B/3', ''), photo('B/4', '')],
    ]);
    expect(photos.map((one) => one.photo.name)).toEqual(['A/1', 'B/2', 'B/3', 'B/4']);
    expect(skipped.map(({ path, code }) => [path, code])).toEqual([
      ['A/2', 'same-photo-twice'],
      ['A/3', 'same-photo-two-people'],
      ['B/1', 'same-photo-two-people'],
    ]);
  });
});
