import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { openInnerProducts } from './adapters/onnx/inner-products.ts';
import type {
  SearchRequest,
  SearchResponse,
  SearchResults,
  SearchWork,
} from './adapters/workers/search-protocol.ts';
import { isQuenError } from './core/errors.ts';
import type { Matrix } from './numerics/matrix.ts';
import { groupFaces } from './pipeline/collections/search/group-faces.ts';
import { calibrateUnlessKept } from './pipeline/collections/search/kept-calibration.ts';
import { searchFaces } from './pipeline/collections/search/search-faces.ts';
import { SearchedFaces } from './pipeline/collections/search/searched-faces.ts';

const collections = new Map<string, SearchedFaces>();
const session = openInnerProducts({ threads: 1 });

/** Between two products other messages are heard: a search does not wait for the end of a calibration. */
async function innerProducts(a: Matrix, b: Matrix): Promise<Matrix> {
  const products = await (await session).innerProducts(a, b);
  await new Promise((resolve) => setImmediate(resolve));
  return products;
}

parentPort?.on('message', async ({ id, collectionId, work }: SearchRequest) => {
  send(await answer(id, collectionId, work));
});

async function answer(id: number, collectionId: string, work: SearchWork): Promise<SearchResponse> {
  try {
    return { id, result: await carryOut(collectionId, work) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { id, code: isQuenError(cause) ? cause.code : 'WORKER_CRASHED', message };
  }
}

async function carryOut(collectionId: string, work: SearchWork): Promise<SearchResults[keyof SearchResults]> {
  const faces = collections.get(collectionId) ?? new SearchedFaces();
  collections.set(collectionId, faces);
  switch (work.kind) {
    case 'update':
      faces.update(work.updates);
      return null;
    case 'search':
      return await searchFaces(work.probes, faces.layout(), { ...work, innerProducts });
    case 'calibrate':
      return await calibrateUnlessKept(faces.layout(), { ...work, innerProducts, hash: sha256Of });
    case 'group':
      return await groupFaces(work.embeddings, faces.layout(), innerProducts);
    case 'forget':
      collections.delete(collectionId);
      return null;
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function send(response: SearchResponse): void {
  parentPort?.postMessage(response);
}
