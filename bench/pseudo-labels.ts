// npx tsx bench/pseudo-labels.ts [--way templates|HEAD NAME] [--rule blend|mean|nearest] [--rounds N] [--wrong-share A]
//   [--without-unknown] [--list-wrong]
// Pseudo-labels on LFW's open-set task: the photos of open.csv are the pile, without their labels. Thresholds, and the
// number of rounds, are chosen on train.csv and strangers.csv alone; the labels of open.csv are read to report what really
// happened. Needs a build.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../dist/adapters/onnx/inner-products.js';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { enrolAndCalibrate, filesOf, withLabels } from '../dist/toolkit/enrol-people.js';
import { labelledFromTable } from '../dist/toolkit/photo-sets.js';
import { dir, dirAtFpir } from '../src/evaluation/identification.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { meanAveragePrecisionAt5, topFiveLabels } from '../src/evaluation/top-five.ts';
import { SCORE_RULES, type ScoreRule } from '../src/gallery/identity-scores.ts';
import { ldaHead } from '../src/heads/lda.ts';
import { nearestClassMeanHead } from '../src/heads/nearest-class-mean.ts';
import { pldaHead } from '../src/heads/plda.ts';
import type { AsyncInnerProducts } from '../src/numerics/inner-products.ts';
import { type Matrix, row, stackRows } from '../src/numerics/matrix.ts';
import { topK } from '../src/numerics/top-k.ts';
import { primaryEmbedding, strangerProbes } from '../src/pipeline/calibrate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { crossFitScores, partOfPhoto } from '../src/pipeline/pseudo-labels/cross-fit.ts';
import { labelsAfter, searchRecords, transduce } from '../src/pipeline/pseudo-labels/judge-rounds.ts';
import { LABELLING_DEFAULTS, strangerFaces } from '../src/pipeline/pseudo-labels/label-rounds.ts';
import { headWay, templatesWay } from '../src/pipeline/pseudo-labels/naming-way.ts';
import { enrolledFaces, type Pile } from '../src/pipeline/pseudo-labels/pile.ts';
import type { PseudoLabel } from '../src/pipeline/pseudo-labels/pseudo-label.ts';
import { trainingSetOf } from '../src/pipeline/training/material.ts';
import { calibrateThreshold } from '../src/rejection/calibrate.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { pairedGain, signedInterval } from './paired-gain.ts';
import { LFW } from './photos.ts';

const SEED = 1;
const RESAMPLES = 300;
const GROUPS = ['1', '2', '3-5', '6+'] as const;
const { values } = parseArgs({
  options: {
    way: { type: 'string', default: 'templates' },
    rule: { type: 'string', default: 'blend' },
    rounds: { type: 'string', default: String(LABELLING_DEFAULTS.roundCount) },
    'wrong-share': { type: 'string', default: String(LABELLING_DEFAULTS.wrongShare) },
    'without-unknown': { type: 'boolean', default: false },
    'list-wrong': { type: 'boolean', default: false },
  },
});
const images = join(LFW, 'images');
const [train = [], strangers = [], open = []] = await Promise.all(
  ['train', 'strangers', 'open'].map((name) =>
    labelledFromTable(join(LFW, 'open-set', `${name}.csv`), images),
  ),
);
const options = extractionOptionsSchema.parse({});
await using extraction = await openExtraction(options);
await using products = await openInnerProducts({ threads: 2 });
const files = [...filesOf(train), ...filesOf(strangers), ...filesOf(open)];
const { photos } = await extractPhotos(files, extraction.ports);
const people = withLabels(train, photos.slice(0, train.length));
const known = withLabels(strangers, photos.slice(train.length, train.length + strangers.length));
const rule = SCORE_RULES.find((one) => one === values.rule) ?? 'blend';
const { gallery } = enrolAndCalibrate(people, known, { extraction, rule });
const material = { gallery, strangers: strangerProbes(known, gallery) };
const { pile, truths } = pileOf();
const barred = await enrolledFaces(pile, gallery, products.innerProducts);
const way = wayOf(values.way, rule, products.innerProducts);
const { partCount } = LABELLING_DEFAULTS;
const startedMs = performance.now();
const found = await transduce(material, pile, {
  ...LABELLING_DEFAULTS,
  way,
  roundCount: Number(values.rounds),
  wrongShare: Number(values['wrong-share']),
  withUnknown: !values['without-unknown'],
  barred,
  seed: SEED,
});
const seconds = (performance.now() - startedMs) / 1000;
console.log(
  `${way.name}: ${pile.rows.rows} faces, of which ${barred.size} enrolled already; ${seconds.toFixed(0)} s`,
);
console.log(`rounds chosen by the leak-free estimate: ${found.chosen}\n`);
printLabels();
printFigures(await outcomesByRound());
if (values['list-wrong']) printWrong();

