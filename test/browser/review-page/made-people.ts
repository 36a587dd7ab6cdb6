import type { components } from '../../../web/api/schema.d.ts';

type Schemas = components['schemas'];

/** Id of the one collection that is made. */
export const MADE_ID = `col_${'0'.repeat(32)}`;
const WHEN = '2026-05-04T10:00:00.000Z';
const FAMILY_NAMES = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Smith',
  'García',
  'Okafor',
  'Svensson',
  'Kim',
];

/** A name that would be markup, were it not text. */
export const HOSTILE_NAME = `<img src=x onerror="document.title='hacked'"> & Sons`;

/** The collection with how it decides. */
export function collectionMade() {
  return {
    id: MADE_ID,
    name: 'Everybody at the office',
    createdAt: WHEN,
    fpir: 0.01,
    rule: 'blend',
    version: 7,
    status: {
      threshold: 0.42,
      thresholdStatement: 'FPIR 1 % on 4,000 people, realised 0.9 %',
      isPromised: true,
      measuredRate: { rate: 0.009, low: 0.0063, high: 0.0124 },
      isCalibrating: false,
      calibrationPeople: 4000,
    },
  };
}

/** People in the order of their numbers; the second has a hostile name. */
export function madePeople(count: number): Schemas['Person'][] {
  return Array.from({ length: count }, (_, place) => ({
    id: idOf('per', place),
    collectionId: MADE_ID,
    name:
      place === 1
        ? HOSTILE_NAME
        : `${FAMILY_NAMES[place % FAMILY_NAMES.length]} ${String(place).padStart(5, '0')}`,
    createdAt: WHEN,
    faceCount: 1 + (place % 7),
    coverFaceId: idOf('fac', place),
  }));
}

/** Faces with pictures. */
export function madeFaces(count: number): Schemas['Face'][] {
  return Array.from({ length: count }, (_, place) => ({
    id: idOf('fac', 1000 * count + place),
    photoId: idOf('pho', place),
    state: 'unknown',
    box: { xPx: 10, yPx: 10, widthPx: 50, heightPx: 60 },
    detectionScore: 0.9,
    createdAt: WHEN,
  }));
}

/** Questions about the first people. */
export function madeQuestions(people: readonly Schemas['Person'][]): Schemas['Question'][] {
  return people.slice(0, 12).map(({ id, name }, place) => ({
    faceId: idOf('fac', 500 + place),
    photoId: idOf('pho', 500 + place),
    candidates: [{ personId: id, name, score: 0.44 - place / 100 }, ...othersOf(people)],
    nearest: { faceId: idOf('fac', place), personId: id, score: 0.44 },
    quality: 0.82,
    probability: 0.9 - place / 20,
    value: 0.5,
  }));
}

/** A finding of each kind. */
export function madeFindings(people: readonly Schemas['Person'][]): Schemas['Finding'][] {
  const [first, second] = people.map(({ id, name }) => ({ personId: id, name }));
  const [ann, hostile] = [first, second] as [NonNullable<typeof first>, NonNullable<typeof second>];
  const evidence = [ann, hostile].map(({ personId }, place) => ({
    faceId: idOf('fac', place),
    personId,
    score: 0.2 + place / 2,
  }));
  const face = idOf('fac', 700);
  const many = Array.from({ length: 11 }, (_, place) => idOf('fac', 710 + place));
  const both = [ann, hostile];
  const move = { kind: 'move' as const, faceIds: [face], to: hostile };
  const moveToNew = { kind: 'move-to-new' as const, faceIds: many, name: `${ann.name} (2)` };
  const merge = { kind: 'merge' as const, from: ann, into: hostile };
  const aside = { kind: 'set-aside' as const, faceIds: [face] };
  const told = { reason: 'Its mean score says so.', evidence };
  const unlike = { kind: 'unlike-own' as const, person: ann, score: 0.05, agreeing: [] };
  return [
    {
      id: 'f1',
      kind: 'wrong-person',
      confidence: 0.98,
      people: both,
      faceIds: [face],
      proposal: move,
      grounds: {
        ...unlike,
        other: { person: hostile, score: 0.61, isOutside: false },
        isNobodys: false,
        agreeing: ['confident-learning', 'nearest-photos'],
      },
      ...told,
    },
    {
      id: 'f2',
      kind: 'same-person',
      confidence: 0.9,
      people: both,
      faceIds: [],
      proposal: merge,
      grounds: { kind: 'alike', people: both, score: 0.58, isOutside: false },
      ...told,
    },
    {
      id: 'f3',
      kind: 'two-people',
      confidence: 0.8,
      people: [ann],
      faceIds: many,
      proposal: moveToNew,
      grounds: { kind: 'falls-apart', person: ann, larger: 14, smaller: 11, score: 0.03 },
      ...told,
    },
    {
      id: 'f4',
      kind: 'near-copy',
      confidence: 0.7,
      people: [ann],
      faceIds: [face],
      proposal: aside,
      grounds: { kind: 'repeated', isSameFile: false, count: 2 },
      ...told,
    },
    {
      id: 'f5',
      kind: 'far-from-everybody',
      confidence: 0.6,
      people: [ann],
      faceIds: [face],
      proposal: aside,
      grounds: { ...unlike, isNobodys: true },
      ...told,
    },
    {
      id: 'f6',
      kind: 'two-people',
      confidence: 0.5,
      people: [ann],
      faceIds: [face],
      proposal: { kind: 'none' },
      grounds: { kind: 'unlike-each-other', person: ann, score: 0.04 },
      ...told,
    },
  ];
}

