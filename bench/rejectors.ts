// npx tsx bench/rejectors.ts: every rejector on LFW's open-set task with the default networks; bench/rejectors-speed.ts
// has their speed. Nothing here sees open.csv or contest.csv: gallery and mated searches come from train.csv by folds, the
// strangers learnt from and those judged are two halves of the people of strangers.csv. Prints Markdown. Needs a build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { type InnerProductSession, openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { auroc, dir, dirAtFpir } from '../src/evaluation/identification.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { stratifiedFolds } from '../src/heads/folds.ts';
import type { Head, HeadScores } from '../src/heads/head.ts';
import { ldaHead } from '../src/heads/lda.ts';
import { groupMaximaInto } from '../src/numerics/groups.ts';
import { type Matrix, row, selectRows, stackRows } from '../src/numerics/matrix.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { primaryEmbedding } from '../src/pipeline/calibrate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { prepareRejectorSet } from '../src/rejection/rejectors/prepare-set.ts';
import type { HeadEvidence, PreparedSet, Rejector } from '../src/rejection/rejectors/rejector.ts';
import { REJECTORS } from '../src/rejection/rejectors/rejectors.ts';
import { scoreWithAll } from '../src/rejection/rejectors/score-with-all.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { LFW } from './photos.ts';
import { timed } from './statistics.ts';

const SEED = 5;
const FOLD_COUNT = 5;
/** LDA's log-likelihoods, which are logits, are far apart: this temperature suits its softmax. */
const TEMPERATURE = 40;
const options = extractionOptionsSchema.parse({});

interface Photos {
  readonly rows: Matrix;
  /** Shape [rows]. */
  readonly personOf: Int32Array;
  readonly people: readonly string[];
}

await using products = await openInnerProducts({ threads: 2 });
await reportAccuracy(products);

async function reportAccuracy({ innerProducts }: InnerProductSession): Promise<void> {
  const { train, strangers } = await embed();
  const isLearnt = new Set(
    shuffled([...strangers.people.keys()], seededRandom(SEED)).filter((_, i) => i % 2 === 0),
  );
  const places = [...strangers.personOf.keys()];
  const cohort = subset(
    strangers,
    places.filter((n) => isLearnt.has(strangers.personOf[n])),
  );
  const judged = subset(
    strangers,
    places.filter((n) => !isLearnt.has(strangers.personOf[n])),
  );
  const [plan] = stratifiedFolds(train.personOf, { foldCount: FOLD_COUNT, repeatCount: 1, seed: SEED });
  const records = new Map<string, SearchRecord[]>();
  const seconds = new Map<string, { fit: number; score: number }>();
  for (const { training, validation } of plan?.folds ?? []) {
    const gallery = subset(train, training);
    const set = prepareRejectorSet({
      templates: gallery.rows,
      identityOf: gallery.personOf,
      identityCount: train.people.length,
      strangers: { embeddings: cohort.rows, personOf: cohort.personOf },
      innerProducts,
    });
    const head = ldaHead({ score: 'log-likelihood' });
    await head.fit(
      {
        rows: gallery.rows,
        networks: options.networks,
        identityOf: gallery.personOf,
        identities: train.people,
      },
      SEED,
    );
    const mated = subset(train, validation);
    // Strangers are searched in one fold's gallery only, as each mated photo is.
    const fold = (plan?.folds ?? []).findIndex((one) => one.validation === validation);
    const nonMated = subset(
      judged,
      [...judged.personOf.keys()].filter((n) => (judged.personOf[n] ?? 0) % FOLD_COUNT === fold),
    );
    const rows = stackRows([...rowsOf(mated.rows), ...rowsOf(nonMated.rows)], mated.rows.cols);
    const evidence = { embeddings: rows, head: await headEvidence(head, rows) };
    const proposed = await proposals(set, rows);
    for (const [name, make] of Object.entries(REJECTORS)) {
      const rejector: Rejector = make();
      const fit = await timed(() => rejector.fit(set));
      let scores = new Float64Array();
      const score = await timed(async () => {
        [scores = scores] = (await scoreWithAll([rejector], evidence, set)) as Float64Array<ArrayBuffer>[];
      });
      const before = seconds.get(name) ?? { fit: 0, score: 0 };
      seconds.set(name, { fit: before.fit + fit, score: before.score + score });
      const found = [...scores].map((value, p): SearchRecord => {
        const mate = mated.personOf[p];
        if (mate === undefined)
          return {
            person: judged.people[nonMated.personOf[p - validation.length] ?? 0] ?? '',
            isMated: false,
            found: { bestScore: value },
          };
        const rank = proposed[p] === mate ? 1 : 2;
        return {
          person: train.people[mate] ?? '',
          isMated: true,
          found: { bestScore: value, mate: { rank, score: value } },
        };
      });
      records.set(name, [...(records.get(name) ?? []), ...found]);
    }
  }
  const [first = []] = records.values();
  console.log(
    `${options.networks.join(' + ')}. ${train.people.length} people, ${train.rows.rows} photos in ${FOLD_COUNT} folds:`,
  );
  console.log(
    `${first.filter(({ isMated }) => isMated).length} mated searches; ${first.filter(({ isMated }) => !isMated).length} non-mated ones of`,
  );
  console.log(
    `${judged.people.length - isLearnt.size} strangers, learnt from ${cohort.rows.rows} photos of ${isLearnt.size} others. Named by blend.\n`,
  );
  console.log(
    '| rejector | rank 1 | DIR at FPIR 0.1 | 0.01 | 0.001 (a guess) | AUROC | fit, s a fold | score, s a fold |',
  );
  console.log(`|${'---|'.repeat(8)}`);
  for (const [name, searches] of records) {
    const figures = [
      dir(searches, { rank: 1, threshold: Number.NEGATIVE_INFINITY }),
      ...[0.1, 0.01, 0.001].map((rate) => dirAtFpir(searches, rate).dir),
      auroc(searches),
    ].map((value) => value.toFixed(4));
    const { fit = 0, score = 0 } = seconds.get(name) ?? {};
    console.log(
      `| ${[name, ...figures, (fit / FOLD_COUNT).toFixed(2), (score / FOLD_COUNT).toFixed(2)].join(' | ')} |`,
    );
  }
}

