// Measures whether FSRCNN helps the default embedder on small faces: LFW pairs whose photos are shrunk until the aligned
// crop of 112 pixels shows 16, 24 or 32 of the photo's. Landmarks are those of the unshrunk photo, so only the crop matters.
// npm run build && npx tsx bench/restoration.ts [folds, 2] prints the table of docs/restoration.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { enlargement } from '../src/alignment/align.ts';
import type { Detection, Landmarks } from '../src/core/face.ts';
import type { RgbImage } from '../src/core/image.ts';
import type { ExtractionPorts } from '../src/core/ports.ts';
import { primaryFace } from '../src/detection/primary-face.ts';
import { type LfwPair, parseLfwPairs } from '../src/evaluation/lfw-pairs.ts';
import { type ScoredPair, tarAtFar, verificationAccuracy } from '../src/evaluation/verification.ts';
import { resizeImage } from '../src/images/resize.ts';
import { dot, normalised } from '../src/numerics/vector.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { LFW } from './photos.ts';

const TEMPLATE = '112x112';
const TEMPLATE_PX = 112;
const SIDES_PX = [16, 24, 32];
const FACTORS = [2, 3, 4];
const FAR = 0.01;

interface Face {
  readonly image: RgbImage;
  readonly face: Detection;
}

type Embeddings = ReadonlyMap<string, Float32Array>;

const foldCount = Number(process.argv[2] ?? 2);
const folds = parseLfwPairs(readFileSync(join(LFW, 'pairs.txt'), 'utf8'), 'pairs.txt').slice(0, foldCount);
const names = [...new Set(folds.flat().flatMap(({ first, second }) => [first, second]))];

const faces = await withExtractor(undefined, async (ports) => await facesOf(names, ports));
const whole = await withExtractor(undefined, async (ports) => await embed(faces, ports));
console.log(`${folds.flat().length} pairs, ${faces.size} of ${names.length} photos with a face\n`);
console.log(
  `| pixels | crop | both small: accuracy | TAR at FAR 1 % | one small: accuracy | TAR at FAR 1 % | CPU ms a face |\n|---|---|---|---|---|---|---|`,
);
console.log(row('all', 'plain', { small: whole, cpuMs: 0 }));
for (const sidePx of SIDES_PX) {
  const small = new Map([...faces].map(([name, face]) => [name, shrunk(face, sidePx)]));
  const factors = FACTORS.filter((factor) => factor <= TEMPLATE_PX / sidePx);
  for (const restorer of [undefined, ...factors.map((factor) => `fsrcnn-x${factor}`)]) {
    const result = await withExtractor(restorer, async (ports) => {
      const before = process.cpuUsage();
      const embeddings = await embed(small, ports);
      const { user, system } = process.cpuUsage(before);
      return { small: embeddings, cpuMs: (user + system) / 1000 };
    });
    console.log(row(String(sidePx), restorer ?? 'plain', result));
  }
}

async function withExtractor<T>(
  restorer: string | undefined,
  work: (ports: ExtractionPorts) => Promise<T>,
): Promise<T> {
  const options = extractionOptionsSchema.parse(restorer === undefined ? {} : { restorer });
  await using extraction = await openExtraction(options);
  return await work(extraction.ports);
}

async function facesOf(photos: readonly string[], ports: ExtractionPorts): Promise<Map<string, Face>> {
  const found = new Map<string, Face>();
  await inParallel(photos, ports, async (name) => {
    const { image } = await ports.decode(readFileSync(join(LFW, 'images', name)), name);
    const { outcome } = await ports.extractor.extract({ image: copyOf(image), networks: [] });
    if (outcome.kind === 'no-face') return;
    const face = outcome.faces[primaryFace(outcome.faces, image)];
    if (face !== undefined) found.set(name, { image, face });
  });
  return found;
}

/** A photo scaled so that its aligned crop shows `sidePx` of its pixels. */
function shrunk({ image, face }: Face, sidePx: number): Face {
  const scale = (enlargement(face.landmarks, TEMPLATE) * sidePx) / TEMPLATE_PX;
  // Rounded down, lest the enlargement fall short of a factor by a hair.
  const widthPx = Math.max(1, Math.floor(image.widthPx * scale));
  const heightPx = Math.max(1, Math.floor(image.heightPx * scale));
  const [scaleX, scaleY] = [widthPx / image.widthPx, heightPx / image.heightPx];
  const landmarks: Landmarks = face.landmarks.map(
    (value, i) => (value + 0.5) * (i % 2 === 0 ? scaleX : scaleY) - 0.5,
  );
  return { image: resizeImage(image, widthPx, heightPx), face: { ...face, landmarks } };
}

async function embed(given: ReadonlyMap<string, Face>, ports: ExtractionPorts): Promise<Embeddings> {
  const embeddings = new Map<string, Float32Array>();
  await inParallel([...given], ports, async ([name, { image, face }]) => {
    const known = { kind: 'found', rung: 'normal', faces: [face] } as const;
    const found = await ports.extractor.extract({ image: copyOf(image), known, networks: [0] });
    const embedding = found.embeddings[0]?.[0];
    if (embedding !== undefined) embeddings.set(name, normalised(embedding));
  });
  return embeddings;
}

/** The worker that gets an image keeps its pixels. */
function copyOf(image: RgbImage): RgbImage {
  return { ...image, pixels: image.pixels.slice() };
}

async function inParallel<T>(
  items: readonly T[],
  ports: ExtractionPorts,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: ports.extractor.concurrency }, lane));
}

function row(
  pixels: string,
  crop: string,
  { small, cpuMs }: { readonly small: Embeddings; readonly cpuMs: number },
): string {
  const figures = [small, whole].flatMap((second) => {
    const scored = folds.map((pairs) => pairs.map((pair) => scorePair(pair, small, second)));
    return [verificationAccuracy(scored).mean, tarAtFar(scored.flat(), FAR).tar];
  });
  const speed = cpuMs === 0 ? '' : (cpuMs / small.size).toFixed(1);
  return `| ${pixels} | ${crop} | ${figures.map((value) => value.toFixed(4)).join(' | ')} | ${speed} |`;
}

/** The first photo of a pair is small, the second as `seconds` has it. */
function scorePair({ first, second, isSame }: LfwPair, firsts: Embeddings, seconds: Embeddings): ScoredPair {
  const [a, b] = [firsts.get(first), seconds.get(second)];
  return a === undefined || b === undefined ? { isSame } : { isSame, score: dot(a, b) };
}
