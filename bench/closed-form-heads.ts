// npx tsx bench/closed-form-heads.ts: heads that need no training steps, on the whole open-set task of LFW with the
// default networks. Prints Markdown: figures, the difference from nearest neighbour with its 95 % interval over people,
// and seconds. Needs a build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { auroc, dir, dirAtFpir } from '../src/evaluation/identification.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { type AnsweredRow, meanAveragePrecisionAt5 } from '../src/evaluation/top-five.ts';
import type { Embeddings, Head, StrangerRole, TrainingSet } from '../src/heads/head.ts';
import { ldaHead } from '../src/heads/lda.ts';
import { nearestClassMeanHead } from '../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../src/heads/nearest-neighbours.ts';
import { pldaHead } from '../src/heads/plda.ts';
import { row, stackRows } from '../src/numerics/matrix.ts';
import { topK } from '../src/numerics/top-k.ts';
import { primaryEmbedding } from '../src/pipeline/calibrate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { pairedGain } from './paired-gain.ts';
import { LFW } from './photos.ts';
import { timed } from './statistics.ts';

interface LabelledEmbedding {
  readonly label: string;
  readonly name: string;
  readonly embedding: Float32Array | undefined;
}

/** What came out for one probe; a photo without a face has no labels. */
type Outcome = AnsweredRow & SearchRecord;

const RESAMPLES = 300;
const SEED = 4;
const options = extractionOptionsSchema.parse({});
const { networks } = options;

const [train, open, others] = await embed(['train.csv', 'open.csv', 'strangers.csv']);
const identities = [...new Set(train.map(({ label }) => label))];
const isNonMated = ({ label }: LabelledEmbedding): boolean => !identities.includes(label);
console.log(
  `${networks.join(' + ')}. ${identities.length} people, ${train.length} photos; ${open.length} searches,`,
);
console.log(
  `${open.filter(isNonMated).length} of them non-mated; ${others.length} photos of other strangers.\n`,
);
const gains = ['map5', 'dir_at_fpir 0.01'].map((metric) => `${metric} less nearest neighbour`);
const columns = ['rank1', 'map5', 'dir_at_fpir 0.01', 'auroc', ...gains, 'fit, s', 'predict, s'];
console.log(`| head | strangers | ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length + 2)}`);
const baseline = await outcomesOf(nearestNeighboursHead(1), undefined);
await report('nearest neighbour', nearestNeighboursHead(1));
await report('5 nearest neighbours', nearestNeighboursHead(5));
await report('class mean', nearestClassMeanHead());
await report('class mean', nearestClassMeanHead(), 'class');
await report('LDA, log-likelihood, Ledoit-Wolf', ldaHead({ score: 'log-likelihood' }));
for (const shrinkage of [undefined, 0.5, 0.9]) {
  const word = shrinkage === undefined ? 'Ledoit-Wolf' : `shrinkage ${shrinkage}`;
  const chosen = shrinkage === undefined ? {} : { shrinkage };
  await report(`LDA, cosine, ${word}`, ldaHead(chosen));
  await report(`PLDA, ${word}`, pldaHead(chosen));
  await report(`PLDA, ${word}`, pldaHead(chosen), 'negatives');
}

async function report(name: string, head: Head, role?: StrangerRole): Promise<void> {
  const { outcomes, fitSeconds, predictSeconds } = await outcomesOf(head, role);
  const figures = [rank1, map5, dirAt1Percent, auroc].map((metric) => metric(outcomes).toFixed(4));
  const differences = [map5, dirAt1Percent].map((metric) => gain(metric, outcomes));
  const seconds = [fitSeconds, predictSeconds].map((value) => value.toFixed(1));
  console.log(`| ${[name, role ?? '', ...figures, ...differences, ...seconds].join(' | ')} |`);
}