/** Best identity of each probe by the blend of nearest and mean template. */
async function proposals(
  { templates, means, identityOf, identityCount, innerProducts }: PreparedSet,
  rows: Matrix,
): Promise<number[]> {
  const ofTemplates = await innerProducts(rows, templates);
  const ofMeans = await innerProducts(rows, means);
  const scores = new Float64Array(identityCount);
  return Array.from({ length: rows.rows }, (_, p) => {
    groupMaximaInto(row(ofTemplates, p), identityOf, scores);
    row(ofMeans, p).forEach((cosine, c) => {
      scores[c] = (scores[c] ?? 0) + cosine;
    });
    return scores.indexOf(Math.max(...scores));
  });
}

async function headEvidence(head: Head, rows: Matrix): Promise<HeadEvidence> {
  const { values }: HeadScores = await head.predict({ rows, networks: options.networks });
  return { kind: 'logit', values: { ...values, data: values.data.map((value) => value / TEMPERATURE) } };
}

function rowsOf(m: Matrix): Float32Array[] {
  return Array.from({ length: m.rows }, (_, n) => row(m, n));
}

function subset({ rows, personOf, people }: Photos, places: readonly number[]): Photos {
  return {
    rows: selectRows(rows, places),
    personOf: Int32Array.from(places, (n) => personOf[n] ?? 0),
    people,
  };
}

async function embed(): Promise<{ train: Photos; strangers: Photos }> {
  await using extraction = await openExtraction(options);
  const read = async (table: string): Promise<Photos> => {
    const [, ...lines] = readFileSync(join(LFW, 'open-set', table), 'utf8')
      .trim()
      .split(/\r?\n/);
    const rows = lines.map((text) => {
      const [image = '', label = ''] = text.split(',');
      return { path: join(LFW, 'images', image), name: image, label };
    });
    const { photos } = await extractPhotos(rows, extraction.ports);
    const found = photos.flatMap((photo, i) => {
      const embedding = primaryEmbedding(photo);
      return embedding === undefined ? [] : [{ embedding, label: rows[i]?.label ?? '' }];
    });
    const people = [...new Set(found.map(({ label }) => label))];
    return {
      rows: stackRows(
        found.map(({ embedding }) => embedding),
        found[0]?.embedding.length ?? 0,
      ),
      personOf: Int32Array.from(found, ({ label }) => people.indexOf(label)),
      people,
    };
  };
  return { train: await read('train.csv'), strangers: await read('strangers.csv') };
}
