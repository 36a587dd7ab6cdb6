import { parentPort, workerData } from 'node:worker_threads';
import { HeadCache } from './adapters/head-cache/head-cache.ts';
import { createSession } from './adapters/onnx/session.ts';
import { withOwnEmbeddings } from './adapters/workers/shared-embeddings.ts';
import type { TrainingResponse, TrainingSetup } from './adapters/workers/training-protocol.ts';
import { isQuenError } from './core/errors.ts';
import { type TrainedHead, trainHead } from './heads/training/train-head.ts';
import type { EpochReport, TrainingState } from './heads/training/training-state.ts';

/** Least time between two reports: who watches cannot read faster. */
const REPORT_EVERY_MS = 100;

/** At most one part in so many of the time goes into keeping states, however slow the disk. */
const KEEPING_SHARE = 20;

const setup = workerData as TrainingSetup;
const requests = withOwnEmbeddings(setup.requests);
const stop = new Int32Array(setup.stop);
const keeper = openKeeper();

parentPort?.on('message', (place: number) => void answer(place));

/** A fault that nobody foresaw ends the thread, whose owner then tries once more. */
async function answer(place: number): Promise<void> {
  try {
    send({ kind: 'trained', head: await train(place) });
  } catch (cause) {
    if (!isQuenError(cause)) throw cause;
    send({ kind: 'fault', code: cause.code, message: cause.message });
  }
}

async function train(place: number): Promise<TrainedHead> {
  const request = requests[place];
  if (request === undefined) throw new RangeError(`There is no request ${place}.`);
  const resumeFrom = await keeper?.state(place);
  const abort = new AbortController();
  let reportedMs = 0;
  let keepFromMs = performance.now() + (keeper?.everyMs ?? 0);
  const onEpoch = async (report: EpochReport, state: TrainingState): Promise<void> => {
    const nowMs = performance.now();
    if (nowMs - reportedMs >= REPORT_EVERY_MS) {
      send({ kind: 'epoch', report });
      reportedMs = nowMs;
    }
    if (Atomics.load(stop, 0) !== 0) abort.abort();
    if (keeper === undefined || !(abort.signal.aborted || nowMs >= keepFromMs)) return;
    await keeper.keepState(place, state);
    const tookMs = performance.now() - nowMs;
    keepFromMs = nowMs + Math.max(keeper.everyMs, KEEPING_SHARE * tookMs);
  };
  if (Atomics.load(stop, 0) !== 0) abort.abort();
  const run = { signal: abort.signal, onEpoch, ...(resumeFrom && { resumeFrom }) };
  // The optimiser's moments would be three quarters of what is sent.
  const { state: _, ...head } = await trainHead(request, openGraph, run);
  await keeper?.keepHead(place, head);
  return head;
}

interface Keeper {
  readonly everyMs: number;
  state(place: number): Promise<TrainingState | undefined>;
  keepState(place: number, state: TrainingState): Promise<void>;
  keepHead(place: number, head: TrainedHead): Promise<void>;
}

function openKeeper(): Keeper | undefined {
  if (setup.keeping === undefined) return undefined;
  const { folder, everyMs, keys } = setup.keeping;
  const cache = new HeadCache(folder);
  const keyOf = (place: number): string => keys[place] ?? '';
  return {
    everyMs,
    state: (place) => cache.state(keyOf(place)),
    keepState: (place, state) => cache.keepState(keyOf(place), state),
    keepHead: (place, head) => cache.keepHead(keyOf(place), head),
  };
}

function openGraph(graph: Uint8Array): ReturnType<typeof createSession> {
  return createSession(graph, { threads: 1 });
}

function send(response: TrainingResponse): void {
  parentPort?.postMessage(response);
}
