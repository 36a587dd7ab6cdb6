import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openServerDatabase } from '../../src/adapters/database/server-database.ts';
import { makeExactIndex } from '../../src/adapters/vector-index/exact-index.ts';
import {
  pgvectorSettingsSchema,
  usearchSettingsSchema,
} from '../../src/adapters/vector-index/index-settings.ts';
import { makePgvectorIndex } from '../../src/adapters/vector-index/pgvector-index.ts';
import { makeUsearchIndex } from '../../src/adapters/vector-index/usearch-index.ts';
import { type Matrix, row } from '../../src/numerics/matrix.ts';
import type { VectorHit, VectorIndex } from '../../src/vector-index/vector-index.ts';
import { startPgvectorServer } from '../../test/support/pgvector-server.ts';
import type { EngineTask } from './task.ts';

/** What is measured of an engine. */
export interface Engine {
  add(ids: readonly number[], vectors: Matrix): Promise<void>;
  /** Called once when all are added, within the time of building. */
  finish?(): Promise<void>;
  search(probes: Matrix, k: number): Promise<VectorHit[][]>;
  readonly index?: VectorIndex;
}

/** Of ONNX Runtime. usearch builds the same graph every time with one thread alone, which is what the product uses. */
const THREADS = 2;
const M = 16;
const WIDTH = 128;
/** A walk that is too narrow for large galleries, to show what that does to thresholds. */
const NARROW = 32;

/** Starts an engine by its name. */
export async function startEngine(task: EngineTask): Promise<Engine> {
  switch (task.engine) {
    case 'exact':
      return ofIndex(await makeExactIndex(task.dimension, { threads: THREADS }));
    case 'usearch f16':
    case 'usearch f32': {
      const precision = task.engine.slice(-3);
      const settings = usearchSettingsSchema.parse({ precision, m: M });
      return ofIndex(makeUsearchIndex(task.dimension, settings));
    }
    case 'usearch narrow': {
      const settings = usearchSettingsSchema.parse({
        m: 8,
        'ef-construction': NARROW,
        'ef-search': NARROW,
        rescore: 8,
      });
      return ofIndex(makeUsearchIndex(task.dimension, settings));
    }
    case 'pgvector flat':
    case 'pgvector hnsw':
      return await pgvector(task);
    case 'hnswlib-node':
      return hnswlib(task);
    case 'lancedb flat':
    case 'lancedb hnsw-sq':
    case 'lancedb ivf-pq':
      return await lancedb(task);
    default:
      throw new Error(`There is no engine ${task.engine}.`);
  }
}

function ofIndex(index: VectorIndex): Engine {
  return {
    index,
    add: (ids, vectors) => index.add(ids, vectors),
    search: (probes, k) => index.search(probes, k),
  };
}

/** Server and client in one process, which is what PGlite's own figures are then of. */
async function pgvector({ engine, dimension }: EngineTask): Promise<Engine> {
  const server = await startPgvectorServer();
  const database = await openServerDatabase(server.url);
  const settings = pgvectorSettingsSchema.parse({ search: engine.endsWith('hnsw') ? 'hnsw' : 'flat', m: M });
  const index = await makePgvectorIndex(dimension, { database, name: 'bench' }, settings);
  const probe = new Float32Array(dimension);
  probe[0] = 1;
  return {
    ...ofIndex(index),
    // The first search makes the graph.
    finish: async () => void (await index.search({ data: probe, rows: 1, cols: dimension }, 1)),
  };
}

interface HnswlibIndex {
  initIndex(capacity: number, m: number, width: number, seed: number): void;
  setEf(width: number): void;
  addPoint(vector: number[], id: number): void;
  searchKnn(vector: number[], k: number): { neighbors: number[]; distances: number[] };
}

function hnswlib({ peers, dimension, size }: EngineTask): Engine {
  const { HierarchicalNSW } = createRequire(join(peers, 'package.json'))('hnswlib-node') as {
    HierarchicalNSW: new (space: string, dimension: number) => HnswlibIndex;
  };
  const index = new HierarchicalNSW('ip', dimension);
  index.initIndex(size, M, WIDTH, 1);
  index.setEf(WIDTH);
  return {
    add: async (ids, vectors) => {
      ids.forEach((id, n) => {
        index.addPoint([...row(vectors, n)], id);
      });
    },
    search: async (probes, k) =>
      Array.from({ length: probes.rows }, (_, p) => {
        const { neighbors, distances } = index.searchKnn([...row(probes, p)], k);
        return neighbors.map((id, i) => ({ id, score: 1 - (distances[i] as number) }));
      }),
  };
}

interface LanceTable {
  add(rows: readonly object[]): Promise<unknown>;
  createIndex(column: string, options: object): Promise<void>;
  search(vector: Float32Array): { distanceType(type: string): { limit(k: number): LanceQuery } };
}
interface LanceQuery {
  select(columns: readonly string[]): LanceQuery;
  toArray(): Promise<{ id: number; _distance: number }[]>;
}

async function lancedb({ engine, peers, folder }: EngineTask): Promise<Engine> {
  const entry = createRequire(join(peers, 'package.json')).resolve('@lancedb/lancedb');
  const lance = (await import(pathToFileURL(entry).href)) as {
    connect(
      folder: string,
    ): Promise<{ createTable(name: string, rows: readonly object[]): Promise<LanceTable> }>;
    Index: { hnswSq(options: object): unknown; ivfPq(options: object): unknown };
  };
  const database = await lance.connect(join(folder, `lance-${process.pid}`));
  let table: LanceTable | undefined;
  return {
    add: async (ids, vectors) => {
      const rows = ids.map((id, n) => ({ id, vector: [...row(vectors, n)] }));
      if (table === undefined) table = await database.createTable('faces', rows);
      else await table.add(rows);
    },
    finish: async () => {
      const options = { distanceType: 'dot' };
      if (engine.endsWith('hnsw-sq'))
        await table?.createIndex('vector', {
          config: lance.Index.hnswSq({ ...options, m: M, efConstruction: WIDTH }),
        });
      if (engine.endsWith('ivf-pq'))
        await table?.createIndex('vector', { config: lance.Index.ivfPq(options) });
    },
    // One at a time: with many in flight it took 10 GB at 100,000.
    search: async (probes, k) => {
      const found: VectorHit[][] = [];
      for (let p = 0; p < probes.rows; p++) {
        const query = table?.search(row(probes, p).slice()).distanceType('dot').limit(k);
        const rows = (await query?.select(['id', '_distance']).toArray()) ?? [];
        found.push(rows.map(({ id, _distance }) => ({ id: Number(id), score: 1 - _distance })));
      }
      return found;
    },
  };
}
