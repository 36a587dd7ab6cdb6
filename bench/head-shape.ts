// Where the five landmarks lie on a head, from those of LFW's open-set training photos and strangers: the constants of
// src/quality/head-pose.ts, in heights from the eyes to the mouth. npx tsx bench/head-shape.ts
//
// A head turned by an angle has its eyes cos(angle) as far apart as it would looking ahead, and its nose depth x sin(angle)
// off the middle, both against the height from eyes to mouth, which stays. So the squared eye distance falls along a line
// over the squared nose offset, and -intercept / slope is the squared depth.
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { labelledFromTable } from '../dist/toolkit/photo-sets.js';
import { primaryFace } from '../src/detection/primary-face.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { LFW } from './photos.ts';

type Point = readonly [x: number, y: number];

/** In heights from eyes to mouth. */
interface MeasuredFace {
  readonly eyes: number;
  readonly mouth: number;
  /** Of the nose from the line down the middle. */
  readonly offset: number;
  /** Of the nose below the eyes. */
  readonly drop: number;
}

/** Faces with a smaller nose offset look ahead. */
const AHEAD = 0.05;

const faces = (await landmarks()).map(measured);
const bins = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4];
console.log('squared eye distance by nose offset, both in heights from eyes to mouth:');
bins.forEach((from, i) => {
  const within = faces.filter(
    ({ offset }) => Math.abs(offset) >= from && Math.abs(offset) < (bins[i + 1] ?? 9),
  );
  const mean = meanOf(within.map(({ eyes }) => eyes ** 2));
  console.log(`  from ${from.toFixed(2)}: ${mean.toFixed(3)} of ${within.length} faces`);
});
const { slope, intercept } = line(
  faces.map(({ offset }) => offset ** 2),
  faces.map(({ eyes }) => eyes ** 2),
);
const depth = Math.sqrt(-intercept / slope);
const ahead = faces.filter(({ offset }) => Math.abs(offset) < AHEAD);
const ofAhead = (value: (face: MeasuredFace) => number): string => meanOf(ahead.map(value)).toFixed(3);
console.log(
  `nose depth ${depth.toFixed(3)}; of the ${ahead.length} that look ahead, eyes apart ${ofAhead((f) => f.eyes)},`,
);
console.log(`corners of the mouth ${ofAhead((f) => f.mouth)}, nose ${ofAhead((f) => f.drop)} below the eyes`);

async function landmarks(): Promise<Float32Array[]> {
  await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
  const tables = ['train', 'strangers'].map((name) =>
    labelledFromTable(join(LFW, 'open-set', `${name}.csv`), join(LFW, 'images')),
  );
  const photos = (await Promise.all(tables)).flat().map(({ photo }) => photo);
  const run = await extractPhotos(photos, extraction.ports);
  return run.photos.flatMap(({ extraction: found }) => {
    const face = found.kind === 'faces' ? found.faces[primaryFace(found.faces, found)] : undefined;
    return face === undefined ? [] : [face.landmarks];
  });
}

/** Lengths along and across the line from the middle of the eyes to that of the mouth. */
function measured(points: Float32Array): MeasuredFace {
  const at = (i: number): Point => [points[2 * i] ?? 0, points[2 * i + 1] ?? 0];
  const eyesMiddle = middle(at(0), at(1));
  const [downX, downY] = minus(middle(at(3), at(4)), eyesMiddle);
  const square = downX ** 2 + downY ** 2;
  const across = ([x, y]: Point): number => (x * downY - y * downX) / square;
  const along = ([x, y]: Point): number => (x * downX + y * downY) / square;
  const nose = minus(at(2), eyesMiddle);
  return {
    eyes: across(minus(at(1), at(0))),
    mouth: across(minus(at(4), at(3))),
    offset: across(nose),
    drop: along(nose),
  };
}

function middle([x1, y1]: Point, [x2, y2]: Point): Point {
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}

function minus([x1, y1]: Point, [x2, y2]: Point): Point {
  return [x1 - x2, y1 - y2];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function line(x: readonly number[], y: readonly number[]): { slope: number; intercept: number } {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const together = meanOf(x.map((value, i) => (value - meanX) * ((y[i] ?? 0) - meanY)));
  const slope = together / meanOf(x.map((value) => (value - meanX) ** 2));
  return { slope, intercept: meanY - slope * meanX };
}
