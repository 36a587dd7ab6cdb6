import type { Box } from '../../../src/core/face.ts';
import type { FaceResult, PhotoResult, Threshold } from '../../../src/core/identification.ts';
import { type Random, seededRandom } from '../../../src/numerics/random.ts';
import { decide } from '../../../src/rejection/decide.ts';
import type { PhotoPicture, ReportModel } from '../../../src/report/report-model.ts';

export const HOSTILE_NAME = '<img src=x onerror=alert(1)>"\'&amp;</script>';
const VIETNAMESE = 'Nguyễn Thị Ánh Tuyết';
export const VIETNAMESE_NFC = VIETNAMESE.normalize('NFC');
export const VIETNAMESE_NFD = VIETNAMESE.normalize('NFD');

const PEOPLE = [
  VIETNAMESE_NFC,
  'Trần Đức Minh',
  'Amara Okafor',
  'Jonas Lindqvist',
  'Lê Thu Hà',
  'María del Carmen Fernández-Villaverde',
  'Tomasz Król',
  'Priya Raman',
];
const ABSENT = ['Ewa Nowak', 'Đặng Văn Lâm', 'Sofia Rossi'];
const STRANGER_COUNT = 4;
const THRESHOLD = 0.412;

export const PROMISED: Threshold = {
  value: THRESHOLD,
  fpirAsked: 0.01,
  setOn: 'strangers',
  personCount: 240,
  photoCount: 311,
  realisedFpir: { rate: 0.0083, low: 0.001, high: 0.0298 },
  isPromised: true,
  statement:
    'At most 1 in 100 strangers should be named: measured 0.83 % (95 % interval 0.1 to 3 %) on strangers (240 people), by thresholds they had no part in.',
};

export const UNPROMISED: Threshold = {
  ...PROMISED,
  value: 0.58,
  personCount: 11,
  photoCount: 64,
  setOn: 'leave-one-identity-out',
  realisedFpir: { rate: 0, low: 0, high: 0.28 },
  isPromised: false,
  statement:
    'Not enough enrolled people searched as strangers (11 people) to promise that at most 1 in 100 strangers is named: 99 are needed. The threshold, 0.580, lies above every score they reached.',
};

const BLANK: Pick<ReportModel, 'title' | 'createdAt' | 'settings' | 'networks'> = {
  title: 'Tết 2026: who is in the photos',
  createdAt: new Date('2026-02-19T08:05:00Z'),
  settings: [
    { name: 'people', value: 'family/people' },
    { name: 'photos', value: 'family/tet-2026' },
    { name: 'fpir', value: '0.01' },
    { name: 'rule', value: 'blend' },
    { name: 'strangers', value: 'strangers' },
  ],
  networks: [
    {
      name: 'detector-a',
      task: 'detector',
      licence: 'MIT',
      limits: 'Trained on photos gathered for research.',
    },
    {
      name: 'embedder-b',
      task: 'embedder',
      licence: 'Apache-2.0',
      limits: 'The licence covers the weights; the photos it was trained on were released for research only.',
    },
  ],
};

/** A model without photos, people or problems; fields as given. */
export function emptyReport(fields: Partial<ReportModel> = {}): ReportModel {
  return {
    ...BLANK,
    threshold: PROMISED,
    people: [],
    photos: [],
    shownPhotoCount: 1000,
    pictures: new Map(),
    facePictures: new Map(),
    enrolledPictures: new Map(),
    skipped: [],
    ...fields,
  };
}

/** One face with a decision of its own. */
export function madeFace(
  identity: string | undefined,
  score: number,
  fields: Partial<FaceResult> = {},
): FaceResult {
  const candidates = [
    { identity: identity ?? 'Amara Okafor', score },
    { identity: 'Jonas Lindqvist', score: score / 2 },
  ];
  return {
    face: 0,
    box: { xPx: 10, yPx: 20, widthPx: 30, heightPx: 40 },
    detectionScore: 0.98,
    rung: 'normal',
    candidates,
    ...decide(candidates, { value: identity === undefined ? 2 : -1 }),
    nearest: { photo: `${candidates[0]?.identity}/1.jpg`, identity: candidates[0]?.identity ?? '', score },
    ...fields,
  };
}

/** A run over drawn pictures: group photos, strangers seen again, near misses, failures. Same seed, same report. */
export function madeReport(photoCount: number, fields: Partial<ReportModel> = {}): ReportModel {
  const random = seededRandom(7);
  const drawn = Array.from({ length: photoCount }, (_, index) =>
    drawnPhoto(index, fields.threshold ?? PROMISED, random),
  );
  return emptyReport({
    people: [...PEOPLE, ...ABSENT].map((identity, place) => ({ identity, photoCount: 3 + place })),
    photos: drawn.map(({ result }) => result),
    pictures: new Map(
      drawn.flatMap(({ result, picture }) => (picture ? [[result.photo, picture] as const] : [])),
    ),
    facePictures: new Map(
      drawn.flatMap(({ result, hues }) =>
        hues ? [[result.photo, hues.map((hue) => headPicture(hue))]] : [],
      ),
    ),
    enrolledPictures: new Map(
      PEOPLE.map((identity, place) => [`${identity}/1.jpg`, headPicture(hueOf(place), 18)]),
    ),
    skipped: [
      { path: 'family/tet-2026/notes.txt', code: 'NOT_A_PHOTO', reason: 'Not a photo by its first bytes.' },
      {
        path: 'family/people/Lan/IMG_0007.jpg',
        code: 'PHOTO_NO_FACE',
        reason: 'No face was found on any rung of the cascade.',
      },
    ],
    ...fields,
  });
}

