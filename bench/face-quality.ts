// Which measure of a face's quality foretells failed searches: photos of LFW degraded at random, searched among undegraded
// ones, and the errors that are left as the faces of the lowest quality are discarded. The weights of
// src/quality/overall-quality.ts are learnt from train.csv and judged on strangers.csv, other people.
// npx tsx bench/face-quality.ts [probes of train.csv] [probes of strangers.csv]
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { fitLogisticRegression } from '../src/numerics/logistic-regression.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { bootstrapInterval, quantile } from '../src/numerics/statistics.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { measureFaces } from '../src/pipeline/measure-faces.ts';
import { qualityFeatures } from '../src/quality/overall-quality.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import {
  type DegradedProbe,
  degradedProbes,
  type FoundProbe,
  NETWORKS,
} from './face-quality/degraded-probes.ts';
import { errorDiscard } from './face-quality/error-discard.ts';
import { lfwPhotos } from './photos.ts';

const [trainCount = 450, strangerCount = 300] = process.argv.slice(2).map(Number);
const FPIR = 0.01;
const L2 = 1;
const OVERALL = 'overall quality of src/quality';

const learnt = await degradedProbes('train', trainCount, 1);
const judged = await degradedProbes('strangers', strangerCount, 1);
const undegraded = foundOf([...learnt, ...judged].filter(({ changes }) => changes.length === 0));

console.log(`measuring takes ${(await measuringMs()).toFixed(1)} ms of one core a photo`);
console.log(`median sharpness of undegraded faces: ${quantile(undegraded.map(sharpness), 0.5).toFixed(3)}`);
console.log(`weights learnt from train.csv: ${weights(foundOf(learnt)).join(', ')}`);
for (const [network, name] of NETWORKS.entries()) {
  const threshold = quantile(
    undegraded.map(({ scores }) => scores[network]?.other ?? 0),
    1 - FPIR,
  );
  console.log(`\n${name}, threshold ${threshold.toFixed(3)} (FPIR 1 % of undegraded probes)`);
  for (const [table, probes] of [['train.csv', learnt] as const, ['strangers.csv', judged] as const])
    print(table, probes, { network, threshold });
}

function sharpness({ quality }: FoundProbe): number {
  return quality.sharpness;
}

/** Of 500 photos that were extracted, nothing kept, the code warm. */
async function measuringMs(): Promise<number> {
  await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
  const photos = lfwPhotos(600);
  const { photos: extracted } = await extractPhotos(photos, extraction.ports);
  const ports = { ...extraction.measuring, measures: { get: () => undefined, set: () => undefined } };
  await measureFaces(extracted.slice(500), ports);
  const before = process.cpuUsage();
  await measureFaces(extracted.slice(0, 500), ports);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / 500;
}

function foundOf(probes: readonly DegradedProbe[]): FoundProbe[] {
  return probes.flatMap(({ found }) => found ?? []);
}

interface Bar {
  readonly network: number;
  readonly threshold: number;
}

function isMissed({ scores }: FoundProbe, { network, threshold }: Bar): boolean {
  const { mate = -1, other = -1 } = scores[network] ?? {};
  return mate < threshold || mate <= other;
}

function print(table: string, probes: readonly DegradedProbe[], bar: Bar): void {
  const found = foundOf(probes);
  const missed = found.map((probe) => isMissed(probe, bar));
  const names = Object.keys(found[0]?.measures ?? {});
  const columns = new Map([
    ...names.map((name) => [name, found.map(({ measures }) => measures[name] ?? 0)] as const),
    [OVERALL, found.map(({ quality }) => quality.overall)],
    ['oracle', missed.map((miss) => (miss ? 0 : 1))],
  ]);
  const ranked = [...columns].map(([name, values]) => ({ name, values, ...errorDiscard(values, missed) }));
  console.log(`\n${table}: ${found.length} faces of ${probes.length} photos`);
  console.log('| measure | area, 95 % | none discarded | 10 % | 20 % | 50 % |\n|---|---|---|---|---|---|');
  for (const { name, values, area, errors } of ranked.sort((a, b) => a.area - b.area)) {
    const ends = interval(probes, values, missed);
    console.log(
      `| ${name} | ${area.toFixed(3)} (${ends}) | ${errors.map((rate) => rate.toFixed(3)).join(' | ')} |`,
    );
  }
}

/** Of the area, people drawn with replacement. */
function interval(
  probes: readonly DegradedProbe[],
  values: readonly number[],
  missed: readonly boolean[],
): string {
  const people = new Map<string, number[]>();
  probes
    .filter(({ found }) => found !== undefined)
    .forEach(({ person }, place) => {
      people.set(person, [...(people.get(person) ?? []), place]);
    });
  const groups = [...people.values()];
  const { low, high } = bootstrapInterval(
    [groups.length],
    ([drawn]) => {
      const places = [...(drawn ?? [])].flatMap((group) => groups[group] ?? []);
      return errorDiscard(
        places.map((place) => values[place] ?? 0),
        places.map((place) => missed[place] ?? false),
      ).area;
    },
    { random: seededRandom(1), resampleCount: 200 },
  );
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** Of the features, then the bias; every face weighs 1. */
function weights(found: readonly FoundProbe[]): string[] {
  const threshold = quantile(
    undegraded.map(({ scores }) => scores[0]?.other ?? 0),
    1 - FPIR,
  );
  const features = found.map(({ quality }) => qualityFeatures(quality));
  const model = fitLogisticRegression(
    {
      features: Float64Array.from(features.flat()),
      labels: found.map((probe) => Number(!isMissed(probe, { network: 0, threshold }))),
      weights: new Float64Array(found.length).fill(1),
    },
    L2,
  );
  return [...model.weights, model.bias].map((value) => value.toFixed(2));
}
