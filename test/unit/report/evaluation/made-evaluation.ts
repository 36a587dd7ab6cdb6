import type { Figure, FigureKey } from '../../../../src/core/evaluation-figures.ts';
import { FIGURE_KEYS } from '../../../../src/core/evaluation-figures.ts';
import type { EvaluationFindings, SearchError } from '../../../../src/core/evaluation-findings.ts';
import type { SliceRow, SliceTable } from '../../../../src/core/evaluation-slices.ts';
import { type EvaluationModel, NO_EVIDENCE } from '../../../../src/report/evaluation/evaluation-model.ts';

const VALUES: Readonly<Record<FigureKey, number | null>> = {
  dir_at_threshold: 0.9713,
  fnir_at_threshold: 0.0287,
  realised_fpir: 0.0124,
  rank1: 0.9921,
  'dir_at_fpir.0.1': 0.9872,
  'dir_at_fpir.0.01': 0.9701,
  'dir_at_fpir.0.001': null,
  auroc: 0.9987,
  aupr: 0.9985,
  oscr: 0.9902,
  'ccr_at_fpr.0.1': 0.9872,
  'ccr_at_fpr.0.01': 0.9701,
  'ccr_at_fpr.0.001': null,
  map5: 0.9853,
  macro_f1: 0.961,
  aurc: 0.212,
  ece: 0.0131,
  brier: 0.0204,
  log_loss: 0.081,
  detect_fail_rate: 0.001,
};

/** Made figures; the value of some as given. */
export function madeFigures(values: Partial<Record<FigureKey, number | null>> = {}): Figure[] {
  return FIGURE_KEYS.map((key) => {
    const value = { ...VALUES, ...values }[key];
    const better =
      key === 'realised_fpir' ? 'asked' : /^(fnir|aurc|ece|brier|log|detect)/.test(key) ? 'lower' : 'higher';
    if (value === null)
      return {
        key,
        better,
        value,
        low: null,
        high: null,
        reason: 'There are 1,558 photos of strangers; 3,000 are needed.',
      };
    return { key, better, value, low: Math.max(0, value - 0.008), high: Math.min(1, value + 0.006) };
  });
}

/** An error of a made test; fields as given. */
export function madeError(fields: Partial<SearchError> = {}): SearchError {
  return {
    photo: 'Trần Đức Minh/3.jpg',
    person: 'Trần Đức Minh',
    candidate: 'Jonas Lindqvist',
    score: 0.613,
    mate: { rank: 2, score: 0.59 },
    nearest: { photo: 'Jonas Lindqvist/1.jpg', identity: 'Jonas Lindqvist', score: 0.613 },
    probability: 0.71,
    enrolledPhotoCount: 2,
    ...fields,
  };
}

/** A slice table of made rates. */
export function madeSlices(attribute: string, rates: Readonly<Record<string, number | null>>): SliceTable {
  const rows = Object.entries(rates).map(([slice, rate]): SliceRow => {
    const bounds = {
      low: rate === null ? null : rate - 0.02,
      high: rate === null ? null : Math.min(1, rate + 0.01),
    };
    const none = { value: null, low: null, high: null, reason: 'Not tested.', pValue: null };
    return {
      slice,
      matedSearches: 420,
      nonMatedSearches: 390,
      people: 300,
      dir: { value: rate, ...bounds, ...(rate === null && { reason: 'Nobody enrolled is in it.' }) },
      fpir: { value: 0.012, low: 0.004, high: 0.03 },
      dirDifference: none,
      fpirDifference: none,
      ...(rate !== null &&
        rate < 0.93 && { warning: `Photos of the slice ${slice} are named right less often.` }),
    };
  });
  return { attribute, kind: 'values', rows, unknownCount: 12 };
}

