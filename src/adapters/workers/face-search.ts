import { Worker } from 'node:worker_threads';
import { rightProbability } from '../../calibration/right-probability.ts';
import type { FaceSearch } from '../../collections/face-search.ts';
import { QuenError } from '../../core/errors.ts';
import { stackRows } from '../../numerics/matrix.ts';
import type { SearchRequest, SearchResponse, SearchResults, SearchWork } from './search-protocol.ts';

/** A thread that holds collections and searches them. */
export interface SearchThread extends FaceSearch, AsyncDisposable {
  /** Fires with the reason when the thread has ended by itself: what it held is gone, and the process is to start anew. */
  readonly ended: Promise<Error>;
}

interface Open {
  readonly resolve: (result: never) => void;
  readonly reject: (fault: Error) => void;
}

/** Starts the thread; its program is at `entry`. */
export function startSearchThread(entry: URL): SearchThread {
  const worker = new Worker(entry);
  const open = new Map<number, Open>();
  let nextId = 0;
  let isClosing = false;
  const ended = new Promise<Error>((resolve) => {
    worker.on('error', (cause) => resolve(cause instanceof Error ? cause : new Error(String(cause))));
    worker.on('exit', (code) => {
      if (!isClosing) resolve(new Error(`The search thread ended with ${code}.`));
      const fault = new QuenError('WORKER_CRASHED', 'The search thread has ended. Start the service again.');
      for (const { reject } of open.values()) reject(fault);
      open.clear();
    });
  });
  worker.on('message', (response: SearchResponse) => {
    const waiting = open.get(response.id);
    open.delete(response.id);
    if ('result' in response) waiting?.resolve(response.result as never);
    else waiting?.reject(new QuenError(response.code, response.message));
  });
  const ask = <Kind extends SearchWork['kind']>(
    collectionId: string,
    work: Extract<SearchWork, { kind: Kind }>,
  ): Promise<SearchResults[Kind]> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      open.set(id, { resolve, reject });
      worker.postMessage({ id, collectionId, work } satisfies SearchRequest);
    });
  return {
    ended,
    update: async (collectionId, updates) => {
      await ask<'update'>(collectionId, { kind: 'update', updates });
    },
    search: (collectionId, probes, options) =>
      ask<'search'>(collectionId, { kind: 'search', probes, ...options }),
    calibrate: async (collectionId, options) => {
      const { threshold, probability, kept } = await ask<'calibrate'>(collectionId, {
        kind: 'calibrate',
        ...options,
      });
      const probabilityOf = probability && ((score: number) => rightProbability(probability, score));
      return { threshold, probabilityOf, kept };
    },
    group: async (collectionId, faces) => {
      const faceIds = [...faces.keys()].sort();
      const rows = faceIds.map((id) => faces.get(id) as Float32Array);
      const embeddings = stackRows(rows, rows[0]?.length ?? 0);
      const numbers = await ask<'group'>(collectionId, { kind: 'group', faceIds, embeddings });
      return new Map(faceIds.flatMap((id, n) => (numbers[n] ? [[id, numbers[n]] as const] : [])));
    },
    forget: async (collectionId) => {
      await ask<'forget'>(collectionId, { kind: 'forget' });
    },
    async [Symbol.asyncDispose]() {
      isClosing = true;
      await worker.terminate();
    },
  };
}
