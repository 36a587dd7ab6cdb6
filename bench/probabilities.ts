// npx tsx bench/probabilities.ts: whether stated probabilities mean what they say. People of LFW's open-set task are enrolled
// from train.csv with the default networks and strangers.csv; the first table judges the two kinds of curve on people
// of these whom they did not learn from, the others what is stated for open.csv and contest.csv. Prints Markdown. Needs a build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import {
  fitRightProbability,
  type RightProbability,
  rightProbability,
  type SearchOutcome,
} from '../src/calibration/right-probability.ts';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityTable,
  type StatedProbability,
} from '../src/evaluation/reliability.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { mean } from '../src/numerics/statistics.ts';
import { evaluateIdentification } from '../src/pipeline/evaluate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { learnProbability } from '../src/pipeline/learn-probability.ts';
import { galleryRecogniser, type Recogniser } from '../src/pipeline/recogniser.ts';
import { enrolAndCalibrate, withLabels } from '../src/toolkit/enrol-people.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { thresholdOf } from '../src/toolkit/identify.ts';
import { LFW } from './photos.ts';

const SEED = 1;
const DRAW_COUNT = 50;
const PEOPLE_COUNTS = [3, 10, 30, 100, 200, 400];
const CURVES = ['platt', 'isotonic'] as const;
const FIGURES = [expectedCalibrationError, brierScore, logLoss];
const BIN_COUNT = 10;

await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
const [train, strangers, open, contest] = [
  await labelled('train.csv'),
  await labelled('strangers.csv'),
  await labelled('open.csv'),
  await labelled('contest.csv'),
];
for (const [name, known] of [
  ['strangers.csv', strangers],
  ['no strangers', []],
] as const) {
  const { gallery } = enrolAndCalibrate(train, known, { extraction, rule: 'blend' });
  const recogniser = galleryRecogniser(gallery);
  const { learntFrom } = learnProbability(recogniser, 0.5) ?? {};
  console.log(`Learnt with ${name}: ${JSON.stringify(learntFrom)}\n`);
  const ofCurve = CURVES.flatMap((curve) => ['ECE', 'Brier', 'log loss'].map((of) => `${of}, ${curve}`));
  console.log(`| ${['people', ...ofCurve].join(' | ')} |\n|${'---|'.repeat(1 + ofCurve.length)}`);
  for (const count of PEOPLE_COUNTS) console.log(curvesRow(recogniser, count));
  const columns = ['judged on', 'share stated', 'ECE', 'Brier', 'log loss'];
  console.log(`\n| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
  const tables: string[] = [];
  for (const [test, photos, share] of [
    ['open.csv', open, 0.5],
    ['contest.csv', contest, 0.01],
    ['contest.csv', contest, 0.5],
  ] as const) {
    const stated = await statedFor(photos, recogniser, share);
    console.log(figuresRow(test, `${100 * share} %`, stated));
    tables.push(`${test}, ${100 * share} % strangers stated\n\n${reliabilityText(stated)}`);
  }
  console.log(`\n${tables.join('\n\n')}\n`);
}

async function labelled(table: string) {
  const [, ...lines] = readFileSync(join(LFW, 'open-set', table), 'utf8')
    .trim()
    .split(/\r?\n/);
  const rows = lines.map((line) => {
    const [image = '', label = ''] = line.split(',');
    return { label, photo: { path: join(LFW, 'images', image), name: image } };
  });
  const { photos } = await extractPhotos(
    rows.map(({ photo }) => photo),
    extraction.ports,
  );
  return withLabels(rows, photos);
}

async function statedFor(photos: Awaited<ReturnType<typeof labelled>>, of: Recogniser, share: number) {
  const probability = learnProbability(of, share)?.model;
  const test = { photos, labels: photos.map(({ label }) => label), unknownLabel: 'unknown' };
  return (await evaluateIdentification(test, of, { threshold: thresholdOf(of, 0.01), probability })).stated;
}

/** Figures of both curves, learnt from some people of each kind and judged on the others; means of many draws. */
function curvesRow({ mated = [], nonMated }: Recogniser, count: number): string {
  const known = mated
    .filter((searches) => searches.length > 0)
    .map((searches) =>
      searches.map(({ score, isRight }) => ({ score, outcome: isRight ? 'right' : 'wrong' }) as const),
    );
  const strangers = nonMated.people.map((scores) =>
    scores.map((score) => ({ score, outcome: 'stranger' }) as const),
  );
  const random = seededRandom(SEED);
  const draws = Array.from({ length: DRAW_COUNT }, () => {
    const [of, others] = [shuffled(known, random), shuffled(strangers, random)];
    const learnt = [...of.slice(0, count), ...others.slice(0, count)];
    const judged = [...of.slice(count), ...others.slice(count)].flat();
    return CURVES.map((curve) => {
      const model = learntFrom(learnt, curve);
      return judged.map(({ score, outcome }) => ({
        probability: rightProbability(model, score),
        isRight: outcome === 'right',
      }));
    });
  });
  const cells = CURVES.flatMap((_, place) =>
    FIGURES.map((figure) => mean(draws.map((stated) => figure(stated[place] ?? []))).toFixed(4)),
  );
  return `| ${[count, ...cells].join(' | ')} |`;
}

function learntFrom(
  people: readonly (readonly { readonly score: number; readonly outcome: SearchOutcome }[])[],
  curve: (typeof CURVES)[number],
): RightProbability {
  const searches = people.flatMap((of, person) => of.map((search) => ({ ...search, person })));
  return fitRightProbability(
    {
      scores: Float64Array.from(searches, ({ score }) => score),
      outcomes: searches.map(({ outcome }) => outcome),
      personOf: Int32Array.from(searches, ({ person }) => person),
    },
    { curve, strangerShare: 0.5 },
  );
}

function figuresRow(what: string, share: string, stated: readonly StatedProbability[]): string {
  const figures = FIGURES.map((figure) => figure(stated));
  return `| ${[what, share, ...figures.map((figure) => figure.toFixed(4))].join(' | ')} |`;
}

function reliabilityText(stated: readonly StatedProbability[]): string {
  const columns = ['stated from', 'to', 'photos', 'mean stated', 'came true'];
  const rows = reliabilityTable(stated, BIN_COUNT).map(({ low, high, count, meanProbability, shareRight }) =>
    [low.toFixed(4), high.toFixed(4), count, meanProbability.toFixed(4), shareRight.toFixed(4)].join(' | '),
  );
  return [
    `| ${columns.join(' | ')} |`,
    `|${'---|'.repeat(columns.length)}`,
    ...rows.map((r) => `| ${r} |`),
  ].join('\n');
}