interface DrawnPhoto {
  readonly result: PhotoResult;
  readonly picture?: PhotoPicture;
  readonly hues?: readonly number[];
}

function drawnPhoto(index: number, threshold: Threshold, random: Random): DrawnPhoto {
  const photo = `2026-02/${index % 9 === 3 ? 'from the old phone, with a long folder name/' : ''}IMG_${String(4012 + index).padStart(5, '0')}.jpg`;
  if (index % 17 === 11) {
    const reason = 'The file ends before the picture does. Copy it again from where it came.';
    return { result: { kind: 'failed', photo, code: 'PHOTO_UNREADABLE', reason } };
  }
  const isTall = index % 3 === 1;
  const size = isTall ? { widthPx: 3024, heightPx: 4032 } : { widthPx: 4032, heightPx: 3024 };
  if (index % 19 === 13) {
    const reason = 'No face was found on any rung of the cascade.';
    return { result: { kind: 'no-face', photo, reason }, picture: scene(size, [], []) };
  }
  const faceCount = index % 8 === 5 ? 6 : index % 4 === 2 ? 2 : 1;
  const whos = Array.from({ length: faceCount }, () =>
    Math.floor(random() * (PEOPLE.length + STRANGER_COUNT)),
  );
  const boxes = whos.map((_, place) => boxOf(place, faceCount, size, random));
  const faces = whos.map((who, place) =>
    drawnFace(
      { who, face: place, box: boxes[place] as Box, stranger: 100 * index + place },
      threshold,
      random,
    ),
  );
  const hues = whos.map(hueOf);
  return { result: { kind: 'searched', photo, faces }, picture: scene(size, boxes, hues), hues };
}

interface Drawn {
  readonly who: number;
  readonly face: number;
  readonly box: Box;
  /** Number of the group if it is alone in it. */
  readonly stranger: number;
}

function drawnFace({ who, face, box, stranger }: Drawn, threshold: Threshold, random: Random): FaceResult {
  const isStranger = who >= PEOPLE.length;
  const best = isStranger ? 0.12 + 0.28 * random() : 0.43 + 0.4 * random();
  const names = [...PEOPLE.slice(who % PEOPLE.length), ...PEOPLE.slice(0, who % PEOPLE.length)];
  const candidates = names
    .slice(0, 5)
    .map((identity, rank) => ({ identity, score: rank === 0 ? best : (0.24 * best) / rank - 0.03 * rank }));
  const answer = decide(candidates, threshold);
  return {
    face,
    box,
    detectionScore: 0.9 + 0.09 * random(),
    rung: random() < 0.1 ? 'low-threshold' : 'normal',
    candidates,
    // Without a draw of its own, so that all else stays as it was drawn.
    probability: 1 / (1 + Math.exp(-30 * (best - threshold.value))),
    ...answer,
    nearest: { photo: `${names[0]}/1.jpg`, identity: names[0] ?? '', score: best + 0.02 },
    ...(answer.decision.kind === 'unknown' && { unknownGroup: random() < 0.2 ? stranger + 9 : who + 1 }),
  };
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

function boxOf(place: number, count: number, size: Size, random: Random): Box {
  const widthPx = Math.min(size.widthPx / (count + 1.5), 900);
  return {
    xPx: ((place + 0.5) * size.widthPx) / count - widthPx / 2,
    yPx: size.heightPx * (count === 1 ? 0.2 : 0.05 + 0.6 * random()),
    widthPx,
    heightPx: widthPx * 1.25,
  };
}

function hueOf(who: number): number {
  return (who * 47 + 20) % 360;
}

function scene({ widthPx, heightPx }: Size, boxes: readonly Box[], hues: readonly number[]): PhotoPicture {
  const heads = boxes.map((box, place) => head(box, hues[place] ?? 0)).join('');
  const drawing = `<rect width="${widthPx}" height="${heightPx}" fill="hsl(205 22% 72%)"/><rect y="${heightPx * 0.62}" width="${widthPx}" height="${heightPx}" fill="hsl(95 18% 52%)"/>${heads}`;
  const scale = 640 / Math.max(widthPx, heightPx);
  return {
    dataUri: svgUri(widthPx, heightPx, drawing),
    widthPx: Math.round(widthPx * scale),
    heightPx: Math.round(heightPx * scale),
    photoWidthPx: widthPx,
    photoHeightPx: heightPx,
  };
}

function headPicture(hue: number, turn = 0): string {
  const backdrop = `<rect width="96" height="96" fill="hsl(${hue + turn} 18% 78%)"/>`;
  return svgUri(96, 96, backdrop + head({ xPx: 20, yPx: 12, widthPx: 56, heightPx: 70 }, hue));
}

/** An egg with shoulders: nobody's face. */
function head({ xPx, yPx, widthPx, heightPx }: Box, hue: number): string {
  const x = xPx + widthPx / 2;
  const y = yPx + heightPx / 2;
  return `<ellipse cx="${x}" cy="${yPx + heightPx * 1.45}" rx="${widthPx}" ry="${heightPx * 0.55}" fill="hsl(${hue} 35% 38%)"/><ellipse cx="${x}" cy="${y}" rx="${widthPx * 0.46}" ry="${heightPx * 0.5}" fill="hsl(${hue} 40% 62%)"/>`;
}

function svgUri(widthPx: number, heightPx: number, drawing: string): string {
  const namespace = ['http:', '', 'www.w3.org', '2000', 'svg'].join('/');
  const svg = `<svg xmlns="${namespace}" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}">${drawing}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
