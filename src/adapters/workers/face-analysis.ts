import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FaceAnalysis } from '../../collections/face-analysis.ts';
import { QuenError } from '../../core/errors.ts';
import type { AnalysisResponse, AnalysisResults, AnalysisWork } from './analysis-protocol.ts';

/** Analyses that end with what they hold. */
export interface OpenFaceAnalysis extends FaceAnalysis, AsyncDisposable {}

/**
 * Analyses each in a thread of its own that ends with it, one after the other, so that neither answers wait for them nor memory stays in use.
 * @param entry the thread's program
 */
export function openFaceAnalysis(entry: URL): OpenFaceAnalysis {
  let last: Promise<unknown> = Promise.resolve();
  let worker: Worker | undefined;
  let isClosed = false;
  const run = async <Kind extends AnalysisWork['kind']>(
    work: Extract<AnalysisWork, { kind: Kind }>,
  ): Promise<AnalysisResults[Kind]> => {
    if (isClosed) throw new QuenError('WORKER_CRASHED', 'The service is stopping.');
    worker = new Worker(entry, { workerData: work });
    try {
      return (await resultOf(worker)) as AnalysisResults[Kind];
    } finally {
      await worker.terminate();
      worker = undefined;
    }
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const running = last.then(work);
    last = running.catch(() => undefined);
    return running;
  };
  return {
    audit: (faces) => inTurn(() => run<'audit'>({ kind: 'audit', faces })),
    figures: (faces, options) => inTurn(() => run<'figures'>({ kind: 'figures', faces, options })),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await worker?.terminate();
      await last;
    },
  };
}

async function resultOf(worker: Worker): Promise<AnalysisResults[keyof AnalysisResults]> {
  const settled = new AbortController();
  const ended = once(worker, 'exit', { signal: settled.signal }).then(() => {
    throw new QuenError('WORKER_CRASHED', 'The analysis ended without a result. Try again.');
  });
  ended.catch(() => undefined);
  const [response] = (await Promise.race([once(worker, 'message'), ended])) as [AnalysisResponse];
  settled.abort();
  if (response.kind === 'done') return response.result;
  throw new QuenError(response.code, response.message);
}
