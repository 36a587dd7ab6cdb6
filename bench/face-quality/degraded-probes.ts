import { join } from 'node:path';
import { readPhoto } from '../../dist/adapters/files/read-photo.js';
import { decodePhoto } from '../../dist/adapters/sharp/decode-photo.js';
import { recompressImage } from '../../dist/adapters/sharp/recompress-image.js';
import { openExtraction } from '../../dist/toolkit/distributed/open-extraction.js';
import { labelledFromTable } from '../../dist/toolkit/photo-sets.js';
import { alignFace } from '../../src/alignment/align.ts';
import type { Detection } from '../../src/core/face.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { cascadeOptionsSchema, detectFaces } from '../../src/detection/cascade.ts';
import { primaryFace } from '../../src/detection/primary-face.ts';
import { OnnxEmbedder } from '../../src/embedding/onnx-embedder.ts';
import { methodViews } from '../../src/images/augmentation/method-views.ts';
import type { Degradation } from '../../src/images/degradation/degradation.ts';
import { degradePhoto } from '../../src/images/degradation/degrade.ts';
import { flipHorizontally } from '../../src/images/flip.ts';
import { lumaOf } from '../../src/images/luma.ts';
import type { DetectorCard, EmbedderCard } from '../../src/networks/card.ts';
import { CATALOGUE } from '../../src/networks/catalogue.ts';
import { type Random, seededRandom, shuffled } from '../../src/numerics/random.ts';
import { dot, norm, normalised, sum } from '../../src/numerics/vector.ts';
import { extractPhotos } from '../../src/pipeline/extract-photos.ts';
import type { FaceQuality } from '../../src/quality/face-quality.ts';
import { faceRegion } from '../../src/quality/face-region.ts';
import { measureFace } from '../../src/quality/measure-face.ts';
import { extractionOptionsSchema } from '../../src/toolkit/extraction-options.ts';
import { openDetector, openSession } from '../../test/support/detector-networks.ts';
import { LFW } from '../photos.ts';
import { SHARPNESS } from './sharpness-candidates.ts';

/** A photo made worse at random, searched among undegraded photos. */
export interface DegradedProbe {
  readonly person: string;
  /** What was done to it, in order. */
  readonly changes: readonly string[];
  /** Absent where no face was found. */
  readonly found?: FoundProbe;
}

/** The face of a degraded photo. */
export interface FoundProbe {
  readonly quality: FaceQuality;
  /** Candidates for a measure of quality, by name; higher is better. */
  readonly measures: Readonly<Record<string, number>>;
  /** By network: best cosine with another photo of the person, and with a photo of anybody else. */
  readonly scores: readonly { readonly mate: number; readonly other: number }[];
}

/** Networks that search: the first also gives the measures that need a network. */
export const NETWORKS = ['faceplugin-fr-feature', 'mobilefacenet-foamliu'] as const;
const DETECTOR = 'retinaface-mnet025-v2';
const VIEW_COUNT = 2;

interface Photo {
  readonly path: string;
  readonly person: string;
  readonly face: Detection & { readonly embeddings: readonly Float32Array[] };
}

/** Photos of a table of LFW's open set of people with two or more, `count` of them at random, degraded and searched. */
export async function degradedProbes(table: string, count: number, seed: number): Promise<DegradedProbe[]> {
  const photos = await undegraded(table);
  const sizes = new Map<string, number>();
  for (const { person } of photos) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  const random = seededRandom(seed);
  const sample = shuffled(
    photos.filter(({ person }) => (sizes.get(person) ?? 0) > 1),
    random,
  ).slice(0, count);
  const networks = await openNetworks();
  const probes: DegradedProbe[] = [];
  for (const [i, photo] of sample.entries()) {
    if (i % 100 === 0) console.error(`${table}: ${i} of ${sample.length}`);
    probes.push(await probeOf(photo, photos, networks, random));
  }
  return probes;
}

async function undegraded(table: string): Promise<Photo[]> {
  const rows = await labelledFromTable(join(LFW, 'open-set', `${table}.csv`), join(LFW, 'images'));
  await using extraction = await openExtraction(extractionOptionsSchema.parse({ networks: [...NETWORKS] }));
  const files = rows.map(({ photo }) => photo);
  const run = await extractPhotos(files, extraction.ports);
  return run.photos.flatMap(({ photo, extraction: found }, i) => {
    const face = found.kind === 'faces' ? found.faces[primaryFace(found.faces, found)] : undefined;
    return face === undefined ? [] : [{ path: photo.path, person: rows[i]?.label ?? '', face }];
  });
}

async function openNetworks() {
  const card = (name: string) => CATALOGUE.find((one) => one.name === name);
  const embedders = [];
  for (const name of NETWORKS) {
    const own = card(name) as EmbedderCard;
    embedders.push(
      new OnnxEmbedder({ ...own, normalisation: 'none' } as EmbedderCard, await openSession(own)),
    );
  }
  const { detector } = await openDetector(card(DETECTOR) as DetectorCard);
  return { detector, embedders };
}