/** A job that runs, and one that is done. */
export function madeJobs(): Schemas['Job'][] {
  const job = { collectionId: MADE_ID, kind: 'identify' as const, createdAt: WHEN, updatedAt: WHEN };
  return [
    { ...job, id: idOf('job', 1), state: 'running', isOpen: true, total: 300, done: 120, failed: 2 },
    { ...job, id: idOf('job', 2), state: 'done', isOpen: false, total: 40, done: 40, failed: 0 },
  ];
}

/** What a job found, so many photos. */
export function madeResults(count: number): Schemas['JobResult'][] {
  return Array.from({ length: count }, (_, place) =>
    place % 3 === 2
      ? { number: place + 1, kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'This is no photo.' }
      : {
          number: place + 1,
          label: `${place + 1} door.jpg`,
          kind: 'searched',
          widthPx: 9,
          heightPx: 9,
          faces: [],
        },
  );
}

/** What a photo of two gave: one who is known, one who is not. */
export function madeAnswer(people: readonly Schemas['Person'][]): Schemas['PhotoAnswer'] {
  const [first] = people;
  const { id: personId = '', name = '' } = first ?? {};
  const best = { personId, name, score: 0.71 };
  const evidence = {
    threshold: 0.42,
    nearest: { faceId: idOf('fac', 0), personId, score: 0.71 },
    margin: 0.3,
    quality: madeQuality({ overall: 0.82, sharpness: 0.34, yawDeg: -4, flaws: [] }),
  };
  return {
    widthPx: 400,
    heightPx: 300,
    faces: [
      {
        box: { xPx: 40, yPx: 60, widthPx: 90, heightPx: 110 },
        detectionScore: 0.98,
        candidates: [best, ...othersOf(people)],
        probability: 0.97,
        decision: { kind: 'identified', ...best },
        reason: 'it is above',
        evidence,
      },
      {
        box: { xPx: 240, yPx: 60, widthPx: 90, heightPx: 110 },
        detectionScore: 0.97,
        candidates: [{ ...best, score: 0.2 }],
        probability: 0.03,
        decision: { kind: 'unknown', bestScore: 0.2 },
        reason: 'it is below',
        evidence: {
          threshold: 0.42,
          quality: madeQuality({
            overall: 0.21,
            sharpness: 0.12,
            yawDeg: 64,
            flaws: ['tiny-face', 'blurred', 'turned-away', 'badly-lit', 'low-quality'],
          }),
        },
      },
    ],
  };
}

function madeQuality(
  judged: Pick<Schemas['FaceQuality'], 'overall' | 'sharpness' | 'yawDeg' | 'flaws'>,
): Schemas['FaceQuality'] {
  return {
    brightness: 0.5,
    contrast: 0.2,
    underexposedShare: 0.02,
    overexposedShare: 0.01,
    pitchDeg: 2,
    rollDeg: 1,
    facePx: 90,
    interEyePx: 40,
    isGrey: false,
    ...judged,
  };
}

function othersOf(people: readonly Schemas['Person'][]) {
  return people.slice(20, 24).map(({ id, name }, place) => ({ personId: id, name, score: 0.2 - place / 20 }));
}

function idOf(kind: string, number: number): string {
  return `${kind}_${number.toString(16).padStart(32, '0')}`;
}
