// npx tsx bench/search.ts [sizes] [engines] [seconds] [seconds of building]: galleries of real and made faces, searched by Quen's
// three indexes and by peers, each in a process of its own that may take so many seconds. Sizes such as 10000,100000; engines such as
// exact,'usearch f16'. Where building is cut short, the engines after search the smaller gallery. Recall is against the exact index,
// on mated and non-mated probes apart; then what thresholds set on one way of searching do on another. Prints Markdown. Needs a
// build and LFW.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../src/adapters/network-store/cache-folder.ts';
import { readFaces, writeGalleryRows, writeRows } from './search/faces.ts';
import { bestByPerson, recallAt, shareNamed, shareRight, thresholdOn } from './search/figures.ts';
import { RECIPE } from './search/made-faces.ts';
import { installPeers } from './search/peers.ts';
import { realismTable } from './search/realism.ts';
import { type EngineResult, type EngineTask, PROBE_KINDS, type ProbeKind } from './search/task.ts';

const ENGINES =
  'exact,usearch f16,usearch f32,usearch narrow,pgvector flat,pgvector hnsw,hnswlib-node,lancedb flat,lancedb hnsw-sq,lancedb ivf-pq';
const REHEARSED_PEOPLE = 300;
/** False-alarm rates that thresholds are set for. */
const RATES = [0.01, 0.1];

const [sizes = '10000,100000', engines = ENGINES, seconds = '600', buildSeconds = seconds] =
  process.argv.slice(2);
const cache = cacheFolder();
const peers = join(cache, 'bench-search-peers');
const missing = installPeers(peers);
const faces = await readFaces();
console.log(`Made faces: ${RECIPE}.\n\n${realismTable(faces)}\n`);
for (const size of sizes.split(',').map(Number)) await measureSize(size);

