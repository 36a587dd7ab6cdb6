// npx tsx bench/open-set-table.ts [--network NAME,NAME... (repeat for more sets)] [--test open|contest (repeat)]
// Every rejector on the test tables of LFW's open-set task, named by the blend of nearest and mean template, with 95 %
// intervals by a bootstrap over people. Rejectors learn from train.csv and every second stranger of strangers.csv; the
// threshold for FPIR 1 % is set on the other strangers. The settings of the rejectors are those of the code: nothing is
// chosen on these tables. Prints Markdown. Needs a build.
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { createSession } from '../src/adapters/onnx/session.ts';
import { bootstrapByPerson } from '../src/evaluation/bootstrap.ts';
import { auroc, dirAtFpir } from '../src/evaluation/identification.ts';
import { oscrArea } from '../src/evaluation/oscr.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { type AnsweredRow, meanAveragePrecisionAt5, topFiveLabels } from '../src/evaluation/top-five.ts';
import { identityMeans, identityScoresInto } from '../src/gallery/identity-scores.ts';
import { createHead } from '../src/heads/create-head.ts';
import { trainHeadsInTurn } from '../src/heads/train-heads.ts';
import { type Matrix, row, selectRows } from '../src/numerics/matrix.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { topK } from '../src/numerics/top-k.ts';
import { calibrateThreshold } from '../src/rejection/calibrate.ts';
import { prepareRejectorSet } from '../src/rejection/rejectors/prepare-set.ts';
import type { PreparedSet, ProbeEvidence, Rejector } from '../src/rejection/rejectors/rejector.ts';
import { REJECTORS } from '../src/rejection/rejectors/rejectors.ts';
import { scoreWithAll } from '../src/rejection/rejectors/score-with-all.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';

type Outcome = SearchRecord & AnsweredRow;

const FPIR = 0.01;
const RESAMPLES = 200;
const SEED = 1;
const { values } = parseArgs({
  options: {
    network: { type: 'string', multiple: true, default: [extractionOptionsSchema.parse({}).networks.join()] },
    test: { type: 'string', multiple: true, default: ['open', 'contest'] },
  },
});
await using products = await openInnerProducts({ threads: 2 });
const { innerProducts } = products;
for (const networks of values.network) await tableOf(networks.split(','));

async function tableOf(networks: string[]): Promise<void> {
  const tables = ['train', 'strangers', ...values.test].map((name) => `${name}.csv`);
  const [train, strangers, ...tests] = (await embedOpenSet(tables, networks)) as [
    OpenSetPhotos,
    OpenSetPhotos,
    ...OpenSetPhotos[],
  ];
  const [cohort, calibration] = [0, 1].map((half) =>
    selectRows(
      strangers.rows,
      [...strangers.personOf.keys()].filter((n) => (strangers.personOf[n] ?? 0) % 2 === half),
    ),
  ) as [Matrix, Matrix];
  const half = (which: number) => strangers.personOf.filter((person) => person % 2 === which);
  const set = prepareRejectorSet({
    templates: train.rows,
    identityOf: train.personOf,
    identityCount: train.people.length,
    strangers: { embeddings: cohort, personOf: half(0) },
    innerProducts,
  });
  const open = (graph: Uint8Array) => createSession(graph, { threads: 2 });
  const head = createHead('linear', { open, train: trainHeadsInTurn(open) });
  const { personOf, people, rows } = train;
  await head.fit({ rows, networks, identityOf: personOf, identities: people }, SEED);
  const evidenceOf = async (embeddings: Matrix): Promise<ProbeEvidence> => {
    const { values: logits } = await head.predict({ rows: embeddings, networks });
    return { embeddings, head: { kind: 'logit', values: logits } };
  };
  const fitted: [string, Rejector][] = [];
  for (const [name, make] of Object.entries(REJECTORS)) {
    const rejector: Rejector = make();
    await rejector.fit(set);
    fitted.push([name, rejector]);
  }
  const rejectors = fitted.map(([, rejector]) => rejector);
  const known = await scoreWithAll(rejectors, await evidenceOf(calibration), { innerProducts });
  for (const [place, test] of tests.entries()) {
    const named = await nameAll(set, test.rows);
    const scores = await scoreWithAll(rejectors, await evidenceOf(test.rows), { innerProducts });
    console.log(`\n${networks.join(' + ')}, ${values.test[place]}.csv, ${test.rows.rows} searches\n`);
    const figures = ['MAP@5', 'DIR at FPIR 10 %', '1 %', '0.1 %', 'AUROC', 'OSCR area', 'FPIR for 1 % asked'];
    console.log(`| rejector | ${figures.join(' | ')} |\n|${'---|'.repeat(figures.length + 1)}`);
    for (const [r, [name]] of fitted.entries()) {
      const people = perPerson(known[r] ?? new Float64Array(), half(1));
      const threshold = calibrateThreshold(people, { fpir: FPIR, setOn: 'strangers', seed: SEED });
      const outcomes = outcomesOf(test, train.people, {
        named,
        scores: scores[r],
        threshold: threshold.value,
      });
      console.log(`| ${name} | ${figuresOf(outcomes).join(' | ')} |`);
    }
  }
}

