import { stat } from 'node:fs/promises';
import { openObjectStore } from '../../adapters/object-store/open-object-store.ts';
import { type DistributionPorts, distributeExtraction } from '../../pipeline/jobs/distribute.ts';
import type { DistributedOptions, ExtractionOptions } from '../extraction-options.ts';
import { type OpenExtraction, openLocalExtraction } from '../open-extraction.ts';
import { openQueue } from './open-queue.ts';
import { markStore } from './store-mark.ts';
import { queueOf, stampOf, wayOf } from './way-of.ts';
import { workHere } from './work-here.ts';

/**
 * An extraction: in this process, or by workers where `distributed` says so; then this process waits for them. Throws `NETWORK_*`,
 * `OUTPUT_*`, `DATABASE_*` and `STORE_*`.
 */
export async function openExtraction(options: ExtractionOptions): Promise<OpenExtraction> {
  const extraction = await openLocalExtraction(options);
  const { distributed } = options;
  if (distributed === undefined) return extraction;
  try {
    return await distribute(extraction, options, distributed);
  } catch (cause) {
    await extraction[Symbol.asyncDispose]();
    throw cause;
  }
}

async function distribute(
  extraction: OpenExtraction,
  options: ExtractionOptions,
  { database, store: url, photosPerShard }: DistributedOptions,
): Promise<OpenExtraction> {
  const store = await openObjectStore(url);
  const way = wayOf(extraction, options, await markStore(store));
  const { queue, isEmbedded } = await openQueue(database);
  const ready = { kind: 'ready', ports: extraction.ports, stamp: stampOf(extraction) } as const;
  const ports: DistributionPorts = {
    ...{ queue, store, wayQueue: queueOf(way), way: JSON.stringify(way), photosPerShard },
    stamp: ready.stamp,
    label: process.argv[2] ?? 'quen',
    stat: statFile,
    onNotice: (text) => process.emitWarning(text, 'QuenNotice'),
    // Nobody else can reach a database that is within this process.
    ...(isEmbedded && {
      work: (stop) => workHere({ queue, store, way: JSON.stringify(way), ready }, stop),
    }),
  };
  return {
    ...extraction,
    ports: {
      ...extraction.ports,
      distribute: (photos, control) => distributeExtraction(photos, extraction.ports, ports, control),
    },
    async [Symbol.asyncDispose]() {
      await queue[Symbol.asyncDispose]();
      await extraction[Symbol.asyncDispose]();
    },
  };
}

async function statFile(path: string): Promise<{ byteCount: number; modifiedMs: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { byteCount: size, modifiedMs: mtimeMs };
  } catch {
    return undefined;
  }
}
