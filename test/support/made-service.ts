import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/adapters/database/database.ts';
import { embeddingCipher } from '../../src/adapters/database/embedding-cipher.ts';
import { accessLog } from '../../src/adapters/database/stores/access-log.ts';
import { collectionStore } from '../../src/adapters/database/stores/collection-store.ts';
import { jobStore } from '../../src/adapters/database/stores/jobs/job-store.ts';
import { keyStore } from '../../src/adapters/database/stores/keys.ts';
import { openPhotoVault } from '../../src/adapters/files/photo-vault.ts';
import { rightProbability } from '../../src/calibration/right-probability.ts';
import { ID_KINDS, type KeepMode } from '../../src/collections/collection.ts';
import type { FaceAnalysis } from '../../src/collections/face-analysis.ts';
import type { FaceSearch } from '../../src/collections/face-search.ts';
import type { EmbeddedFace, ExtractedPhoto } from '../../src/core/photo.ts';
import { innerProducts } from '../../src/numerics/inner-products.ts';
import { type Matrix, stackRows } from '../../src/numerics/matrix.ts';
import { seededRandom } from '../../src/numerics/random.ts';
import { normalised } from '../../src/numerics/vector.ts';
import { auditFaces } from '../../src/pipeline/collections/analysis/audit-faces.ts';
import { collectionFigures } from '../../src/pipeline/collections/analysis/collection-figures.ts';
import { CollectionInsights } from '../../src/pipeline/collections/analysis/collection-insights.ts';
import { JobWatch } from '../../src/pipeline/collections/jobs/job-watch.ts';
import { LiveCollections } from '../../src/pipeline/collections/live-collections.ts';
import { groupFaces } from '../../src/pipeline/collections/search/group-faces.ts';
import { calibrateUnlessKept } from '../../src/pipeline/collections/search/kept-calibration.ts';
import { searchFaces } from '../../src/pipeline/collections/search/search-faces.ts';
import { SearchedFaces } from '../../src/pipeline/collections/search/searched-faces.ts';
import type { ServicePorts } from '../../src/pipeline/collections/service-ports.ts';
import type { FaceQuality } from '../../src/quality/face-quality.ts';
import { bound } from '../../src/toolkit/service/bounded.ts';
import type { OpenService } from '../../src/toolkit/service/open-service.ts';
import { serviceJobs } from '../../src/toolkit/service/service-jobs.ts';
import { serviceOptionsSchema } from '../../src/toolkit/service/service-options.ts';

/** Values of a made embedding. */
export const MADE_DIMENSION = 24;
const NETWORKS = 'made:1';
const QUEUE_LIMIT = 4;
const LANES = 2;
/** No test waits so long: work that can wait goes on only where there is room. */
const PATIENCE_MS = 600_000;
const JOB_PAUSE_MS = 20;
const FIRST_FACE_PX = 100;

/** The bytes of a made photo: it shows these people, the first of them largest; a take is one photo of several of the same. */
export function madePhoto(who: readonly string[], take = 1): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ made: true, who, take }));
}

/** A service whose photos are made ones; all else, but for networks and threads, is real. */
export interface MadeService extends OpenService {
  /** What `ports.now` says; moved by tests. */
  readonly clock: { now: Date };
  /** While set, photos wait for it before they are looked at. */
  hold: Promise<void> | undefined;
  /** A service that opens the same folder after this one, as after a kill. */
  successor(): MadeService;
  /** Names of the files that are kept. */
  keptFiles(): string[];
}

/** Opens a made service over an open database, which stays open afterwards. */
export function madeService(database: Database, keep: KeepMode = 'photos'): MadeService {
  const data = mkdtempSync(join(tmpdir(), 'quen-made-service-'));
  return madeServiceIn(data, { database, keep, home: randomUUID(), key: randomBytes(32) });
}