/** The five best identities of each probe by blend. */
async function nameAll(
  { templates, means, identityOf, identityCount }: PreparedSet,
  rows: Matrix,
): Promise<number[][]> {
  const gallery = { templates, identityOf, identityCount };
  const ofTemplates = await innerProducts(rows, templates);
  const ofMeans = await innerProducts(rows, means.rows === identityCount ? means : identityMeans(gallery));
  const scores = new Float64Array(identityCount);
  return Array.from({ length: rows.rows }, (_, p) => {
    const probe = { ofTemplates: row(ofTemplates, p), ofMeans: row(ofMeans, p) };
    identityScoresInto(probe, gallery, 'blend', scores);
    return topK(scores, 5);
  });
}

function outcomesOf(
  { personOf, people, names }: OpenSetPhotos,
  enrolled: readonly string[],
  found: { named: readonly number[][]; scores: Float64Array | undefined; threshold: number },
): Outcome[] {
  const placeOf = new Map(enrolled.map((name, place) => [name, place]));
  return [...personOf].map((person, n): Outcome => {
    const label = people[person] ?? '';
    const mate = placeOf.get(label);
    const score = found.scores?.[n] ?? Number.NaN;
    const best = found.named[n] ?? [];
    const candidates = best.map((identity) => ({ identity: enrolled[identity] ?? '', score }));
    const labels = topFiveLabels(candidates, { label: 'unknown', threshold: found.threshold });
    const isMated = mate !== undefined;
    const rank = isMated ? best.indexOf(mate) + 1 || best.length + 1 : 0;
    return {
      // Strangers of the test share one label; the folder of a photo says who is in it.
      person: isMated ? label : (names[n] ?? '').replace(/\/.*/, ''),
      isMated,
      truth: isMated ? label : 'unknown',
      labels,
      found: { bestScore: score, ...(isMated && { mate: { rank, score } }) },
    };
  });
}

function perPerson(scores: Float64Array, personOf: Int32Array): number[][] {
  const people = new Map<number, number[]>();
  personOf.forEach((person, n) => {
    people.set(person, [...(people.get(person) ?? []), scores[n] ?? Number.NaN]);
  });
  return [...people.values()];
}

function figuresOf(outcomes: readonly Outcome[]): string[] {
  const strangers = outcomes.filter(({ isMated }) => !isMated);
  const realised = (of: readonly Outcome[]): number => {
    const some = of.filter(({ isMated }) => !isMated);
    return some.filter(({ labels }) => labels[0] !== 'unknown').length / some.length;
  };
  const dirAt = (rate: number) => (of: readonly Outcome[]) => dirAtFpir(of, rate).dir;
  const isMeasurable = (rate: number): boolean => strangers.length * rate >= 3 - 1e-9;
  return [
    withInterval(meanAveragePrecisionAt5, outcomes),
    ...[0.1, 0.01, 0.001].map((rate) =>
      isMeasurable(rate) ? withInterval(dirAt(rate), outcomes) : 'not measurable',
    ),
    auroc(outcomes).toFixed(4),
    oscrArea(outcomes).toFixed(4),
    withInterval(realised, outcomes),
  ];
}

function withInterval(
  statistic: (outcomes: readonly Outcome[]) => number,
  outcomes: readonly Outcome[],
): string {
  const { rate, low, high } = bootstrapByPerson(outcomes, statistic, {
    random: seededRandom(SEED),
    resampleCount: RESAMPLES,
  });
  return `${rate.toFixed(4)} (${low.toFixed(4)}, ${high.toFixed(4)})`;
}
