import { parentPort, workerData } from 'node:worker_threads';
import { createSession } from './adapters/onnx/session.ts';
import type { WorkerData, WorkerRequest, WorkerResponse, WorkerSetup } from './adapters/workers/protocol.ts';
import { isQuenError, QuenError } from './core/errors.ts';
import type { InferenceSession } from './core/tensor.ts';
import { createDetector } from './detection/create-detector.ts';
import type { Embedder } from './embedding/embedder.ts';
import { OnnxEmbedder } from './embedding/onnx-embedder.ts';
import { embedViews } from './pipeline/embed-views.ts';
import { extractFaces, type FaceFinder } from './pipeline/extract-faces.ts';
import { createRestorer } from './restoration/create-restorer.ts';
import type { Restorer } from './restoration/restorer.ts';

const setup = workerData as WorkerData;
const stop = new Int32Array(setup.stop);
const threads = 1;

try {
  const finder = await openFinder();
  const embedders = await Promise.all(setup.embedders.map(openEmbedder));
  const restorer = await openRestorer();
  // One photo after the other: networks reuse the memory of their inputs.
  let last = Promise.resolve();
  parentPort?.on('message', (message: WorkerRequest) => {
    last = last.then(async () => send(await answer(message, { finder, embedders, restorer })));
  });
  send({ kind: 'ready' });
} catch (cause) {
  send(fault(undefined, cause));
}

async function openFinder(): Promise<FaceFinder> {
  if (setup.detector === undefined) return { kind: 'aligned' };
  const { card, graphs } = setup.detector;
  return {
    kind: 'detect',
    detector: createDetector(card, await openSessions(graphs)),
    cascade: setup.cascade,
  };
}

async function openEmbedder(network: WorkerSetup['embedders'][number]): Promise<Embedder> {
  const [session] = await openSessions(network.graphs);
  if (session === undefined) throw new QuenError('NETWORK_UNRUNNABLE', `${network.card.name} has no graph.`);
  return new OnnxEmbedder(network.card, session);
}

async function openRestorer(): Promise<Restorer | undefined> {
  if (setup.restorer === undefined) return undefined;
  const { card, graphs } = setup.restorer;
  return createRestorer(card, await openSessions(graphs));
}

async function openSessions(graphs: readonly SharedArrayBuffer[]): Promise<InferenceSession[]> {
  return await Promise.all(
    graphs.map(async (bytes) => stoppable(await createSession(unshared(bytes), { threads }))),
  );
}

/** A session that begins no run once the work is to end: a photo with many views is many runs. */
function stoppable(session: InferenceSession): InferenceSession {
  const { inputNames, outputNames } = session;
  return {
    inputNames,
    outputNames,
    run: async (feeds) => {
      if (Atomics.load(stop, 0) === 0) return await session.run(feeds);
      throw new QuenError('ABORTED', 'The work was stopped before this photo was done.');
    },
    release: async () => await session.release(),
  };
}

/** ONNX Runtime takes no shared memory. */
function unshared(bytes: SharedArrayBuffer): Uint8Array {
  return new Uint8Array(bytes).slice();
}

interface OpenNetworks {
  readonly finder: FaceFinder;
  readonly embedders: readonly Embedder[];
  readonly restorer: Restorer | undefined;
}

async function answer(message: WorkerRequest, networks: OpenNetworks): Promise<WorkerResponse> {
  const { id } = message;
  const { finder, embedders, restorer } = networks;
  try {
    if (message.kind === 'faces')
      return { kind: 'found', id, found: await extractFaces(message.request, finder, embedders, restorer) };
    return { kind: 'embedded-views', id, views: await embedViews(message.request, embedders, restorer) };
  } catch (cause) {
    return fault(id, cause);
  }
}

function fault(id: number | undefined, cause: unknown): WorkerResponse {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { kind: 'fault', id, code: isQuenError(cause) ? cause.code : 'WORKER_CRASHED', message };
}

function send(response: WorkerResponse): void {
  // Views are large and nobody here needs them any more: they are handed over, not copied.
  const views = response.kind === 'embedded-views' ? response.views : [];
  parentPort?.postMessage(
    response,
    views.map(({ data }) => data.buffer as ArrayBuffer),
  );
}