/** The faces of open.csv, and who they are, which only the tables of this file may see. */
function pileOf(): { pile: Pile; truths: string[] } {
  const probes = photos.slice(train.length + strangers.length);
  const faces = probes.flatMap((photo, n) => {
    const embedding = primaryEmbedding(photo);
    return embedding === undefined ? [] : [{ photo, embedding, truth: open[n]?.label ?? '' }];
  });
  return {
    pile: {
      photoOf: faces.map(({ photo }) => photo.photo.name),
      sha256Of: faces.map(({ photo }) => photo.sha256),
      rows: stackRows(
        faces.map(({ embedding }) => embedding),
        gallery.templates.cols,
      ),
    },
    truths: faces.map(({ truth }) => truth),
  };
}

function wayOf(name: string, scored: ScoreRule, innerProducts: AsyncInnerProducts) {
  switch (name) {
    case 'templates':
      return templatesWay(scored, innerProducts);
    case 'class-mean':
      return headWay(nearestClassMeanHead, SEED);
    case 'lda':
      return headWay(ldaHead, SEED, 'negatives');
    case 'plda':
      return headWay(pldaHead, SEED, 'negatives');
    default:
      throw new Error(`There is no way called ${name}.`);
  }
}

/** The labels of each round, how many were wrong, and how they are spread over people by their enrolled photos. */
function printLabels(): void {
  const columns = [
    'round',
    'strangers, upper',
    'threshold',
    'named',
    'wrong',
    'wrong, %',
    'of them strangers',
  ];
  header([...columns, ...GROUPS.map((group) => `named, of ${group}`), 'unknown', 'wrong']);
  for (const { round, strangerShare, thresholds, labels } of found.rounds) {
    const named = labels.filter((label) => label.named.kind === 'identity');
    const unknown = labels.filter((label) => label.named.kind === 'unknown');
    const wrong = named.filter((label) => !isRight(label));
    const ofStrangers = wrong.filter(({ face }) => truths[face] === 'unknown').length;
    cells([
      ...[String(round), strangerShare.toFixed(3), thresholds.identity?.toFixed(3) ?? 'none', named.length],
      ...[wrong.length, ((100 * wrong.length) / Math.max(1, named.length)).toFixed(2), ofStrangers],
      ...GROUPS.map((group) => named.filter(({ face }) => groupOf(truths[face] ?? '') === group).length),
      ...[unknown.length, unknown.filter((label) => !isRight(label)).length],
    ]);
  }
  console.log('');
}

/** The names of the last round that were wrong: what is left is often one person under two names. */
function printWrong(): void {
  console.log('');
  header(['photo', 'label', 'named', 'score']);
  for (const label of found.rounds.at(-1)?.labels ?? []) {
    if (isRight(label) || label.named.kind === 'unknown') continue;
    cells([label.photo, truths[label.face] ?? '', label.named.identity, label.score.toFixed(3)]);
  }
}

function isRight({ face, named }: PseudoLabel): boolean {
  return truths[face] === (named.kind === 'identity' ? named.identity : 'unknown');
}

/** What came out for one photo of open.csv. */
type Outcome = SearchRecord & { readonly truth: string; readonly labels: readonly string[] };

/** Outcomes of open.csv after each round; a face is scored without what was learnt from it. */
async function outcomesByRound(): Promise<Outcome[][]> {
  const set = trainingSetOf(material, [...gallery.faces.keys()]);
  const partOf = pile.photoOf.map((photo) => partOfPhoto(photo, partCount));
  const faces = [{ rows: pile.rows, partOf }, strangerFaces(material.strangers, partCount)];
  const rounds: Outcome[][] = [];
  for (let round = 0; round <= found.rounds.length; round++) {
    const labels = labelsAfter(found.rounds, round);
    const [ofPile, ofStrangers] = await crossFitScores(way, { set, pile, labels }, { faces, partCount });
    rounds.push(outcomesOf(ofPile as Matrix, ofStrangers as Matrix));
  }
  return rounds;
}

