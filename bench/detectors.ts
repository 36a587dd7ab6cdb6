// Measures every detector whose network is there, on photos of LFW and the contest's 24 hard ones, on one thread.
// npx tsx bench/detectors.ts [name of a card]... prints the two tables of docs/detectors.md.
import { readdirSync, readFileSync } from 'node:fs';
import { alignFace } from '../src/alignment/align.ts';
import type { Detection } from '../src/core/face.ts';
import type { RgbImage } from '../src/core/image.ts';
import { cascadeOptionsSchema, detectFaces } from '../src/detection/cascade.ts';
import type { Detector } from '../src/detection/detector.ts';
import { primaryFace } from '../src/detection/primary-face.ts';
import { OnnxEmbedder } from '../src/embedding/onnx-embedder.ts';
import { parseLfwPairs } from '../src/evaluation/lfw-pairs.ts';
import { tarAtFar, verificationAccuracy } from '../src/evaluation/verification.ts';
import { rotateImage } from '../src/images/rotate.ts';
import type { DetectorCard } from '../src/networks/card.ts';
import { mobilefacenetFoamliu } from '../src/networks/cards/mobilefacenet-foamliu.ts';
import { mean, standardDeviation } from '../src/numerics/statistics.ts';
import { dot } from '../src/numerics/vector.ts';
import {
  DETECTOR_CARDS,
  openDetector,
  openSession,
  sharedNetworks,
} from '../test/support/detector-networks.ts';
import { lfwPhotos, readSharedPhoto, sharedPath } from '../test/support/shared-photos.ts';
import { CHANGES, landmarkError } from './landmark-stability.ts';
import { medianOf } from './statistics.ts';

const FREE_SIDES_PX = [256, 320, 480, 640];
/** A fixed input costs the same at every size. */
const FIXED_SIDES_PX = [320, 640];
const HARD = 'data/aivivn/no-face';
const STABILITY_PHOTO_COUNT = 100;
const TURNED_PHOTO_COUNT = 100;

const all = lfwPhotos();
const sample = Array.from({ length: 500 }, (_, i) => all[i * 26]);
const folds = parseLfwPairs(readFileSync(sharedPath('data/lfw/pairs.txt'), 'utf8'), 'pairs.txt').slice(0, 2);
const pairPhotos = [...new Set(folds.flat().flatMap(({ first, second }) => [first, second]))];
const embedder = new OnnxEmbedder(mobilefacenetFoamliu, await openSession(mobilefacenetFoamliu));

const wanted = process.argv.slice(2);
const cards: DetectorCard[] = [];
for (const card of DETECTOR_CARDS) {
  if (wanted.length > 0 && !wanted.includes(card.name)) continue;
  if ((await sharedNetworks().state(card)).kind !== 'absent') cards.push(card);
}

console.log(
  '| detector | long side | ms a photo | shifted | scaled | darker | mirrored | missed | d-prime | TAR at FAR 1 % | accuracy |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const card of cards) {
  // Photos are brought to exactly the size the row names, so a card's least enlargement is set aside.
  const { detector, close } = await openDetector(card, { leastEnlargement: 1 });
  for (const longSidePx of card.input.size === 'free' ? FREE_SIDES_PX : FIXED_SIDES_PX)
    console.log(await passRow(detector, longSidePx));
  await close();
}
console.log(
  '\n| detector | LFW: rungs | wrong face | ms a photo | turned, right rung | hard photos: rungs |',
);
console.log('|---|---|---|---|---|---|');
for (const card of cards) {
  const { detector, close } = await openDetector(card);
  console.log(await cascadeRow(detector));
  await close();
}

/** One size of the first pass: time, how far landmarks move when the photo changes, and what embeddings are worth. */
async function passRow(detector: Detector, longSidePx: number): Promise<string> {
  const times: number[] = [];
  const embeddings = new Map<string, Float32Array>();
  for (const name of pairPhotos) {
    const photo = await readSharedPhoto(`data/lfw/images/${name}`);
    const startedMs = performance.now();
    const face = await mainFace(detector, photo, longSidePx);
    times.push(performance.now() - startedMs);
    if (face) embeddings.set(name, await embedder.embed(alignFace(photo, face.landmarks, '112x112')));
  }
  const errors = await stability(detector, longSidePx);
  const missed = `${pairPhotos.length - embeddings.size} of ${pairPhotos.length}`;
  const cells = [
    detector.name,
    longSidePx,
    medianOf(times).toFixed(1),
    ...errors,
    missed,
    ...worth(embeddings),
  ];
  return `| ${cells.join(' | ')} |`;
}