function madeServiceIn(
  data: string,
  made: {
    readonly database: Database;
    readonly keep: KeepMode;
    readonly home: string;
    readonly key: Uint8Array;
  },
): MadeService {
  const { database, keep, home, key } = made;
  const clock = { now: new Date('2026-01-02T03:04:05Z') };
  const photos = bound(QUEUE_LIMIT, LANES, PATIENCE_MS);
  const extract: ServicePorts['extract'] = async (bytes, wanted) => {
    await service.hold;
    const { extraction, ...photo } = extractMade(bytes);
    if (wanted?.isMeasured !== true || extraction.kind !== 'faces') return { extraction, ...photo };
    return { extraction, ...photo, qualities: extraction.faces.map(madeQuality) };
  };
  const ports: ServicePorts = {
    store: collectionStore(database, embeddingCipher([key])),
    vault: openPhotoVault(join(data, 'kept')),
    search: madeSearch(),
    extract: (bytes, wanted) => photos.run(() => extract(bytes, wanted)),
    hash: sha256Of,
    crops: async (_bytes, boxes) => boxes.map(({ xPx }) => new TextEncoder().encode(`crop at ${xPx}`)),
    networks: NETWORKS,
    keep,
    strangerShare: 0.5,
    newId: (kind) => `${ID_KINDS[kind]}_${randomUUID().replaceAll('-', '')}`,
    now: () => clock.now,
  };
  const live = new LiveCollections(ports);
  const jobService = {
    ports,
    live,
    jobs: jobStore(database),
    jobWatch: new JobWatch(),
    home,
    backlogLimit: { photoCount: 50, byteCount: 100_000 },
  };
  const jobs = serviceJobs(jobService, { photos, lanes: LANES, extract, pauseMs: JOB_PAUSE_MS });
  const service: MadeService = {
    ...jobService,
    insights: new CollectionInsights(ports, madeAnalysis()),
    keys: keyStore(database),
    log: accessLog(database),
    options: serviceOptionsSchema.parse({ data, keep }),
    databaseKind: database.kind,
    photosInWork: () => photos.inUse,
    ping: async () => {
      await database.query('select 1');
    },
    startJobs: jobs.start,
    broken: new Promise<Error>(() => undefined),
    clock,
    hold: undefined,
    successor: () => madeServiceIn(data, made),
    keptFiles: () =>
      readdirSync(data, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      ),
    async [Symbol.asyncDispose]() {
      await jobs[Symbol.asyncDispose]();
      await photos.idle();
      await live.settled();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return service;
}

/** The real analysis, in the thread that asks. */
function madeAnalysis(): FaceAnalysis {
  const products = async (a: Matrix, b: Matrix): Promise<Matrix> => innerProducts(a, b);
  return {
    audit: (faces) => auditFaces(faces, { products }),
    figures: (faces, options) => collectionFigures(faces, { ...options, innerProducts: products }),
  };
}

/** The real search, in the thread that asks. */
function madeSearch(): FaceSearch {
  const collections = new Map<string, SearchedFaces>();
  const how = { innerProducts: async (a: Matrix, b: Matrix) => innerProducts(a, b) };
  const facesOf = (collectionId: string): SearchedFaces => {
    const faces = collections.get(collectionId) ?? new SearchedFaces();
    collections.set(collectionId, faces);
    return faces;
  };
  return {
    update: async (collectionId, updates) => facesOf(collectionId).update(updates),
    search: (collectionId, probes, options) =>
      searchFaces(probes, facesOf(collectionId).layout(), { ...options, ...how }),
    calibrate: async (collectionId, options) => {
      const { threshold, probability, kept } = await calibrateUnlessKept(facesOf(collectionId).layout(), {
        ...options,
        ...how,
        hash: (text) => createHash('sha256').update(text).digest('hex'),
      });
      const probabilityOf = probability && ((score: number) => rightProbability(probability, score));
      return { threshold, probabilityOf, kept };
    },
    group: async (collectionId, faces) => {
      const ids = [...faces.keys()].sort();
      const rows = ids.map((id) => faces.get(id) as Float32Array);
      const numbers = await groupFaces(
        stackRows(rows, MADE_DIMENSION),
        facesOf(collectionId).layout(),
        how.innerProducts,
      );
      return new Map(ids.flatMap((id, n) => (numbers[n] ? [[id, numbers[n]] as const] : [])));
    },
    forget: async (collectionId) => {
      collections.delete(collectionId);
    },
  };
}

function extractMade(bytes: Uint8Array): ExtractedPhoto {
  const photo = { path: '', name: 'upload' };
  const sha256 = sha256Of(bytes);
  const shown = readMade(bytes);
  if (shown === undefined) {
    const extraction = { kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'This is no photo.' } as const;
    return { photo, sha256, extraction };
  }
  const size = { widthPx: 1000, heightPx: 500 };
  if (shown.who.length === 0) return { photo, sha256, extraction: { kind: 'no-face', ...size } };
  const faces = shown.who.map((who, place) => madeFace(who, shown.take, place));
  return { photo, sha256, extraction: { kind: 'faces', ...size, rung: 'normal', faces } };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readMade(bytes: Uint8Array): { who: readonly string[]; take: number } | undefined {
  try {
    const read = JSON.parse(new TextDecoder().decode(bytes)) as { made?: true; who: string[]; take: number };
    return read.made === true ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Faces of one person lie around a point of their own. */
function madeFace(who: string, take: number, place: number): EmbeddedFace {
  const own = pointOf(who);
  const stray = pointOf(`${who} ${take}`);
  const side = FIRST_FACE_PX / (place + 1);
  return {
    box: { xPx: 450 - 110 * place, yPx: 200, widthPx: side, heightPx: side },
    landmarks: new Float32Array(10),
    score: 0.9 - 0.1 * place,
    embeddings: [normalised(own.map((value, n) => value + 0.35 * (stray[n] ?? 0)))],
  };
}

/** The first face of a photo is a good one; those behind it are turned away and hardly sharp. */
function madeQuality({ box, score }: EmbeddedFace, place: number): FaceQuality {
  const isFirst = place === 0;
  return {
    facePx: box.widthPx,
    interEyePx: box.widthPx / 2,
    pose: { yawDeg: isFirst ? 3 : -70, pitchDeg: 1, rollDeg: 2 },
    sharpness: isFirst ? 0.33 : 0.1,
    flatShare: 0.01,
    brightness: 0.5,
    contrast: 0.2,
    underexposedShare: 0.02,
    overexposedShare: 0.01,
    colourfulness: 0.2,
    isGrey: false,
    detectorScore: score,
    overall: isFirst ? 0.875 : 0.375,
  };
}

function pointOf(text: string): Float32Array {
  const random = seededRandom(createHash('sha256').update(text).digest().readUInt32LE());
  return normalised(
    Float32Array.from({ length: MADE_DIMENSION }, () => random() + random() + random() - 1.5),
  );
}
