import { parentPort, workerData } from 'node:worker_threads';
import { openInnerProducts } from './adapters/onnx/inner-products.ts';
import type {
  AnalysisResponse,
  AnalysisResults,
  AnalysisWork,
} from './adapters/workers/analysis-protocol.ts';
import { isQuenError } from './core/errors.ts';
import { auditFaces } from './pipeline/collections/analysis/audit-faces.ts';
import { collectionFigures } from './pipeline/collections/analysis/collection-figures.ts';

parentPort?.postMessage(await answer(workerData as AnalysisWork));

/** A fault that nobody foresaw ends the thread, whose owner tells. */
async function answer(work: AnalysisWork): Promise<AnalysisResponse> {
  try {
    return { kind: 'done', result: await carryOut(work) };
  } catch (cause) {
    if (!isQuenError(cause)) throw cause;
    return { kind: 'fault', code: cause.code, message: cause.message };
  }
}

async function carryOut(work: AnalysisWork): Promise<AnalysisResults[keyof AnalysisResults]> {
  await using session = await openInnerProducts({ threads: 1 });
  const { innerProducts } = session;
  switch (work.kind) {
    case 'audit':
      return await auditFaces(work.faces, { products: innerProducts });
    case 'figures':
      return await collectionFigures(work.faces, { ...work.options, innerProducts });
  }
}