function gain(metric: (outcomes: readonly Outcome[]) => number, outcomes: readonly Outcome[]): string {
  const both = { ours: outcomes, theirs: baseline.outcomes };
  const { rate, low, high } = pairedGain(metric, both, { seed: SEED, resampleCount: RESAMPLES });
  return `${rate.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
}

function rank1(outcomes: readonly Outcome[]): number {
  return dir(outcomes, { rank: 1, threshold: Number.NEGATIVE_INFINITY });
}

function map5(outcomes: readonly Outcome[]): number {
  return meanAveragePrecisionAt5(outcomes.filter(({ isMated }) => isMated));
}

function dirAt1Percent(outcomes: readonly Outcome[]): number {
  return dirAtFpir(outcomes, 0.01).dir;
}

interface Measured {
  readonly outcomes: readonly Outcome[];
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

async function outcomesOf(head: Head, role: StrangerRole | undefined): Promise<Measured> {
  const fitSeconds = await timed(() => head.fit(trainingSet(role), SEED));
  const probes = open.filter(({ embedding }) => embedding !== undefined);
  const scores: Float32Array[] = [];
  const predictSeconds = await timed(async () => {
    const { values } = await head.predict(embeddingsOf(probes));
    probes.forEach((_, p) => {
      // Without the column of strangers: rejection here is by the best identity's score alone.
      scores.push(row(values, p).subarray(0, identities.length));
    });
  });
  let next = 0;
  const outcomes = open.map((probe) => outcomeOf(probe, probe.embedding && scores[next++]));
  return { outcomes, fitSeconds, predictSeconds };
}

function outcomeOf({ label, name }: LabelledEmbedding, scores: Float32Array | undefined): Outcome {
  const mate = identities.indexOf(label);
  const isMated = mate >= 0;
  const search = { truth: label, person: isMated ? label : name.replace(/\/.*/, ''), isMated };
  if (scores === undefined) return { ...search, labels: [] };
  const best = topK(scores, 5);
  const score = scores[mate] ?? Number.NaN;
  const rank = scores.reduce(
    (above, other, c) => above + Number(other > score || (other === score && c < mate)),
    1,
  );
  return {
    ...search,
    labels: best.map((identity) => identities[identity] ?? ''),
    found: { bestScore: scores[best[0] ?? 0] ?? Number.NaN, ...(isMated && { mate: { rank, score } }) },
  };
}

function trainingSet(role: StrangerRole | undefined): TrainingSet {
  const used = train.filter(({ embedding }) => embedding !== undefined);
  const identityOf = Int32Array.from(used, ({ label }) => identities.indexOf(label));
  const set = { ...embeddingsOf(used), identityOf, identities };
  if (role === undefined) return set;
  const strangers = others.filter(({ embedding }) => embedding !== undefined);
  const people = [...new Set(strangers.map(({ label }) => label))];
  const personOf = Int32Array.from(strangers, ({ label }) => people.indexOf(label));
  return { ...set, strangers: { ...embeddingsOf(strangers), personOf, role } };
}

function embeddingsOf(photos: readonly LabelledEmbedding[]): Embeddings {
  const vectors = photos.flatMap(({ embedding }) => embedding ?? []);
  return { rows: stackRows(vectors, vectors[0]?.length ?? 0), networks };
}

async function embed(
  tables: readonly string[],
): Promise<[LabelledEmbedding[], LabelledEmbedding[], LabelledEmbedding[]]> {
  await using extraction = await openExtraction(options);
  const sets: LabelledEmbedding[][] = [];
  for (const table of tables) {
    const rows = readTable(table);
    const { photos } = await extractPhotos(rows, extraction.ports);
    sets.push(
      photos.map((photo, i) => ({
        label: rows[i]?.label ?? '',
        name: rows[i]?.name ?? '',
        embedding: primaryEmbedding(photo),
      })),
    );
  }
  const [first = [], second = [], third = []] = sets;
  return [first, second, third];
}

function readTable(name: string): { path: string; name: string; label: string }[] {
  const [, ...lines] = readFileSync(join(LFW, 'open-set', name), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.map((text) => {
    const [image = '', label = ''] = text.split(',');
    return { path: join(LFW, 'images', image), name: image, label };
  });
}