function outcomesOf(scores: Matrix, ofStrangers: Matrix): Outcome[] {
  const { identities } = gallery;
  const best = new Map<string, number[]>();
  material.strangers.labels.forEach((label, n) => {
    best.set(label, [...(best.get(label) ?? []), Math.max(...row(ofStrangers, n))]);
  });
  const { value: threshold } = calibrateThreshold([...best.values()], {
    fpir: 0.01,
    setOn: 'strangers',
    seed: SEED,
  });
  const placeOf = new Map(identities.map((name, place) => [name, place]));
  const rowOf = new Map(pile.photoOf.map((photo, n) => [photo, n]));
  const who = pile.photoOf.map((photo, n) => {
    const mate = placeOf.get(truths[n] ?? '');
    return { mate, person: mate === undefined ? photo.replace(/\/.*/, '') : (truths[n] ?? '') };
  });
  const records = searchRecords(scores, who);
  return open.map(({ photo, label: truth }): Outcome => {
    const n = rowOf.get(photo.name);
    const record = n === undefined ? undefined : records[n];
    const person = placeOf.has(truth) ? truth : photo.name.replace(/\/.*/, '');
    const ofFace = n === undefined ? new Float32Array(0) : row(scores, n);
    const named = topK(ofFace, 5).map((c) => ({ identity: identities[c] ?? '', score: ofFace[c] ?? 0 }));
    const labels = topFiveLabels(named, { label: 'unknown', threshold });
    return { ...(record ?? { person, isMated: placeOf.has(truth) }), truth, labels };
  });
}

/** Figures of open.csv after each round beside the estimates, then the same by enrolled photos of the person. */
function printFigures(rounds: readonly Outcome[][]): void {
  const [before = []] = rounds;
  const really = ['DIR at FPIR 1 %', 'MAP@5', 'rank 1', 'DIR, gain', 'MAP@5, gain'];
  header(['round', ...really, 'leak-free: DIR', 'MAP@5', 'naive: DIR', 'MAP@5']);
  for (const [round, outcomes] of rounds.entries()) {
    const judged = found.judged.find((one) => one.round === round);
    const estimates = [judged?.leakFree, judged?.naive].flatMap((one) => [one?.dirAt1Percent, one?.map5]);
    const figures = [dir1(outcomes), meanAveragePrecisionAt5(outcomes), rank1(outcomes)];
    const gains = [dir1, meanAveragePrecisionAt5].map((metric) => gain(metric, outcomes, before));
    cells([String(round), ...figures.map(digits), ...gains, ...estimates.map((one) => digits(one ?? null))]);
  }
  console.log('');
  header(['round', ...GROUPS.flatMap((group) => [`${group}: DIR 1 %`, 'rank 1', 'MAP@5'])]);
  for (const [round, outcomes] of rounds.entries()) {
    const { threshold } = dirAtFpir(outcomes, 0.01);
    const figures = GROUPS.flatMap((group) => {
      const mated = outcomes.filter(({ truth }) => groupOf(truth) === group);
      return [dir(mated, { rank: 1, threshold }), rank1(mated), meanAveragePrecisionAt5(mated)];
    });
    cells([String(round), ...figures.map(digits)]);
  }
}

function groupOf(person: string): (typeof GROUPS)[number] | undefined {
  const count = train.filter(({ label }) => label === person).length;
  if (count === 0) return undefined;
  if (count > 5) return '6+';
  return count > 2 ? '3-5' : count === 2 ? '2' : '1';
}

function dir1(outcomes: readonly SearchRecord[]): number {
  return dirAtFpir(outcomes, 0.01).dir;
}

function rank1(outcomes: readonly SearchRecord[]): number {
  return dir(outcomes, { rank: 1, threshold: Number.NEGATIVE_INFINITY });
}

function gain(
  metric: (outcomes: readonly Outcome[]) => number,
  after: readonly Outcome[],
  before: readonly Outcome[],
): string {
  if (after === before) return '';
  const difference = pairedGain(
    metric,
    { ours: after, theirs: before },
    { seed: SEED, resampleCount: RESAMPLES },
  );
  return signedInterval(difference);
}

function digits(value: number | null): string {
  return value?.toFixed(4) ?? '';
}

function header(columns: readonly string[]): void {
  cells(columns);
  console.log(`|${'---|'.repeat(columns.length)}`);
}

function cells(values: readonly (string | number)[]): void {
  console.log(`| ${values.join(' | ')} |`);
}