async function measureSize(size: number): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-search-'));
  try {
    const task = writeTask(folder, size);
    const results = new Map<string, EngineResult>();
    const failed: string[] = [];
    let searched = size;
    for (const engine of engines.split(',')) {
      const result = await runEngine({ ...task, engine, size: searched });
      if (typeof result === 'string') failed.push(`| ${engine} | ${result} | | | | | | |`);
      else {
        results.set(engine, result);
        searched = result.size;
      }
    }
    console.log(
      `\n## ${searched} templates: ${faces.real.rows} real, ${Math.max(0, searched - faces.real.rows)} made\n`,
    );
    console.log(
      '| engine | build s | ms single | /s in batches of 64 | R@1 / R@5 mated | R@1 / R@5 non-mated | RSS MB (peak) | probes |\n|---|---|---|---|---|---|---|---|',
    );
    for (const [engine, result] of results) console.log(engineRow(engine, result, results.get('exact')));
    for (const line of failed) console.log(line);
    console.log(thresholdTables(results));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeTask(folder: string, size: number): Omit<EngineTask, 'engine'> {
  const { cols } = faces.real;
  const files = { gallery: writeGalleryRows(folder, faces, size) } as Record<'gallery' | ProbeKind, string>;
  for (const kind of PROBE_KINDS) {
    files[kind] = join(folder, kind);
    writeRows(files[kind], faces[kind].probes);
  }
  const personOf = faces.personOf.slice(0, size);
  return {
    ...{ size, dimension: cols, files, personOf, folder, peers },
    probeCounts: {
      mated: faces.mated.probes.rows,
      calibration: faces.calibration.probes.rows,
      heldOut: faces.heldOut.probes.rows,
    },
    rehearsed: personOf.flatMap((person, n) => (person < REHEARSED_PEOPLE ? [n] : [])),
    secondsPerKind: Number(seconds) / 8,
    buildSecondsMost: Number(buildSeconds),
  };
}

/** Runs an engine in a process of its own. @returns why, where it came to nothing */
async function runEngine(task: EngineTask): Promise<EngineResult | string> {
  const why = [...missing].find(([peer]) => task.engine.startsWith(peer))?.[1];
  if (why !== undefined) return `not installed: ${why}`;
  const taskPath = join(task.folder, 'task.json');
  const resultPath = join(task.folder, 'result.json');
  rmSync(resultPath, { force: true });
  writeFileSync(taskPath, JSON.stringify(task));
  const program = fileURLToPath(new URL('./search/engine.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, taskPath, resultPath], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    process.stderr.write(piece);
    said = `${said}${piece}`.slice(-2000);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), Number(seconds) * 1000);
  const [status, signal] = await new Promise<[number | null, string | null]>((ended) => {
    child.on('exit', (...how) => ended(how));
  });
  clearTimeout(limit);
  if (existsSync(resultPath)) return JSON.parse(readFileSync(resultPath, 'utf8')) as EngineResult;
  const last =
    said
      .trim()
      .split('\n')
      .filter((line) => line.includes('added') || line.includes('Error'))
      .at(-1) ?? '';
  return signal === 'SIGKILL' ? `not done in ${seconds} s; ${last}` : `ended with ${status}: ${last}`;
}

function engineRow(engine: string, result: EngineResult, exact: EngineResult | undefined): string {
  const recall = (kinds: readonly ProbeKind[]): string =>
    [1, 5]
      .map((k) => {
        const found = kinds.flatMap((kind) => result.hits[kind].slice(0, exact?.hits[kind].length));
        const near = kinds.flatMap((kind) => exact?.hits[kind].slice(0, result.hits[kind].length) ?? []);
        return recallAt(k, found, near).toFixed(3);
      })
      .join(' / ');
  const { buildS, singleMs, batchedPerS, rssMb, peakRssMb, batchedCount } = result;
  const cells = [
    ...[engine, buildS.toFixed(1), singleMs.toFixed(2), batchedPerS.toFixed(0)],
    ...[recall(['mated']), recall(['calibration', 'heldOut'])],
    ...[`${rssMb.toFixed(0)} (${peakRssMb.toFixed(0)})`, batchedCount],
  ];
  return `| ${cells.join(' | ')} |`;
}

function thresholdTables(results: ReadonlyMap<string, EngineResult>): string {
  const exact = results.get('exact');
  if (exact === undefined) return '';
  const lines: string[] = [];
  for (const [engine, result] of results) {
    if (engine === 'exact' || !isComplete(result, exact)) continue;
    lines.push(...thresholdLines({ engine, result, exact }), ...widthLines(engine, result, exact));
  }
  return lines.join('\n');
}

/** Whether an engine searched all that the exact one did; a slow one does not in its time. */
function isComplete(result: EngineResult, exact: EngineResult): boolean {
  return PROBE_KINDS.every((kind) => result.hits[kind].length === exact.hits[kind].length);
}

function thresholdLines(of: { engine: string; result: EngineResult; exact: EngineResult }): string[] {
  const { engine } = of;
  return RATES.flatMap((fpir) => [
    `\n| threshold for FPIR ${100 * fpir} % set on | value | named strangers: exact | ${engine} | DIR: exact | ${engine} |`,
    '|---|---|---|---|---|---|',
    ...thresholdRows(of, fpir),
  ]);
}

function thresholdRows(
  { engine, result, exact }: { engine: string; result: EngineResult; exact: EngineResult },
  fpir: number,
): string[] {
  const { personOf: strangerOf } = faces.calibration;
  const onStrangers = ({ hits }: EngineResult): number =>
    thresholdOn(bestByPerson(hits.calibration, strangerOf), { fpir, setOn: 'strangers' });
  const onEnrolled = (people: readonly (readonly number[])[]): number =>
    thresholdOn(people, { fpir, setOn: 'leave-one-identity-out' });
  const { rehearsals } = result;
  const rows: [string, number][] = [
    ['strangers, exact', onStrangers(exact)],
    [`strangers, ${engine}`, onStrangers(result)],
    ...(rehearsals === undefined
      ? []
      : ([
          [`${engine}, enrolled people before they were enrolled`, onEnrolled(rehearsals.heldOut)],
          [`${engine}, the same enrolled but hidden`, onEnrolled(rehearsals.hidden)],
        ] satisfies [string, number][])),
  ];
  const truth = { probePersonOf: faces.mated.personOf, personOf: faces.personOf };
  return rows.map(([name, threshold]) => {
    const named = [exact, result].map(
      ({ hits }) => `${(100 * shareNamed(hits.heldOut, threshold)).toFixed(2)} %`,
    );
    const right = [exact, result].map(({ hits }) => shareRight(hits.mated, truth, threshold).toFixed(4));
    return `| ${[name, threshold.toFixed(4), ...named, ...right].join(' | ')} |`;
  });
}

function widthLines(engine: string, { widths }: EngineResult, exact: EngineResult): string[] {
  if (widths === undefined) return [];
  const lines = [
    `\n| ${engine}, ef-search | /s in one batch, unscored | R@1 mated | R@1 non-mated |`,
    '|---|---|---|---|',
  ];
  for (const { width, batchedPerS, ids } of widths) {
    const hits = (kinds: readonly ProbeKind[]) =>
      kinds.flatMap((kind) => ids[kind].map((list) => list.map((id) => ({ id }))));
    const near = (kinds: readonly ProbeKind[]) => kinds.flatMap((kind) => exact.hits[kind]);
    const recalls = [['mated'], ['calibration', 'heldOut']].map((kinds) =>
      recallAt(1, hits(kinds as ProbeKind[]), near(kinds as ProbeKind[])).toFixed(3),
    );
    lines.push(`| ${[width, batchedPerS.toFixed(0), ...recalls].join(' | ')} |`);
  }
  return lines;
}
