import { z } from 'zod';
import { openObjectStore } from '../../adapters/object-store/open-object-store.ts';
import { isQuenError } from '../../core/errors.ts';
import type { ObjectStore } from '../../jobs/object-store.ts';
import { type Way, wayDifferences, waySchema } from '../../jobs/way.ts';
import { type Prepared, type WorkerEvent, workOnJobs } from '../../pipeline/jobs/work/work-on-jobs.ts';
import { type ExtractionOptions, extractionOptionsSchema } from '../extraction-options.ts';
import { type OpenExtraction, openLocalExtraction } from '../open-extraction.ts';
import { parseOptions } from '../parse-options.ts';
import { openQueue } from './open-queue.ts';
import { isThere } from './stat-file.ts';
import { readStoreMark } from './store-mark.ts';
import { stampOf, wantsOf, wayOf } from './way-of.ts';
import { GRACE_SECONDS, thisWorker } from './work-here.ts';

/** Where a worker takes shards from, and how it works. */
export const workerOptionsSchema = z.strictObject({
  /** `postgres://...` of a server, or a folder for a database within this process. */
  database: z.string().min(1),
  /** `s3://bucket/prefix`, or a folder that all see. */
  store: z.string().min(1),
  threads: extractionOptionsSchema.shape.threads,
  /** Folders of photos that lie elsewhere on this machine than on the submitter's. */
  photosRoots: z.array(z.strictObject({ from: z.string().min(1), to: z.string().min(1) })).default([]),
  /** Results are also kept in this machine's cache folder, and taken from there. */
  keep: z.boolean().default(false),
  /** After a stop, a shard is finished that takes no longer. */
  graceSeconds: z.number().min(0).default(GRACE_SECONDS),
  /** A worker in which no photo was finished for so long ends itself, and the photos in work are suspected. */
  photoTimeoutSeconds: z.number().positive().default(300),
});

/** Options as a caller gives them. */
export type WorkerOptions = z.input<typeof workerOptionsSchema>;

/** How a worker is watched and stopped. */
export interface WorkerControl {
  readonly signal: AbortSignal;
  /** Called as it goes on. */
  onEvent(event: WorkerEvent): void;
  /** Called where the process should be ended, for what hangs in it cannot be. */
  onStuck?(): void;
}

/** Works on shards until it is stopped. Throws `CONFIG_INVALID`, and before the first shard `DATABASE_*` and `STORE_*`. */
export async function runWorker(options: WorkerOptions, control: WorkerControl): Promise<void> {
  const resolved = parseOptions(workerOptionsSchema, options);
  const store = await openObjectStore(resolved.store);
  const { queue } = await openQueue(resolved.database);
  const { threads, keep, graceSeconds, photoTimeoutSeconds, photosRoots } = resolved;
  await using opened = extractionOfWay(store, { threads, keep });
  await using open = queue;
  const { signal, onEvent, onStuck } = control;
  const ports = {
    ...{ queue: open, store, roots: photosRoots, isThere, onEvent },
    prepare: (way: string) => opened.prepare(way),
    ...(onStuck && { onStuck }),
  };
  await workOnJobs(ports, { worker: thisWorker(), stop: signal, graceSeconds, photoTimeoutSeconds });
}

interface Preparing extends AsyncDisposable {
  prepare(way: string): Promise<Prepared>;
}

/** Keeps the extraction of the last way open, which serves for views as well. */
function extractionOfWay(
  store: ObjectStore,
  { threads, keep }: { readonly threads: number; readonly keep: boolean },
): Preparing {
  let last: Opened | undefined;
  const close = async (): Promise<void> => {
    const { extraction } = last ?? {};
    last = undefined;
    await extraction?.[Symbol.asyncDispose]();
  };
  const open = async (wanted: Way): Promise<Opened | Refused> => {
    const opens = JSON.stringify(wanted.options);
    if (last?.opens === opens) return last;
    await close();
    const opened = await openOptions(wanted.options, { threads, keep });
    if (opened.kind === 'refused') return opened;
    last = { ...opened, opens, ready: new Map() };
    return last;
  };
  return {
    prepare: async (way) => {
      const known = last?.ready.get(way);
      if (known !== undefined) return known;
      const wanted = waySchema.safeParse(JSON.parse(way));
      if (!wanted.success) return { kind: 'refused', reason: 'it is of a newer Quen' };
      const opened = await open(wanted.data);
      if (opened.kind === 'refused') return opened;
      const prepared = readyFor(wanted.data, opened, (await readStoreMark(store)) ?? 'none');
      if (prepared.kind === 'ready') opened.ready.set(way, prepared);
      return prepared;
    },
    [Symbol.asyncDispose]: close,
  };
}

type Refused = Extract<Prepared, { kind: 'refused' }>;

interface OpenedOptions {
  readonly kind: 'opened';
  readonly extraction: OpenExtraction;
  readonly options: ExtractionOptions;
}

interface Opened extends OpenedOptions {
  /** What was asked to be opened, as JSON. */
  readonly opens: string;
  /** Ways that it is ready for. */
  readonly ready: Map<string, Prepared>;
}

/** Of a way that wants faces found, and nothing embedded, too. */
const wayOptionsSchema = extractionOptionsSchema.extend({ networks: z.array(z.string()) });

async function openOptions(
  wanted: Way['options'],
  { threads, keep }: { readonly threads: number; readonly keep: boolean },
): Promise<OpenedOptions | Refused> {
  const parsed = wayOptionsSchema.safeParse({ ...wanted, threads });
  if (!parsed.success) return { kind: 'refused', reason: 'this Quen does not know all of its options' };
  const options = parsed.data;
  try {
    const extraction = await openLocalExtraction(options, keep ? 'kept' : 'not-kept');
    return { kind: 'opened', extraction, options };
  } catch (cause) {
    // A network that cannot be had here may be had elsewhere.
    if (!isQuenError(cause) || !/^(NETWORK_|CONFIG_INVALID)/.test(cause.code)) throw cause;
    return { kind: 'refused', reason: `${cause.code}: ${cause.message}` };
  }
}

function readyFor(wanted: Way, { extraction, options }: OpenedOptions, store: string): Prepared {
  const wants = wantsOf(wanted);
  const differences = wayDifferences(wanted, wayOf(extraction, options, { store, wants }));
  if (differences.length > 0) return { kind: 'refused', reason: differences.join('; ') };
  const { ports, measuring } = extraction;
  return { kind: 'ready', ports, measuring, stamp: stampOf(extraction, wants), ...(wants && { wants }) };
}
