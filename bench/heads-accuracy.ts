// npx tsx bench/heads-accuracy.ts [--head NAME...] [--views N...] [--network NAME... (repeat --network for another set)]
// Heads x networks x views on LFW's open-set task: figures of open.csv, and their difference from nearest neighbour of the
// same networks with its 95 % interval over people. Each head is chosen and calibrated on train.csv and strangers.csv
// alone; open.csv is opened once a row. Needs a build.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { enrolAndCalibrate, filesOf, withLabels } from '../dist/toolkit/enrol-people.js';
import { headOptionsSchema } from '../dist/toolkit/head-options.js';
import { labelledFromTable } from '../dist/toolkit/photo-sets.js';
import { trainOn } from '../dist/toolkit/train-on.js';
import type { ExtractedPhoto } from '../src/core/photo.ts';
import { auroc, dir, dirAtFpir } from '../src/evaluation/identification.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { type AnsweredRow, meanAveragePrecisionAt5, topFiveLabels } from '../src/evaluation/top-five.ts';
import { stackRows } from '../src/numerics/matrix.ts';
import { primaryEmbedding } from '../src/pipeline/calibrate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { galleryRecogniser, type Recogniser } from '../src/pipeline/recogniser.ts';
import { headRecogniser } from '../src/pipeline/training/head-recogniser.ts';
import { calibrateThreshold } from '../src/rejection/calibrate.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { pairedGain, signedInterval } from './paired-gain.ts';
import { LFW } from './photos.ts';

/** What came out for one probe of the test. */
type Outcome = AnsweredRow & SearchRecord;

const RESAMPLES = 300;
const SEED = 1;
const { values } = parseArgs({
  options: {
    head: { type: 'string', multiple: true, default: ['class-mean', 'linear', 'mlp', 'arcface', 'cosface'] },
    views: { type: 'string', multiple: true, default: ['0'] },
    network: { type: 'string', multiple: true, default: [extractionOptionsSchema.parse({}).networks.join()] },
    'strangers-as': { type: 'string', default: 'calibration' },
  },
});
const images = join(LFW, 'images');
const [train = [], strangers = [], open = []] = await Promise.all(
  ['train', 'strangers', 'open'].map((name) =>
    labelledFromTable(join(LFW, 'open-set', `${name}.csv`), images),
  ),
);
const heading = ['networks', 'head', 'views', 'rejects', 'out of fold: DIR 1 %', 'rank 1', 'MAP@5'];
const columns = [...heading, 'DIR 1 %', 'AUROC', 'FPIR', 'MAP@5 less NN', 'DIR less NN', 'train, s'];
console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
for (const networks of values.network) await tableOf(networks.split(','));

async function tableOf(networks: string[]): Promise<void> {
  const options = extractionOptionsSchema.parse({ networks });
  await using extraction = await openExtraction(options);
  const files = [...filesOf(train), ...filesOf(strangers), ...filesOf(open)];
  const { photos } = await extractPhotos(files, extraction.ports);
  const people = withLabels(train, photos.slice(0, train.length));
  const known = withLabels(strangers, photos.slice(train.length, train.length + strangers.length));
  const probes = photos.slice(train.length + strangers.length);
  const nearest = enrolAndCalibrate(people, known, { extraction, rule: 'nearest' }).gallery;
  const baseline = await outcomesOf(galleryRecogniser(nearest), probes);
  print([networks.join(' + '), 'nearest neighbour', '', 'templates', ''], baseline, baseline, 0);
  const { gallery } = enrolAndCalibrate(people, known, { extraction, rule: 'blend' });
  const blended = await outcomesOf(galleryRecogniser(gallery), probes);
  print([networks.join(' + '), 'templates, blend', '', 'templates', ''], blended, baseline, 0);
  for (const head of values.head)
    for (const views of values.views) {
      const asked = { heads: [head], views: Number(views), strangersAs: values['strangers-as'] };
      const settings = { options: headOptionsSchema.parse(asked), extraction, threads: options.threads };
      const startedMs = performance.now();
      const made = await trainOn({ gallery, people, strangers: known }, settings, {});
      const seconds = (performance.now() - startedMs) / 1000;
      const outcomes = await outcomesOf(headRecogniser(gallery, made.trained), probes);
      const { rejection } = made.trained;
      const way = made.validation.find((tried) => tried.head === head && tried.rejection === rejection);
      const judged = way?.dirAt1Percent?.toFixed(4) ?? '';
      print([networks.join(' + '), head, views, rejection, judged], outcomes, baseline, seconds);
    }
}

async function outcomesOf(recogniser: Recogniser, probes: readonly ExtractedPhoto[]): Promise<Outcome[]> {
  const { identities } = recogniser.gallery;
  const placeOf = new Map(identities.map((name, place) => [name, place]));
  const { setOn, people } = recogniser.nonMated;
  const threshold = calibrateThreshold(people, { fpir: 0.01, setOn, seed: 1 });
  const found = probes.flatMap((photo, n) => {
    const embedding = primaryEmbedding(photo);
    return embedding === undefined ? [] : [{ n, embedding }];
  });
  const rows = stackRows(
    found.map(({ embedding }) => embedding),
    recogniser.gallery.templates.cols,
  );
  const mates = found.map(({ n }) => placeOf.get(open[n]?.label ?? ''));
  const hits = await recogniser.search(rows, { candidateCount: 5, mates });
  const hitOf = new Map(found.map(({ n }, place) => [n, hits[place]]));
  return open.map(({ photo, label }, n): Outcome => {
    const isMated = placeOf.has(label);
    const hit = hitOf.get(n);
    const [best] = hit?.candidates ?? [];
    const named = (hit?.candidates ?? []).map(({ identity, score }) => ({
      identity: identities[identity] ?? '',
      score,
    }));
    const labels = topFiveLabels(named, { label: 'unknown', threshold: threshold.value });
    const person = isMated ? label : photo.name.replace(/\/.*/, '');
    const search = { truth: isMated ? label : 'unknown', labels, person, isMated };
    if (hit === undefined || best === undefined) return search;
    return { ...search, found: { bestScore: best.score, ...(hit.mate && { mate: hit.mate }) } };
  });
}

function print(
  words: readonly string[],
  outcomes: readonly Outcome[],
  baseline: readonly Outcome[],
  seconds: number,
): void {
  const rank1 = dir(outcomes, { rank: 1, threshold: Number.NEGATIVE_INFINITY });
  const strangersNamed = outcomes.filter(({ isMated, labels }) => !isMated && labels[0] !== 'unknown').length;
  const fpir = strangersNamed / outcomes.filter(({ isMated }) => !isMated).length;
  const figures = [rank1, map5(outcomes), dir1(outcomes), auroc(outcomes), fpir];
  const gains =
    outcomes === baseline ? ['', ''] : [map5, dir1].map((metric) => gain(metric, outcomes, baseline));
  const cells = [...words, ...figures.map((value) => value.toFixed(4)), ...gains, seconds.toFixed(0)];
  console.log(`| ${cells.join(' | ')} |`);
}

function map5(outcomes: readonly Outcome[]): number {
  return meanAveragePrecisionAt5(outcomes);
}

function dir1(outcomes: readonly Outcome[]): number {
  return dirAtFpir(outcomes, 0.01).dir;
}

function gain(
  metric: (outcomes: readonly Outcome[]) => number,
  outcomes: readonly Outcome[],
  baseline: readonly Outcome[],
): string {
  const difference = pairedGain(
    metric,
    { ours: outcomes, theirs: baseline },
    { seed: SEED, resampleCount: RESAMPLES },
  );
  return signedInterval(difference);
}