/** What a made test came to: every part of it filled; fields as given. */
export function madeFindings(fields: Partial<EvaluationFindings> = {}): EvaluationFindings {
  const stranger = { person: 'Sofia Rossi', photo: 'Sofia Rossi/1.jpg', mate: null, enrolledPhotoCount: 0 };
  return {
    counts: {
      matedSearches: 2652,
      nonMatedSearches: 1558,
      enrolledPeople: 901,
      strangers: 779,
      matedWithoutFace: 3,
      nonMatedWithoutFace: 1,
    },
    threshold: 0.474,
    fpirAsked: 0.01,
    bootstrap: { resampleCount: 1000, seed: 1 },
    figures: madeFigures(),
    curves: madeCurves(),
    thresholdTable: [0.1, 0.01, null].map((fpir, place) => ({
      threshold: 0.4 + place * 0.05,
      fpir,
      strangersNamed: { value: 1000 * (fpir ?? 0.012), low: 4, high: 130 },
      recognised: { value: 970, low: 962, high: 977 },
      takenForAnother: { value: 1.5, low: 0.4, high: 3 },
    })),
    scoreHistogram: madeHistogram(),
    confusions: [
      { person: 'Trần Đức Minh', isMated: true, namedAs: 'Jonas Lindqvist', count: 2, worst: madeError() },
      { person: 'Sofia Rossi', isMated: false, namedAs: 'Ewa Nowak', count: 1, worst: madeError(stranger) },
    ],
    worstErrors: {
      strangersNamed: [madeError(stranger)],
      namedWrongly: [madeError()],
      missed: [
        madeError({
          photo: 'Lê Thu Hà/9.jpg',
          person: 'Lê Thu Hà',
          candidate: null,
          score: null,
          mate: null,
          nearest: null,
          probability: null,
        }),
        madeError({ person: 'Jonas Lindqvist', mate: { rank: 1, score: 0.41 }, score: 0.41 }),
      ],
    },
    people: [
      {
        person: 'Lê Thu Hà',
        isMated: true,
        enrolledPhotoCount: 3,
        searches: 9,
        right: 7,
        namedWrongly: 0,
        missed: 2,
      },
      {
        person: 'Sofia Rossi',
        isMated: false,
        enrolledPhotoCount: 0,
        searches: 2,
        right: 1,
        namedWrongly: 1,
        missed: 0,
      },
    ],
    slices: [
      madeSlices('enrolled photos', { '1': 0.921, '2': 0.964, '3 to 5': 0.982, '6 or more': 0.993 }),
      madeSlices('face size', {
        'below 60 px': 0.941,
        '60 to 90 px': 0.975,
        'above 90 px': 0.981,
        unsure: null,
      }),
    ],
    warnings: ['DIR at FPIR 0.1 % needs 3,000 photos of strangers; there are 1,558.'],
    ...fields,
  };
}

/** The page of a made test; fields as given. */
export function madeEvaluation(fields: Partial<EvaluationModel> = {}): EvaluationModel {
  return {
    title: 'Made test',
    findings: madeFindings(),
    thresholdStatement:
      'At most 1 in 100 strangers should be named: measured 0.83 % on strangers (240 people).',
    alone: [
      { name: 'embedder-a', figures: madeFigures({ 'dir_at_fpir.0.01': 0.955 }) },
      { name: 'embedder-b', figures: madeFigures({ 'dir_at_fpir.0.01': 0.962 }) },
    ],
    evidence: NO_EVIDENCE,
    provenance: {
      networks: [
        {
          name: 'embedder-a',
          task: 'embedder',
          licence: 'Apache-2.0',
          limits: 'Its photos were released for research only.',
        },
      ],
      settings: [{ name: 'fpir', value: '0.01' }],
      facts: [{ name: 'quen', value: '0.1.0' }],
      skipped: [{ path: 'broken.jpg', code: 'PHOTO_UNREADABLE', reason: 'It is cut off.' }],
    },
    ...fields,
  };
}

function madeCurves(): EvaluationFindings['curves'] {
  const steps = Array.from({ length: 60 }, (_, step) => 10 ** (-3 + step / 20)).filter((rate) => rate <= 1);
  return {
    dirFpir: steps.map((fpir) => {
      const dir = 0.992 - 0.05 * (1 - Math.log10(fpir * 1000) / 3) ** 2;
      return {
        fpir,
        threshold: 0.5 - 0.1 * fpir,
        dir,
        low: dir - 0.009,
        high: Math.min(1, dir + 0.006),
        isMeasurable: fpir > 0.0019,
      };
    }),
    oscr: steps.map((fpr) => ({
      fpr,
      ccr: 0.992 - 0.05 * (1 - Math.log10(fpr * 1000) / 3) ** 2,
      threshold: 0.5,
    })),
    cmc: [1, 2, 3, 4, 5].map((rank) => ({
      rank,
      share: 1 - 0.008 / rank,
      low: 1 - 0.012 / rank,
      high: 1 - 0.004 / rank,
    })),
    riskCoverage: steps.map((coverage) => ({
      coverage,
      risk: 0.37 * coverage ** 4,
      threshold: 1 - coverage,
    })),
    reliability: Array.from({ length: 10 }, (_, bin) => {
      const meanProbability = (bin + 0.5) / 10;
      const shareRight = meanProbability ** 1.2;
      return {
        leastProbability: bin / 10,
        greatestProbability: (bin + 1) / 10,
        count: 421,
        meanProbability,
        shareRight,
        low: shareRight * 0.9,
        high: Math.min(1, shareRight * 1.08),
      };
    }),
  };
}

function madeHistogram(): EvaluationFindings['scoreHistogram'] {
  const edges = Array.from({ length: 41 }, (_, bin) => bin / 40);
  const hill = (middle: number, width: number, height: number): number[] =>
    edges.slice(0, -1).map((edge) => Math.round(height * Math.exp(-(((edge - middle) / width) ** 2))));
  return {
    edges,
    matedRight: hill(0.72, 0.1, 400),
    matedWrong: hill(0.42, 0.06, 4),
    nonMated: hill(0.33, 0.07, 300),
  };
}
