// npx tsx bench/recipe-ablation.ts [--network NAME,NAME...] [--test open|contest (repeat)] [--views N]
//   [--part views|heads|trained|method (repeat)] [--method-network NAME (repeat)] [--out DIR]
// Each step of our recipe, and the method's recipe beside it, as a row on LFW's open-set task, with 95 % intervals by a
// bootstrap over people. What a row leaves open is chosen out of fold on train.csv and strangers.csv; a test table is opened
// once a row. Stages of the method's recipe are kept below DIR, so that a second run is quick. Prints Markdown, and each row as
// it is made on the error output. Needs a build, and QUEN_MODELS for the method's networks.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../dist/adapters/network-store/cache-folder.js';
import { openInnerProducts } from '../dist/adapters/onnx/inner-products.js';
import { createSession } from '../dist/adapters/onnx/session.js';
import { headPool } from '../dist/adapters/workers/head-pool.js';
import type { EvaluatedSearch } from '../src/evaluation/evaluated-search.ts';
import { createHead } from '../src/heads/create-head.ts';
import { nearestClassMeanHead } from '../src/heads/nearest-class-mean.ts';
import { headWay, type NamingWay } from '../src/pipeline/pseudo-labels/naming-way.ts';
import { galleryRecogniser } from '../src/pipeline/recogniser.ts';
import type { TrainingMaterial } from '../src/pipeline/training/material.ts';
import {
  type HeldOutFigures,
  heldOutFigures,
  isBetter,
  validateHeads,
} from '../src/pipeline/training/validate-heads.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { FIGURES, figureCells } from './ablation/figures.ts';
import {
  type LabelledPile,
  labelPile,
  leakFreeSearches,
  type NamedWay,
  searchesByWay,
  searchesOf,
} from './ablation/labelled-pile.ts';
import { methodRows } from './ablation/method.ts';
import { halves } from './ablation/strangers.ts';
import { type OpenSetTest, openSetTask, type TestName } from './ablation/task.ts';
import { enrolledPasses, galleryOfPasses, singlePass, singlePassTest } from './ablation/views-gallery.ts';
import { type Against, againstRejectedWay, learnedRejectorWay, softmaxWay } from './ablation/ways.ts';

const SEED = 1;
const ROUNDS = 2;
/** Tried out of fold for how much likeness to rejected faces counts. */
const AGAINST: readonly Against[] = [0.1, 0.2, 0.3, 0.5, 0.7, 1].flatMap((weight) =>
  [1, 10, 50, 300].map((count) => ({ weight, count })),
);
const { values } = parseArgs({
  options: {
    network: { type: 'string', default: extractionOptionsSchema.parse({}).networks.join() },
    test: { type: 'string', multiple: true, default: ['open', 'contest'] },
    views: { type: 'string', default: '16' },
    part: { type: 'string', multiple: true, default: ['views', 'heads', 'trained', 'method'] },
    out: { type: 'string', default: join(tmpdir(), 'quen-recipe-ablation') },
    'method-network': { type: 'string', multiple: true, default: ['insightface-y1'] },
  },
});
const networks = values.network.split(',');
await using task = await openSetTask(networks, values.test as TestName[]);
await using products = await openInnerProducts({ threads: 2 });
const { innerProducts } = products;
const { material } = task;
const { cohort, others } = halves(material.strangers);
const means = headWay(nearestClassMeanHead, SEED);
const open = (graph: Uint8Array) => createSession(graph, { threads: 1 });
const train = headPool({
  entry: new URL('../dist/train-worker.js', import.meta.url),
  workers: 2,
  folder: join(cacheFolder(), 'heads'),
});
/** Rows of the table in work; the first ones are made last, as their views take longest. */
let lines: string[] = [];
for (const test of task.tests) await tableOf(test);

async function tableOf(test: OpenSetTest): Promise<void> {
  if (isWanted('heads') || isWanted('trained')) await labelledRows(test);
  const ofHeads = lines;
  lines = [];
  await templateRows(test);
  const ofTemplates = lines;
  lines = [];
  if (isWanted('method')) {
    const asked = { folder: values.out, networks: values['method-network'] };
    for (const { step, searches } of await methodRows(test, asked)) keep(step, undefined, searches);
  }
  console.log(`\n${networks.join(' + ')}, ${test.name}.csv, ${test.photos.length} searches\n`);
  const columns = ['step', 'out of fold: DIR at FPIR 1 %', 'out of fold: MAP@5', ...FIGURES];
  console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
  console.log([...ofTemplates, ...ofHeads, ...lines].join('\n'));
  lines = [];
}

