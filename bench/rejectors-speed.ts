// npx tsx bench/rejectors-speed.ts [--networks N] [--rounds N] [--rejector NAME (repeat)]: how long rejectors take at 1,000
// identities of 5 photos, 1,500 photos of strangers and 20,000 probes, by networks fused into one vector (5 of 512 values
// unless said otherwise): to learn from the enrolled and the strangers, to score the probes, and to turn the scores of
// strangers and enrolled people into a threshold and probabilities. Products of the probes that rejectors share are computed
// once, in the row `products`. All but the autoencoder, which no command offers. Processor seconds count both cores; beside
// them stand seconds by the clock and the load of the machine. Minimum and median over the rounds. Prints Markdown.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { groupDirections } from '../src/numerics/groups.ts';
import { type Matrix, row, rowRange, stackRows } from '../src/numerics/matrix.ts';
import { type Random, seededRandom } from '../src/numerics/random.ts';
import { normalised } from '../src/numerics/vector.ts';
import { learnProbability } from '../src/pipeline/learn-probability.ts';
import { calibrateThreshold } from '../src/rejection/calibrate.ts';
import { evidenceRange } from '../src/rejection/rejectors/evidence.ts';
import { prepareRejectorSet } from '../src/rejection/rejectors/prepare-set.ts';
import type { ProbeEvidence, Rejector } from '../src/rejection/rejectors/rejector.ts';
import { REJECTORS, type RejectorName } from '../src/rejection/rejectors/rejectors.ts';
import { minAndMedian } from './statistics.ts';

const SEED = 5;
const NETWORK_DIMENSION = 512;
const SIZE = { identityCount: 1000, templateCount: 5000, strangerCount: 1500, probeCount: 20_000 };
/** Probes whose products are held at a time. */
const PROBE_BLOCK = 512;

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    rejector: {
      type: 'string',
      multiple: true,
      default: Object.keys(REJECTORS).filter((name) => name !== 'autoencoder'),
    },
  },
});
const dimension = NETWORK_DIMENSION * Number(values.networks);
const random = seededRandom(SEED);
await using products = await openInnerProducts({ threads: 2 });
const centres = madeRows(SIZE.identityCount, random);
const identityOf = Int32Array.from({ length: SIZE.templateCount }, (_, n) => n % SIZE.identityCount);
const templates = near(centres, identityOf, random);
const strangers = {
  embeddings: madeRows(SIZE.strangerCount, random),
  personOf: Int32Array.from({ length: SIZE.strangerCount }, (_, n) => n >> 1),
};
const probesOf = Int32Array.from({ length: SIZE.probeCount }, (_, n) => n % SIZE.identityCount);
const embeddings = near(centres, probesOf, random);
const directions = groupDirections({ rows: templates, groupOf: identityOf, groupCount: SIZE.identityCount });
const logits = await products.innerProducts(embeddings, directions);
const evidence: ProbeEvidence = {
  embeddings,
  proposed: probesOf,
  head: { kind: 'logit', values: { ...logits, data: logits.data.map((cosine) => 16 * cosine) } },
};
const set = prepareRejectorSet({
  templates,
  identityOf,
  identityCount: SIZE.identityCount,
  strangers,
  innerProducts: products.innerProducts,
});

interface Cost {
  readonly processor: number[];
  readonly clock: number[];
}
const costs = new Map<string, Cost>();
for (let round = 0; round < Number(values.rounds); round++) {
  const fitted: { name: string; rejector: Rejector }[] = [];
  for (const name of values.rejector as RejectorName[]) {
    const rejector: Rejector = REJECTORS[name]();
    await measured(`${name}, learn`, () => rejector.fit(set));
    fitted.push({ name, rejector });
  }
  const scores = new Map(fitted.map(({ name }) => [name, new Float64Array(SIZE.probeCount)]));
  const spent = new Map<string, { processor: number; clock: number }>();
  for (let first = 0; first < SIZE.probeCount; first += PROBE_BLOCK) {
    const block = evidenceRange(evidence, first, Math.min(first + PROBE_BLOCK, SIZE.probeCount));
    const found = new Map<Matrix, Matrix>();
    await added(spent, 'products', async () => {
      for (const operand of new Set(fitted.flatMap(({ rejector }) => rejector.operands())))
        found.set(operand, await products.innerProducts(block.embeddings, operand));
    });
    for (const { name, rejector } of fitted)
      await added(spent, `${name}, score`, async () => {
        scores.get(name)?.set(rejector.score({ ...block, products: found }), first);
      });
  }
  for (const [name, { processor, clock }] of spent) keep(name, processor, clock);
  await measured('calibration of all', async () => {
    for (const ofProbes of scores.values()) calibrate(ofProbes);
  });
}
const all = [...costs.values()];
keepTotals();

console.log(
  `${JSON.stringify({ ...SIZE, dimension })}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}\n`,
);
console.log(`| what | processor s | clock s |\n|${'---|'.repeat(3)}`);
for (const [name, { processor, clock }] of costs)
  console.log(`| ${name} | ${minAndMedian(processor, 2)} | ${minAndMedian(clock, 2)} |`);

function keepTotals(): void {
  const totals = { processor: [] as number[], clock: [] as number[] };
  for (let round = 0; round < Number(values.rounds); round++) {
    totals.processor.push(all.reduce((sum, { processor }) => sum + (processor[round] ?? 0), 0));
    totals.clock.push(all.reduce((sum, { clock }) => sum + (clock[round] ?? 0), 0));
  }
  costs.set('**all**', totals);
}

/** Half of the scores stand for those of strangers, the other half for those of enrolled people left out. */
function calibrate(scores: Float64Array): void {
  const lists = Array.from({ length: SIZE.identityCount }, (_, person) =>
    Array.from({ length: 10 }, (_, n) => scores[person + n * SIZE.identityCount] ?? 0),
  );
  const people = lists.map((list) => list.map((score) => score - 1));
  const mated = lists.map((list) => list.map((score) => ({ score, isRight: true })));
  calibrateThreshold(people, { fpir: 0.01, setOn: 'strangers', seed: SEED });
  learnProbability({ mated, nonMated: { setOn: 'strangers', people } }, 0.5);
}

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  const { processor, clock } = await costOf(work);
  keep(name, processor, clock);
}

async function added(
  spent: Map<string, { processor: number; clock: number }>,
  name: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const { processor, clock } = await costOf(work);
  const before = spent.get(name) ?? { processor: 0, clock: 0 };
  spent.set(name, { processor: before.processor + processor, clock: before.clock + clock });
}

async function costOf(work: () => Promise<unknown>): Promise<{ processor: number; clock: number }> {
  const [usage, startedMs] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(usage);
  return { processor: (user + system) / 1e6, clock: (performance.now() - startedMs) / 1000 };
}

function keep(name: string, processor: number, clock: number): void {
  const cost = costs.get(name) ?? { processor: [], clock: [] };
  cost.processor.push(processor);
  cost.clock.push(clock);
  costs.set(name, cost);
}

function madeRows(count: number, from: Random): Matrix {
  const rows = Array.from({ length: count }, () =>
    normalised(Float32Array.from({ length: dimension }, () => from() - 0.5)),
  );
  return stackRows(rows, dimension);
}

/** Rows at a cosine of about 0.6 to those they are near. */
function near(to: Matrix, placeOf: Int32Array, from: Random): Matrix {
  const spread = 4.6 / Math.sqrt(dimension);
  const rows = [...placeOf].map((place) =>
    normalised(row(to, place).map((value) => value + (from() - 0.5) * spread)),
  );
  return rowRange(stackRows(rows, dimension), 0, rows.length);
}