const LIMITS = { maxBytes: 2 ** 26, maxPixels: 1e8, timeoutSeconds: 20, maxSidePx: 2048 };

async function probeOf(
  photo: Photo,
  photos: readonly Photo[],
  { detector, embedders }: Awaited<ReturnType<typeof openNetworks>>,
  random: Random,
): Promise<DegradedProbe> {
  const { bytes } = await readPhoto(photo.path, LIMITS.maxBytes);
  const { image } = await decodePhoto(bytes, LIMITS);
  const { worse, changes } = await degradedAtRandom(image, photo.face, random);
  const base = { person: photo.person, changes };
  const outcome = await detectFaces(detector, worse, cascadeOptionsSchema.parse({}));
  if (outcome.kind === 'no-face') return base;
  const face = outcome.faces[primaryFace(outcome.faces, worse)] as Detection;
  const crop = alignFace(worse, face.landmarks, '112x112');
  const passes = [crop, flipHorizontally(crop), ...methodViews(crop, VIEW_COUNT, 1)];
  const scores = [];
  const agreement: Record<string, number> = {};
  for (const [network, embedder] of embedders.entries()) {
    const { data, cols } = await embedder.embedEach(network === 0 ? passes : passes.slice(0, 2));
    const rows = Array.from({ length: data.length / cols }, (_, i) => data.slice(i * cols, (i + 1) * cols));
    if (network === 0) Object.assign(agreement, agreementOf(rows));
    scores.push(searched(normalised(sum(rows.slice(0, 2))), photo, photos, network));
  }
  const quality = measureFace(crop, face);
  return { ...base, found: { quality, measures: { ...measuresOf(crop, quality), ...agreement }, scores } };
}

async function degradedAtRandom(
  image: RgbImage,
  face: Detection,
  random: Random,
): Promise<{ worse: RgbImage; changes: string[] }> {
  let worse = image;
  const changes: string[] = [];
  for (const kind of shuffled(KINDS, random).slice(0, Math.floor(random() * 3))) {
    const degradation = kind(random);
    changes.push(JSON.stringify(degradation));
    const inputs = { box: face.box, seed: Math.floor(random() * 2 ** 31), recompress: recompressImage };
    worse = await degradePhoto(worse, degradation, inputs);
  }
  return { worse, changes };
}

const KINDS: readonly ((random: Random) => Degradation)[] = [
  (random) => ({ kind: 'face', facePx: between(random, 10, 60) }),
  (random) => ({ kind: 'blur', percent: between(random, 1, 10) }),
  (random) => ({ kind: 'jpeg', quality: between(random, 3, 40) }),
  (random) => ({ kind: 'brightness', percent: between(random, 5, 60) }),
  (random) => ({ kind: 'brightness', percent: between(random, 150, 500) }),
  (random) => ({ kind: 'cover', half: random() < 0.5 ? 'lower' : 'upper' }),
  () => ({ kind: 'grey' }),
];

function between(random: Random, from: number, to: number): number {
  return Math.round(from * (to / from) ** random());
}

function searched(probe: Float32Array, photo: Photo, photos: readonly Photo[], network: number) {
  let [mate, other] = [-1, -1];
  for (const one of photos) {
    if (one === photo) continue;
    const score = dot(probe, one.face.embeddings[network] as Float32Array);
    if (one.person === photo.person) mate = Math.max(mate, score);
    else other = Math.max(other, score);
  }
  return { mate, other };
}

/** @param rows unscaled embeddings of the crop, its mirror image and views of it */
function agreementOf(rows: readonly Float32Array[]): Record<string, number> {
  const [plain, mirror, ...views] = rows.map(normalised) as [Float32Array, Float32Array, ...Float32Array[]];
  const all = [plain, mirror, ...views];
  const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => dot(a, b)));
  return {
    'length of the embedding (MagFace, Meng et al. 2021)': norm(sum(rows.slice(0, 2))),
    'agreement with the mirror image': dot(plain, mirror),
    'agreement of four views (as SER-FIQ, Terhorst et al. 2020)':
      pairs.reduce((a, b) => a + b, 0) / pairs.length,
  };
}

function measuresOf(crop: RgbImage, quality: FaceQuality): Record<string, number> {
  const { widthPx, heightPx, pixels } = faceRegion(crop);
  const plane = { values: lumaOf({ widthPx, heightPx, pixels }), widthPx, heightPx };
  const { yawDeg, pitchDeg } = quality.pose;
  return {
    ...Object.fromEntries(Object.entries(SHARPNESS).map(([name, measure]) => [name, measure(plane)])),
    "detector's score": quality.detectorScore,
    'size of the face': quality.facePx,
    'distance of the eyes': quality.interEyePx,
    contrast: quality.contrast,
    'nearness of the brightness to 0.5': -Math.abs(quality.brightness - 0.5),
    'share that is neither black nor white': 1 - quality.underexposedShare - quality.overexposedShare,
    'nearness of the pose to frontal': -Math.hypot(yawDeg, pitchDeg),
  };
}
