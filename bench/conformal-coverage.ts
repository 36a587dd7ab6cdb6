// npx tsx bench/conformal-coverage.ts: whether the promised rate holds. The strangers of LFW's open-set task are searched
// in the gallery of train.csv with the default networks, and divided by person 200 times: the threshold is set on n of
// them, and the rest are counted. Prints Markdown. Needs a build.
import { searchGallery } from '../src/gallery/search.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { mean, quantile } from '../src/numerics/statistics.ts';
import { bestScoresByPerson } from '../src/pipeline/calibrate.ts';
import { calibrateThreshold } from '../src/rejection/calibrate.ts';
import { shareAtOrAbove } from '../src/rejection/non-mated-tail.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';

const SEED = 5;
const SPLIT_COUNT = 200;
const RATES = [0.1, 0.05, 0.01];
const PEOPLE_COUNTS = [99, 199, 399];

const [train, strangers] = (await embedOpenSet(['train.csv', 'strangers.csv'])) as [
  OpenSetPhotos,
  OpenSetPhotos,
];
const target = {
  templates: train.rows,
  identityOf: train.personOf,
  identityCount: train.people.length,
};
const hits = searchGallery(strangers.rows, target, { rule: 'blend', candidateCount: 1 });
const twoPhotos = bestScoresByPerson(
  hits,
  [...strangers.personOf].map((person) => strangers.people[person] ?? ''),
);
console.log(
  `${twoPhotos.length} strangers, ${hits.length} photos, ${train.people.length} enrolled people. ${SPLIT_COUNT} splits.\n`,
);
const columns = ['photos of each', 'asked', 'people', 'mean', 'standard error', 'expected'];
const more = ['splits above', 'expected', '5 to 95 % of splits', 'expected'];
console.log(`| ${[...columns, ...more].join(' | ')} |\n|${'---|'.repeat(columns.length + more.length)}`);
for (const [name, people] of [
  ['both', twoPhotos],
  ['the first', twoPhotos.map((scores) => scores.slice(0, 1))],
] as const)
  for (const fpir of RATES)
    for (const count of PEOPLE_COUNTS) console.log(coverageRow(name, people, { fpir, count }));

interface Setting {
  readonly fpir: number;
  /** People the threshold is set on. */
  readonly count: number;
}

function coverageRow(name: string, people: readonly (readonly number[])[], setting: Setting): string {
  const { fpir, count } = setting;
  const rates = realisedRates(people, setting);
  const expected = expectation(setting, people.length - count);
  const above = rates.filter((rate) => rate > fpir + 1e-9).length / rates.length;
  const cells = [
    ...[name, `${100 * fpir} %`, count],
    percent(mean(rates)),
    // The splits share people, so that they vary less than this around what other people would give.
    percent(Math.sqrt(mean(rates.map((rate) => (rate - mean(rates)) ** 2)) / rates.length)),
    percent(expected.mean),
    percent(above, 0),
    percent(expected.above, 0),
    `${percent(quantile(rates, 0.05))} to ${percent(quantile(rates, 0.95))}`,
    `${percent(expected.low)} to ${percent(expected.high)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** FPIR, each person weighing 1, on the people of each split that the threshold was not set on. */
function realisedRates(people: readonly (readonly number[])[], { fpir, count }: Setting): number[] {
  const random = seededRandom(SEED);
  return Array.from({ length: SPLIT_COUNT }, () => {
    const order = shuffled(people, random);
    const { value } = calibrateThreshold(order.slice(0, count), { fpir, setOn: 'strangers', seed: SEED });
    return shareAtOrAbove(order.slice(count), value);
  });
}

interface Expectation {
  readonly mean: number;
  readonly above: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What theory says for one photo a person without ties: k = floor(fpir (n + 1)) - 1 scores may pass, so a new person does
 * with a chance that varies over calibrations as Beta(k + 1, n - k) (Vovk 2012), and among m tested people the count that
 * passes is beta-binomial.
 */
function expectation({ fpir, count }: Setting, testedCount: number): Expectation {
  const passing = Math.floor(fpir * (count + 1) + 1e-9) - 1;
  const [a, b] = [passing + 1, count - passing];
  const chances = betaBinomial(testedCount, a, b);
  let sum = 0;
  const cumulative = chances.map((chance) => {
    sum += chance;
    return sum;
  });
  const at = (share: number) => cumulative.findIndex((upTo) => upTo >= share) / testedCount;
  const allowed = Math.floor(fpir * testedCount + 1e-9);
  return { mean: a / (a + b), above: 1 - (cumulative[allowed] ?? 1), low: at(0.05), high: at(0.95) };
}

/** P(k of m) for k = 0 to m, by the ratio of neighbours, shape [m + 1]. */
function betaBinomial(m: number, a: number, b: number): number[] {
  const raw = [1];
  for (let k = 0; k < m; k++) raw.push(((raw[k] ?? 0) * (m - k) * (k + a)) / ((k + 1) * (m - k - 1 + b)));
  const total = raw.reduce((x, y) => x + y, 0);
  return raw.map((value) => value / total);
}

function percent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}
