import { describe, expect, it } from 'vitest';
import { blufrText, lfwOpenSetText, peopleText } from '../../../src/cli/protocol-text.ts';
import type { TrialFigure } from '../../../src/evaluation/protocols/trials.ts';
import type { BlufrReport } from '../../../src/toolkit/protocols/blufr.ts';
import type { LfwOpenSetReport } from '../../../src/toolkit/protocols/lfw-open-set.ts';
import type { PeopleReport } from '../../../src/toolkit/protocols/people.ts';

const figure = (mean: number): TrialFigure => ({
  ...{ mean, sd: 0.01, least: mean - 0.02, greatest: mean + 0.02, values: [mean, mean] },
  ...{ low: mean - 0.05, high: mean + 0.03 },
});
const missing = (reason: string): TrialFigure => ({
  ...{ mean: null, sd: null, least: null, greatest: null, values: [null, null] },
  ...{ low: null, high: null, reason },
});

describe('what the command says of the open-set LFW protocol', () => {
  const set = (strangers: number, dir: number | null) => ({
    ...{ mated_searches: 4903, non_mated_searches: strangers, non_mated_people: 1070 },
    figures: [
      { key: 'rank1' as const, better: 'higher' as const, value: 0.99, low: 0.98, high: 0.995 },
      {
        ...{
          key: 'dir_at_fpir.0.001' as const,
          better: 'higher' as const,
          value: dir,
          low: null,
          high: null,
        },
        reason: dir === null ? 'It needs 3000.' : 'An interval needs at least two people.',
      },
    ],
  });
  const text = lfwOpenSetText({
    counts: { gallery_people: 610, gallery: 1830, known: 4903 },
    sets: { o1: set(1361, null), o2: set(4069, 0.9), o3: set(5430, 0.9) },
    threshold: { statement: 'At most 1 in 100.' },
    detect_fail: 3,
  } as unknown as LfwOpenSetReport);

  it('tells the counts of the protocol', () => {
    expect(text).toContain('610 people enrolled with 1,830 photos, 4,903 more photos of them to name');
    expect(text).toMatch(/their photos +1,361 +4,069 +5,430/);
    expect(text).toMatch(/photos without a face +3/);
  });

  it('has a column for each probe set, with intervals', () => {
    expect(text).toMatch(/rank 1 +(0\.9900 \(0\.9800 to 0\.9950\)\s+){3}/);
  });

  it('says what is not measurable, and why, once', () => {
    expect(text).toMatch(/DIR at FPIR 0\.001 +not measurable +0\.9000 \(no interval\)/);
    expect(text.split('It needs 3000.')).toHaveLength(2);
  });
});

describe('what the command says of BLUFR', () => {
  const trial = { gallery: 1000, mated_searches: 4350, non_mated_searches: 4357, detect_fail: 1 };
  const report = {
    trials_from: 'drawn',
    tar_at_far: { '0.001': { ...figure(0.95), mean_less_sd: 0.94 } },
    dir_at_fpir: { '0.01': { ...figure(0.8), mean_less_sd: 0.79 } },
    rank1: { ...missing('No photo.'), mean_less_sd: null },
    trials: [{ ...trial, same_pairs: 156915, different_pairs: 46960863 }],
    provenance: { options: { seed: 7 } },
  } as unknown as BlufrReport;

  it('says plainly that drawn trials are not the published ones', () => {
    expect(blufrText(report)).toContain('seed 7: not the draws that BLUFR publishes');
    expect(blufrText({ ...report, trials_from: 'lists' })).toContain("1 trial, the toolkit's own lists");
  });

  it('puts the mean less one deviation first', () => {
    expect(blufrText(report)).toMatch(/VR at FAR 0\.1 % +0\.9400 +0\.9500 +0\.0100 +0\.9300 to 0\.9700/);
    expect(blufrText(report)).toContain('156,915 same and 46,960,863 different pairs');
    expect(blufrText(report)).toMatch(/rank 1 +not measurable/);
  });
});

describe("what the command says of a user's people", () => {
  const report = {
    asked_fpir: 0.01,
    figures: {
      dir_at_threshold: figure(0.9),
      realised_fpir: { ...figure(0.1), values: [0.1, null] },
      rank1: missing('Nobody.'),
      'dir_at_fpir.0.1': missing('Nobody.'),
      'dir_at_fpir.0.01': missing('Too few.'),
      auroc: figure(0.9),
    },
    notes: ['A note.'],
    repeats: [
      { enrolled_people: 1, calibration_people: 1, non_mated_people: 2, detect_fail: 1 },
      { enrolled_people: 1, calibration_people: 1, non_mated_people: 2, detect_fail: 2 },
    ],
  } as unknown as PeopleReport;
  const text = peopleText(report);

  it('tells who took which part', () => {
    expect(text).toContain(
      '2 repeats, each with 1 person enrolled, 1 stranger to set the threshold on and 2 to test it',
    );
    expect(text).toMatch(/photos without a face +1\.5 on average/);
  });

  it('gives mean, interval and spread, and in how many repeats', () => {
    expect(text).toMatch(/DIR at the threshold +0\.9000 +0\.8500 to 0\.9300 +0\.0100 +0\.8800 to 0\.9200\n/);
    expect(text).toMatch(/FPIR at the threshold .*, in 1 of 2\n/);
  });

  it('gives a reason once for all figures that have it', () => {
    expect(text).toContain('rank 1, DIR at FPIR 0.1: Nobody.');
    expect(text).toContain('DIR at FPIR 0.01: Too few.');
    expect(text).toContain('A note.');
  });
});
