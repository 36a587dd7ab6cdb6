import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../../adapters/database/database.ts';
import {
  type EmbeddingCipher,
  embeddingCipher,
  parseEncryptionKey,
} from '../../adapters/database/embedding-cipher.ts';
import { accessLog } from '../../adapters/database/stores/access-log.ts';
import { collectionStore } from '../../adapters/database/stores/collection-store.ts';
import { jobStore } from '../../adapters/database/stores/jobs/job-store.ts';
import { keyStore } from '../../adapters/database/stores/keys.ts';
import { readOrMakeKeyFile } from '../../adapters/files/encryption-key.ts';
import { folderId } from '../../adapters/files/folder-id.ts';
import { openPhotoVault } from '../../adapters/files/photo-vault.ts';
import { faceJpeg } from '../../adapters/sharp/thumbnails.ts';
import { type OpenFaceAnalysis, openFaceAnalysis } from '../../adapters/workers/face-analysis.ts';
import { type SearchThread, startSearchThread } from '../../adapters/workers/face-search.ts';
import { ID_KINDS } from '../../collections/collection.ts';
import type { AccessLog, KeyStore } from '../../collections/ports.ts';
import { CollectionInsights } from '../../pipeline/collections/analysis/collection-insights.ts';
import { importGallery } from '../../pipeline/collections/import-gallery.ts';
import type { JobService } from '../../pipeline/collections/jobs/job-service.ts';
import { JobWatch } from '../../pipeline/collections/jobs/job-watch.ts';
import { LiveCollections } from '../../pipeline/collections/live-collections.ts';
import type { ServicePorts } from '../../pipeline/collections/service-ports.ts';
import { sweepFiles } from '../../pipeline/collections/sweep-files.ts';
import { openExtraction } from '../distributed/open-extraction.ts';
import { extractionOptionsAmong } from '../extraction-options.ts';
import { type OpenExtraction, stampsOf } from '../open-extraction.ts';
import { parseOptions } from '../parse-options.ts';
import { type Bound, bound } from './bounded.ts';
import { assertNetworksOf, type ImportedHeads, networksOf, readBundleToImport } from './bundle-to-import.ts';
import { extractBytes, sha256Of } from './extract-bytes.ts';
import { openServiceDatabase } from './open-database.ts';
import { serviceJobs } from './service-jobs.ts';
import { type ResolvedServiceOptions, type ServiceOptions, serviceOptionsSchema } from './service-options.ts';

/** The service of collections, open: the use cases of `pipeline/collections` take it. */
export interface OpenService extends JobService, AsyncDisposable {
  readonly insights: CollectionInsights;
  readonly keys: KeyStore;
  readonly log: AccessLog;
  readonly options: ResolvedServiceOptions;
  readonly databaseKind: Database['kind'];
  /** Photos in work or waiting. */
  readonly photosInWork: () => number;
  /** Whether the database answers. Throws `DATABASE_*`. */
  ping(): Promise<void>;
  /** Works on the photos of jobs until the service is closed. @param report takes faults that are the service's own */
  startJobs(report: (cause: unknown) => void): Promise<void>;
  /** The collection that came from a file at the start, or had come before. */
  readonly imported?: { readonly name: string; readonly isNew: boolean; readonly heads: ImportedHeads };
  /** Settles with the reason once the service cannot go on. */
  readonly broken: Promise<Error>;
}

/** Pixels of a kept crop's side. */
const CROP_PX = 160;

/**
 * Opens database, networks and threads. Throws `DATABASE_*`, `ENCRYPTION_KEY`, `NETWORK_*`, `OUTPUT_*` and `CONFIG_INVALID`, and for a
 * bundle `GALLERY_*`, `BUNDLE_*` and `CONFLICT`; what was opened until then is closed.
 */
export async function openService(options: ServiceOptions): Promise<OpenService> {
  const asked = parseOptions(serviceOptionsSchema, options);
  const bundle =
    asked.bundle === undefined ? undefined : await readBundleToImport(asked.bundle, asked.collection);
  // Networks that were not asked for are those of the bundle.
  const resolved = bundle ? parseOptions(serviceOptionsSchema, { ...networksOf(bundle), ...options }) : asked;
  if (bundle !== undefined) assertNetworksOf(bundle, resolved.networks);
  const opened: AsyncDisposable[] = [];
  try {
    const [database, extraction] = await openBoth(resolved, opened);
    const cipher = await cipherOf(resolved);
    const search = startSearchThread(new URL('../../search-worker.js', import.meta.url));
    opened.push(search);
    const analysis = openFaceAnalysis(new URL('../../analysis-worker.js', import.meta.url));
    opened.push(analysis);
    const photos = bound(resolved.queueLimit, resolved.threads);
    const home = await folderId(resolved.data);
    const service = serviceOf(
      { resolved, database, cipher, extraction, search, analysis, photos, home },
      opened,
    );
    await sweepFiles(service.ports, sweepTime(database));
    if (bundle === undefined) return service;
    const isNew = await importGallery(service.ports, bundle);
    return { ...service, imported: { name: bundle.name, isNew, heads: bundle.heads } };
  } catch (cause) {
    await closeAll(opened);
    throw cause;
  }
}