/** Heads, pseudo-labels, rejected faces, the learned rejector. */
async function labelledRows(test: OpenSetTest): Promise<void> {
  const labelled = await labelPile(material, test, { roundCount: ROUNDS, innerProducts });
  if (isWanted('heads')) await headRows(labelled);
  if (isWanted('trained')) await trainedRows(labelled);
}

async function headRows(labelled: LabelledPile): Promise<void> {
  const { strangers } = material;
  await wayRow('class means as the head', labelled, { way: means, round: 0, strangers });
  await learnedRow('class means, learned rejector', labelled, 0);
  for (let round = 1; round <= ROUNDS; round++)
    await wayRow(`class means, pseudo-labels of round ${round}`, labelled, { way: means, round, strangers });
  const against = await bestAgainst(labelled);
  await wayRow(`round ${ROUNDS}, ${against.name}`, labelled, { way: against, round: ROUNDS, strangers });
  await learnedRow(`round ${ROUNDS}, learned rejector`, labelled, ROUNDS);
}

/** The gallery alone, its templates embedded in one pass, in two, and in many. */
async function templateRows(test: OpenSetTest): Promise<void> {
  const { extraction, strangers } = task;
  const passes = isWanted('views') ? await enrolledPasses(task, Number(values.views)) : undefined;
  if (passes) {
    const crops = passes.ofFace.map((of) => of.slice(0, 1));
    const oneView = galleryOfPasses(material, await singlePass(strangers, extraction), crops);
    const plain = await singlePassTest(test, extraction);
    await galleryRow('one view of templates and photos, no mirror image', oneView, plain);
  }
  if (isWanted('heads')) await galleryRow('mean of photo and mirror image', material, test);
  if (passes)
    await galleryRow(
      `templates of ${values.views} views besides`,
      galleryOfPasses(material, strangers, passes.ofFace),
      test,
    );
}

async function galleryRow(step: string, of: TrainingMaterial, test: OpenSetTest): Promise<void> {
  const make = () => nearestClassMeanHead();
  const [judged] = await validateHeads(of, { heads: [], make, seed: SEED, strangerUse: 'calibration' });
  keep(step, judged, await searchesOf(test, galleryRecogniser(of.gallery)));
}

async function wayRow(step: string, labelled: LabelledPile, named: NamedWay): Promise<void> {
  const heldOut = await leakFreeSearches(material, labelled, named);
  keep(step, heldOutFigures(heldOut), await searchesByWay(material, labelled, { ...named, heldOut }));
}

/** Half of the strangers are learnt from, the other half calibrate. */
async function learnedRow(step: string, labelled: LabelledPile, round: number): Promise<void> {
  const way = learnedRejectorWay(innerProducts, cohort);
  await wayRow(step, labelled, { way, round, strangers: others });
}

/** The way against rejected faces that is best out of fold. */
async function bestAgainst(labelled: LabelledPile): Promise<NamingWay> {
  let best: { way: NamingWay; figures: HeldOutFigures } | undefined;
  for (const against of AGAINST) {
    const way = againstRejectedWay(innerProducts, against);
    const named = { way, round: ROUNDS, strangers: material.strangers };
    const figures = heldOutFigures(await leakFreeSearches(material, labelled, named));
    if (best === undefined || isBetter(figures, best.figures)) best = { way, figures };
  }
  return best?.way ?? means;
}

/** The method's kind of head, without and with a class of the faces that were rejected; too slow to be judged in folds. */
async function trainedRows(labelled: LabelledPile): Promise<void> {
  for (const withUnknown of [false, true]) {
    const name = `round ${ROUNDS}, linear head${withUnknown ? ', rejected faces a class' : ''}`;
    const way = softmaxWay(name, () => createHead('linear', { train, open }), SEED, withUnknown);
    const named = { way, round: ROUNDS, strangers: material.strangers, heldOut: [] };
    keep(name, undefined, await searchesByWay(material, labelled, named));
  }
}

function isWanted(part: string): boolean {
  return values.part.includes(part);
}

function keep(step: string, judged: HeldOutFigures | undefined, searches: readonly EvaluatedSearch[]): void {
  const outOfFold = [judged?.dirAt1Percent, judged?.map5].map((value) => value?.toFixed(4) ?? '');
  const line = `| ${[step, ...outOfFold, ...figureCells(searches)].join(' | ')} |`;
  console.error(line);
  lines.push(line);
}
