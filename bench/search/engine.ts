// A process that runs one engine for bench/search.ts: builds, searches, and tells what came of it in a file.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import usearch from 'usearch';
import { type Matrix, rowRange } from '../../src/numerics/matrix.ts';
import { searchIdentities } from '../../src/vector-index/search-identities.ts';
import type { VectorHit, VectorIndex } from '../../src/vector-index/vector-index.ts';
import { medianOf, timed } from '../statistics.ts';
import { type Engine, startEngine } from './engines.ts';
import { CHUNK_ROWS, readRows } from './faces.ts';
import { type EngineResult, type EngineTask, PROBE_KINDS, type ProbeKind, type WidthResult } from './task.ts';

const K = 5;
const BATCH = 64;
const SINGLES = 40;
const WIDTHS = [64, 256, 512];
const MB = 1024 * 1024;

const [taskPath = '', resultPath = ''] = process.argv.slice(2);
const task = JSON.parse(readFileSync(taskPath, 'utf8')) as EngineTask;
writeFileSync(resultPath, JSON.stringify(await run()));
process.exit(0);

async function run(): Promise<EngineResult> {
  const engine = await startEngine(task);
  const rehearsed = new Set(task.rehearsed);
  const startedMs = performance.now();
  const size = await addAll(engine, (id) => !rehearsed.has(id));
  let buildS = (performance.now() - startedMs) / 1000;
  // A graph that rehearsed people are not in yet shows what they would find as strangers.
  const walked = task.engine.startsWith('usearch') ? engine.index : undefined;
  const heldOut = walked && (await rehearsals(walked));
  const chunk = readRows(task.files.gallery, 0, task.personOf.length, task.dimension);
  buildS += await timed(() => engine.add(task.rehearsed, pick(chunk, task.rehearsed)));
  buildS += await timed(async () => await engine.finish?.());
  const probes = Object.fromEntries(
    PROBE_KINDS.map((kind) => [kind, readRows(task.files[kind], 0, task.probeCounts[kind], task.dimension)]),
  ) as Record<ProbeKind, Matrix>;
  const single = await singles(engine, probes.heldOut);
  const searched = await searchAll(engine, probes);
  const rssMb = process.memoryUsage().rss / MB;
  const hidden = walked && (await rehearsals(walked));
  const widths =
    walked !== undefined && task.engine !== 'usearch narrow' ? await otherWidths(walked, probes) : undefined;
  return {
    ...{ size, buildS, singleMs: medianOf(single), singleCount: single.length },
    ...searched,
    ...{ rssMb, peakRssMb: process.resourceUsage().maxRSS / 1024 },
    ...(heldOut && hidden && { rehearsals: { heldOut, hidden } }),
    ...(widths && { widths }),
  };
}

/** Adds rows in their order until all are added or the time is up. @returns rows up to which it came */
async function addAll(engine: Engine, isWanted: (id: number) => boolean): Promise<number> {
  const startedMs = performance.now();
  for (let first = 0; first < task.size; first += CHUNK_ROWS) {
    const end = Math.min(first + CHUNK_ROWS, task.size);
    const ids = Array.from({ length: end - first }, (_, n) => first + n).filter(isWanted);
    const chunk = readRows(task.files.gallery, first, end, task.dimension);
    const places = ids.map((id) => id - first);
    await engine.add(ids, ids.length === chunk.rows ? chunk : pick(chunk, places));
    const seconds = (performance.now() - startedMs) / 1000;
    console.error(`${task.engine} ${task.size}: ${end} added in ${seconds.toFixed(0)} s`);
    if (seconds > task.buildSecondsMost) return end;
  }
  return task.size;
}

function pick({ data, cols }: Matrix, places: readonly number[]): Matrix {
  const out = new Float32Array(places.length * cols);
  places.forEach((place, n) => {
    out.set(data.subarray(place * cols, (place + 1) * cols), n * cols);
  });
  return { data: out, rows: places.length, cols };
}

async function singles(engine: Engine, probes: Matrix): Promise<number[]> {
  const startedMs = performance.now();
  const times: number[] = [];
  for (let p = 0; p < Math.min(SINGLES, probes.rows); p++) {
    times.push(1000 * (await timed(() => engine.search(rowRange(probes, p, p + 1), K))));
    if ((performance.now() - startedMs) / 1000 > task.secondsPerKind / 2) break;
  }
  return times;
}

async function searchAll(
  engine: Engine,
  probes: Readonly<Record<ProbeKind, Matrix>>,
): Promise<Pick<EngineResult, 'hits' | 'batchedPerS' | 'batchedCount'>> {
  const hits: Record<ProbeKind, VectorHit[][]> = { mated: [], calibration: [], heldOut: [] };
  let seconds = 0;
  for (const kind of PROBE_KINDS) {
    const all = probes[kind];
    let spent = 0;
    for (let first = 0; first < all.rows && spent < task.secondsPerKind; first += BATCH) {
      const some = rowRange(all, first, Math.min(first + BATCH, all.rows));
      spent += await timed(async () => void hits[kind].push(...(await engine.search(some, K))));
    }
    seconds += spent;
  }
  const batchedCount = PROBE_KINDS.reduce((count, kind) => count + hits[kind].length, 0);
  return { hits, batchedCount, batchedPerS: batchedCount / seconds };
}

/** The best that rehearsed people's photos find beside their own people. */
async function rehearsals(index: VectorIndex): Promise<number[][]> {
  const identityOf = (id: number): number => task.personOf[id] ?? task.size + id;
  const people = new Map<number, number[]>();
  const all = readRows(task.files.gallery, 0, task.personOf.length, task.dimension);
  const hits = await searchIdentities(index, pick(all, task.rehearsed), {
    identityOf,
    identityCount: 1,
    isHidden: (identity, p) => identity === identityOf(task.rehearsed[p] as number),
  });
  hits.forEach(([best], n) => {
    const person = identityOf(task.rehearsed[n] as number);
    if (best !== undefined) people.set(person, [...(people.get(person) ?? []), best.score]);
  });
  return [...people.values()];
}

/** The same graph, walked more narrowly and more widely. */
async function otherWidths(
  index: VectorIndex,
  probes: Readonly<Record<ProbeKind, Matrix>>,
): Promise<WidthResult[]> {
  const folder = join(task.folder, 'graph');
  await index.save(folder, 'bench');
  const graph = readdirSync(folder).find((name) => name.startsWith('graph-')) ?? '';
  return WIDTHS.map((width) => {
    const walked = new usearch.Index({
      dimensions: task.dimension,
      metric: usearch.MetricKind.IP,
      quantization: task.engine.endsWith('f16') ? usearch.ScalarKind.F16 : usearch.ScalarKind.F32,
      connectivity: 16,
      expansion_add: 128,
      expansion_search: width,
      multi: false,
    });
    walked.load(join(folder, graph));
    const startedMs = performance.now();
    const ids = Object.fromEntries(
      PROBE_KINDS.map((kind) => {
        const { data, rows } = probes[kind];
        const { keys } = walked.search(data, K, 1) as { readonly keys: BigUint64Array };
        return [
          kind,
          Array.from({ length: rows }, (_, p) => [...keys.subarray(p * K, (p + 1) * K)].map(Number)),
        ];
      }),
    ) as unknown as WidthResult['ids'];
    const count = PROBE_KINDS.reduce((total, kind) => total + probes[kind].rows, 0);
    return { width, batchedPerS: (1000 * count) / (performance.now() - startedMs), ids };
  });
}
