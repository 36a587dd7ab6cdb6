// npx tsx bench/ensemble.ts [network ...]: ensembles of networks and probabilities of their answers, on out-of-fold scores of
// the training photos and strangers of LFW's open-set task. Whatever is learnt is learnt on one half of the people and
// judged on the other, both ways round. Prints Markdown. Needs a build.
import { NetworkStore } from '../src/adapters/network-store/network-store.ts';
import { loadNetwork } from '../src/adapters/onnx/load-network.ts';
import { createSession } from '../src/adapters/onnx/session.ts';
import {
  fitRightProbability,
  type KnownSearches,
  rightProbability,
  withStrangerShare,
} from '../src/calibration/right-probability.ts';
import { fitTemperature, probabilityRows } from '../src/calibration/temperature.ts';
import { blankImage } from '../src/core/image.ts';
import { OnnxEmbedder } from '../src/embedding/onnx-embedder.ts';
import { ablate, type Judge, smallestEnsemble } from '../src/ensemble/ablation.ts';
import { type EnsembleOptions, fitEnsemble } from '../src/ensemble/fit-ensemble.ts';
import { fuseScores } from '../src/ensemble/fuse-scores.ts';
import { type OutOfFoldScores, personWeights } from '../src/ensemble/member-scores.ts';
import { NORMALISATIONS } from '../src/ensemble/score-normalisation.ts';
import { dir, dirAtFpir } from '../src/evaluation/identification.ts';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityTable,
  type StatedProbability,
} from '../src/evaluation/reliability.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import type { EmbedderCard } from '../src/networks/card.ts';
import { type Matrix, row, selectRows } from '../src/numerics/matrix.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { mean } from '../src/numerics/statistics.ts';
import { topK } from '../src/numerics/top-k.ts';
import { outOfFoldScores } from './out-of-fold-scores.ts';
import { medianOf } from './statistics.ts';

const DEFAULT_NETWORKS = [
  'faceplugin-fr-feature',
  'mobilefacenet-foamliu',
  'insightface-y1',
  'mobilefacenet-bubbliiiing',
];
const SEED = 6;
const FPIR = 0.01;
/** Points of DIR that the smallest ensemble may lose. */
const ALLOWED_LOSS = 0.002;

const networks = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_NETWORKS;
const all = await outOfFoldScores(networks);
const halves = halvesByPerson(all);
const equal = Object.fromEntries(networks.map((name) => [name, 1]));
console.log(`${all.truth.length} searches, ${all.truth.filter((c) => c < 0).length} of them of strangers.\n`);
printNormalisations();
await printAblation({ normalisation: 'none' });
printCalibration();

/** Learnt weights make up for any scale and shift, so `z` and `min-max` need no line of their own. */
function printNormalisations(): void {
  console.log(
    '| normalisation | weights | rank 1 | DIR at FPIR 1 % | weights found |\n|---|---|---|---|---|',
  );
  for (const normalisation of NORMALISATIONS)
    for (const kind of ['equal', 'learnt'] as const) {
      if (kind === 'learnt' && (normalisation === 'z' || normalisation === 'min-max')) continue;
      const { weights, ...figures } = judged(all, {
        normalisation,
        ...(kind === 'equal' && { weights: equal }),
      });
      const cells = [...Object.values(figures).map((figure) => figure.toFixed(4)), weights];
      console.log(`| ${[normalisation, kind, ...cells].join(' | ')} |`);
    }
}

async function printAblation(options: EnsembleOptions): Promise<void> {
  const ms = new Map<string, number>();
  for (const name of networks) ms.set(name, await msPerFace(name));
  const known = new Map<string, number>();
  const judge: Judge = (names) => {
    const key = names.join();
    const figure = known.get(key) ?? judged(only(all, names), options).dirAt1Percent;
    known.set(key, figure);
    return figure;
  };
  console.log('\n| networks | DIR at FPIR 1 % | less all, points | ms a face |\n|---|---|---|---|');
  for (const { kind, name = '', figure, difference, msPerFace: cost } of ablate(
    networks,
    judge,
    (member) => ms.get(member) ?? 0,
  ))
    console.log(
      `| ${kind} ${name} | ${figure.toFixed(4)} | ${(100 * difference).toFixed(2)} | ${cost.toFixed(1)} |`,
    );
  for (const search of ['exact', 'greedy'] as const) {
    const { names, figure } = smallestEnsemble(networks, judge, { allowedLoss: ALLOWED_LOSS, search });
    console.log(
      `\nSmallest within ${100 * ALLOWED_LOSS} points, ${search}: ${names.join(' + ')}, ${figure.toFixed(4)}.`,
    );
  }
}