async function mainFace(
  detector: Detector,
  photo: RgbImage,
  longSidePx: number,
): Promise<Detection | undefined> {
  const faces = await detector.detect(photo, { ...detector.firstPass, longSidePx });
  return faces.length === 0 ? undefined : faces[primaryFace(faces, photo)];
}

/** Mean landmark error under each change of the photo, in % of the eye distance. */
async function stability(detector: Detector, longSidePx: number): Promise<string[]> {
  const errors = CHANGES.map((): number[] => []);
  for (let i = 0; i < STABILITY_PHOTO_COUNT; i++) {
    const photo = await readSharedPhoto(sample[(i * sample.length) / STABILITY_PHOTO_COUNT]);
    const face = await mainFace(detector, photo, longSidePx);
    if (face === undefined) continue;
    for (const [place, change] of CHANGES.entries()) {
      const pass = { minScore: 0.1, longSidePx: Math.round(longSidePx * change.scale) };
      errors[place].push(landmarkError(face, await detector.detect(change.apply(photo), pass), change));
    }
  }
  return errors.map((values) => (100 * mean(values)).toFixed(2));
}

/** d-prime, share of same pairs above the 1 % quantile of different ones, and accuracy, over the first two folds of LFW. */
function worth(embeddings: ReadonlyMap<string, Float32Array>): string[] {
  const scored = folds.map((pairs) =>
    pairs.map(({ first, second, isSame }) => {
      const [one, other] = [embeddings.get(first), embeddings.get(second)];
      return one && other ? { isSame, score: dot(one, other) } : { isSame };
    }),
  );
  const scores = (isSame: boolean) =>
    scored.flat().flatMap((pair) => (pair.isSame === isSame && pair.score !== undefined ? [pair.score] : []));
  const [same, different] = [scores(true), scores(false)];
  const spread = Math.sqrt((standardDeviation(same) ** 2 + standardDeviation(different) ** 2) / 2);
  return [
    ((mean(same) - mean(different)) / spread).toFixed(2),
    `${(100 * tarAtFar(scored.flat(), 0.01).tar).toFixed(1)} %`,
    `${(100 * verificationAccuracy(scored).mean).toFixed(2)} %`,
  ];
}

/** The whole cascade on upright, turned and hard photos. */
async function cascadeRow(detector: Detector): Promise<string> {
  const upright = await cascadeOver(detector, sample, (photo) => photo);
  const turnedSample = sample.filter((_, i) => i % (sample.length / TURNED_PHOTO_COUNT) === 0);
  let rightTurnCount = 0;
  for (const turn of [90, 180, 270] as const) {
    const { rungs } = await cascadeOver(detector, turnedSample, (photo) => rotateImage(photo, turn));
    rightTurnCount += rungs.get(`rotated-${360 - turn}`) ?? 0;
  }
  const hardPaths = readdirSync(sharedPath(HARD)).map((file) => `${HARD}/${file}`);
  const hard = await cascadeOver(detector, hardPaths, (photo) => photo);
  const turned = `${rightTurnCount} of ${3 * TURNED_PHOTO_COUNT}`;
  const ms = medianOf(upright.times).toFixed(1);
  const cells = [detector.name, listed(upright.rungs), upright.wrongCount, ms, turned, listed(hard.rungs)];
  return `| ${cells.join(' | ')} |`;
}

interface CascadeCounts {
  /** Photos by rung, those without a face among them. */
  readonly rungs: Map<string, number>;
  readonly times: number[];
  /** Photos whose main face is not in the middle. */
  wrongCount: number;
}

async function cascadeOver(
  detector: Detector,
  paths: readonly string[],
  change: (photo: RgbImage) => RgbImage,
): Promise<CascadeCounts> {
  const counts: CascadeCounts = { rungs: new Map(), times: [], wrongCount: 0 };
  for (const path of paths) {
    const photo = change(await readSharedPhoto(path));
    const startedMs = performance.now();
    const outcome = await detectFaces(detector, photo, cascadeOptionsSchema.parse({}));
    counts.times.push(performance.now() - startedMs);
    const rung = outcome.kind === 'found' ? outcome.rung : outcome.kind;
    counts.rungs.set(rung, (counts.rungs.get(rung) ?? 0) + 1);
    if (outcome.kind === 'found' && !isCentral(outcome.faces, photo)) counts.wrongCount++;
  }
  return counts;
}

/** Whether the face that counts covers the middle of the photo, where LFW puts its subject. */
function isCentral(faces: readonly Detection[], photo: RgbImage): boolean {
  const { box } = faces[primaryFace(faces, photo)];
  const x = photo.widthPx / 2 - box.xPx;
  const y = photo.heightPx / 2 - box.yPx;
  return x > 0 && y > 0 && x < box.widthPx && y < box.heightPx;
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([rung, times]) => `${rung} ${times}`).join(', ');
}