/** The database in this thread and the networks in theirs, at once: neither waits for the other. Whatever opens is put among `opened`. */
async function openBoth(
  resolved: ResolvedServiceOptions,
  opened: AsyncDisposable[],
): Promise<[Database, OpenExtraction]> {
  const noted = async <T extends AsyncDisposable>(opening: Promise<T>): Promise<T> => {
    const resource = await opening;
    opened.push(resource);
    return resource;
  };
  const both = [
    noted(openServiceDatabase(resolved)),
    noted(openExtraction(extractionOptionsAmong({ ...resolved, aligned: false }))),
  ] as const;
  await Promise.allSettled(both);
  return await Promise.all(both);
}

/** An embedded database and its folder are this process's alone; beside a server others may be keeping files now. */
const OTHERS_MS = 3_600_000;

function sweepTime({ kind }: Database): Date {
  return new Date(Date.now() - (kind === 'embedded' ? 0 : OTHERS_MS));
}

function serviceOf(parts: ServiceParts, opened: readonly AsyncDisposable[]): OpenService {
  const { database, photos, search, resolved } = parts;
  const ports = portsOf(parts);
  const live = new LiveCollections(ports);
  const { backlogPhotos, backlogBytes } = resolved;
  const jobService = {
    ports,
    live,
    jobs: jobStore(database),
    jobWatch: new JobWatch(),
    home: parts.home,
    backlogLimit: { photoCount: backlogPhotos, byteCount: backlogBytes },
  };
  const jobs = serviceJobs(jobService, {
    photos,
    lanes: resolved.threads,
    extract: (bytes, wanted) => extractBytes(bytes, parts.extraction, wanted),
  });
  return {
    ...jobService,
    insights: new CollectionInsights(ports, parts.analysis),
    keys: keyStore(database),
    log: accessLog(database),
    options: resolved,
    databaseKind: database.kind,
    photosInWork: () => photos.inUse,
    ping: async () => {
      await database.query('select 1');
    },
    startJobs: jobs.start,
    broken: search.ended,
    async [Symbol.asyncDispose]() {
      await jobs[Symbol.asyncDispose]();
      await photos.idle();
      await live.settled();
      await closeAll(opened);
    },
  };
}

/** Last opened, first closed. */
async function closeAll(opened: readonly AsyncDisposable[]): Promise<void> {
  for (const resource of [...opened].reverse()) await resource[Symbol.asyncDispose]();
}

async function cipherOf({
  encryptionKey,
  formerKeys,
  data,
}: ResolvedServiceOptions): Promise<EmbeddingCipher> {
  const text = encryptionKey ?? (await readOrMakeKeyFile(join(data, 'embeddings.key')));
  return embeddingCipher([text, ...formerKeys].map(parseEncryptionKey));
}

interface ServiceParts {
  readonly resolved: ResolvedServiceOptions;
  readonly database: Database;
  readonly cipher: EmbeddingCipher;
  readonly extraction: OpenExtraction;
  readonly search: SearchThread;
  readonly analysis: OpenFaceAnalysis;
  readonly photos: Bound;
  readonly home: string;
}

function portsOf({ resolved, database, cipher, extraction, search, photos }: ServiceParts): ServicePorts {
  return {
    store: collectionStore(database, cipher),
    vault: openPhotoVault(join(resolved.data, 'kept')),
    search,
    extract: (bytes, wanted) => photos.run(() => extractBytes(bytes, extraction, wanted)),
    hash: sha256Of,
    crops: (bytes, boxes) => Promise.all(boxes.map((box) => faceJpeg(bytes, box, CROP_PX))),
    networks: stampsOf(extraction)
      .embedders.map(({ name, sha256 }) => `${name}:${sha256}`)
      .join(' '),
    keep: resolved.keep,
    strangerShare: resolved.strangerShare,
    newId: (kind) => `${ID_KINDS[kind]}_${randomUUID().replaceAll('-', '')}`,
    now: () => new Date(),
  };
}