function printCalibration(): void {
  console.log('\n| probability | strangers | ECE | Brier | log loss |\n|---|---|---|---|---|');
  const options = { normalisation: 'none' } as const;
  const tables = new Map<string, StatedProbability[]>();
  const add = (name: string, stated: readonly StatedProbability[]) =>
    tables.set(name, [...(tables.get(name) ?? []), ...stated]);
  for (const { learnt, tested } of halves) {
    const ensemble = fitEnsemble(learnt, options);
    const [from, to] = [learnt, tested].map((half) => fuseScores(ensemble, half.members).scores) as [
      Matrix,
      Matrix,
    ];
    const searches = knownSearches(from, learnt);
    const judgedSearches = knownSearches(to, tested);
    const temperature = fitTemperature({
      scores: from,
      truth: learnt.truth,
      weights: personWeights(learnt.personOf),
    });
    const rows = probabilityRows(to, temperature);
    add(
      'temperature, with nobody | as they are',
      statedOf(judgedSearches, (n) => Math.max(...row(rows, n).subarray(0, to.cols))),
    );
    for (const curve of ['platt', 'isotonic'] as const) {
      const model = fitRightProbability(searches, { curve });
      const by = (share: number) => (n: number) =>
        rightProbability(withStrangerShare(model, share), judgedSearches.scores[n] ?? 0);
      add(`${curve} | as they are`, statedOf(judgedSearches, by(model.strangerShare)));
      const rare = withFewerStrangers(judgedSearches);
      add(
        `${curve} | 1 in 20, told so`,
        statedOf(rare, (n) => rightProbability(withStrangerShare(model, 0.05), rare.scores[n] ?? 0)),
      );
      add(
        `${curve} | 1 in 20, not told`,
        statedOf(rare, (n) => rightProbability(model, rare.scores[n] ?? 0)),
      );
    }
  }
  for (const [name, stated] of tables) {
    const figures = [expectedCalibrationError, brierScore, logLoss].map((figure) =>
      figure(stated).toFixed(4),
    );
    console.log(`| ${[name, ...figures].join(' | ')} |`);
  }
  console.log('\n| stated by platt, from | to | searches | mean stated | right |\n|---|---|---|---|---|');
  for (const { low, high, count, meanProbability, shareRight } of reliabilityTable(
    tables.get('platt | as they are') ?? [],
    10,
  ))
    console.log(
      `| ${[low, high].map((p) => p.toFixed(3)).join(' | ')} | ${count} | ${meanProbability.toFixed(3)} | ${shareRight.toFixed(3)} |`,
    );
}

function knownSearches(scores: Matrix, { truth, personOf }: OutOfFoldScores): KnownSearches {
  const best = Array.from({ length: scores.rows }, (_, p) => topK(row(scores, p), 1)[0] ?? 0);
  return {
    scores: Float64Array.from(best, (c, p) => row(scores, p)[c] ?? 0),
    outcomes: best.map((c, p) => ((truth[p] ?? -1) < 0 ? 'stranger' : truth[p] === c ? 'right' : 'wrong')),
    personOf,
  };
}

/** As many strangers as make one search in 20, the first ones. */
function withFewerStrangers({ scores, outcomes, personOf }: KnownSearches): KnownSearches {
  const enrolledCount = outcomes.filter((of) => of !== 'stranger').length;
  let left = Math.round(enrolledCount / 19);
  const kept = outcomes.flatMap((of, n) => (of !== 'stranger' || left-- > 0 ? [n] : []));
  return {
    scores: Float64Array.from(kept, (n) => scores[n] ?? 0),
    outcomes: kept.map((n) => outcomes[n] ?? 'wrong'),
    personOf: Int32Array.from(kept, (n) => personOf[n] ?? 0),
  };
}

function statedOf({ outcomes }: KnownSearches, probabilityOf: (n: number) => number): StatedProbability[] {
  return outcomes.map((outcome, n) => ({ probability: probabilityOf(n), isRight: outcome === 'right' }));
}

interface Judged {
  readonly rank1: number;
  readonly dirAt1Percent: number;
  readonly weights: string;
}

/** Means over the halves of the figures of an ensemble that was fitted on the other half, and of its weights. */
function judged(scores: OutOfFoldScores, options: EnsembleOptions): Judged {
  const names = scores.members.map(({ name }) => name);
  const found = halves.map(({ learnt, tested }) => {
    const ensemble = fitEnsemble(only(learnt, names), options);
    const searches = searchRecords(fuseScores(ensemble, tested.members).scores, tested);
    return {
      rank1: dir(searches, { rank: 1, threshold: Number.NEGATIVE_INFINITY }),
      dirAt1Percent: dirAtFpir(searches, FPIR).dir,
      weights: ensemble.members.map(({ weight }) => weight),
    };
  });
  const weights = names.map((_, k) => mean(found.map((one) => one.weights[k] ?? 0)).toFixed(2));
  return {
    rank1: mean(found.map((one) => one.rank1)),
    dirAt1Percent: mean(found.map((one) => one.dirAt1Percent)),
    weights: weights.join(', '),
  };
}

function searchRecords(scores: Matrix, { truth, personOf }: OutOfFoldScores): SearchRecord[] {
  return [...truth].map((mate, p) => {
    const values = row(scores, p);
    const bestScore = values.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const person = `${personOf[p]}`;
    if (mate < 0) return { person, isMated: false, found: { bestScore } };
    const score = values[mate] ?? 0;
    const rank = 1 + values.filter((other) => other > score).length;
    return { person, isMated: true, found: { bestScore, mate: { rank, score } } };
  });
}

function halvesByPerson(scores: OutOfFoldScores): { learnt: OutOfFoldScores; tested: OutOfFoldScores }[] {
  const order = shuffled([...new Set(scores.personOf)], seededRandom(SEED));
  const first = new Set(order.slice(0, order.length >> 1));
  const [a, b] = [true, false].map((isFirst) =>
    part(
      scores,
      [...scores.personOf.keys()].filter((p) => first.has(scores.personOf[p] ?? 0) === isFirst),
    ),
  ) as [OutOfFoldScores, OutOfFoldScores];
  return [
    { learnt: a, tested: b },
    { learnt: b, tested: a },
  ];
}

function part({ members, truth, personOf }: OutOfFoldScores, places: readonly number[]): OutOfFoldScores {
  return {
    members: members.map(({ name, scores }) => ({ name, scores: selectRows(scores, places) })),
    truth: Int32Array.from(places, (p) => truth[p] ?? -1),
    personOf: Int32Array.from(places, (p) => personOf[p] ?? 0),
  };
}

function only(scores: OutOfFoldScores, names: readonly string[]): OutOfFoldScores {
  return { ...scores, members: scores.members.filter(({ name }) => names.includes(name)) };
}

/** Median time of one crop and its mirror image in one network, on one thread. */
async function msPerFace(name: string): Promise<number> {
  const store = new NetworkStore();
  const card = (await store.card(name)) as EmbedderCard;
  const [graph] = await loadNetwork(card, store);
  await using session = disposable(await createSession(graph, { threads: 1 }));
  const embedder = new OnnxEmbedder(card, session);
  const { pixels, ...size } = blankImage(card.input.widthPx, card.input.heightPx);
  const random = seededRandom(SEED);
  const crop = { ...size, pixels: pixels.map(() => 256 * random()) };
  const times: number[] = [];
  for (let run = 0; run < 25; run++) {
    const startedMs = performance.now();
    await embedder.embed(crop);
    // The first runs warm up.
    if (run >= 5) times.push(performance.now() - startedMs);
  }
  return medianOf(times);
}

function disposable<Session extends { release(): Promise<void> }>(
  session: Session,
): Session & AsyncDisposable {
  return Object.assign(session, { [Symbol.asyncDispose]: () => session.release() });
}
