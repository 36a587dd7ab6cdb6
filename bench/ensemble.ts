// npx tsx bench/ensemble.ts [network ...]: ensembles of networks and probabilities of their answers, on out-of-fold scores of
// the training photos and strangers of LFW's open-set task. Whatever is learnt is learnt on one half of the people and
// judged on the other, both ways round. Prints Markdown. Needs a build.
import { NetworkStore } from '../src/adapters/network-store/network-store.ts';
import {
  fitRightProbability,
  type KnownSearches,
  rightProbability,
  withStrangerShare,
} from '../src/calibration/right-probability.ts';
import { fitTemperature, probabilityRows } from '../src/calibration/temperature.ts';
import { ablate, type Judge, smallestEnsemble } from '../src/ensemble/ablation.ts';
import { type EnsembleOptions, fitEnsemble } from '../src/ensemble/fit-ensemble.ts';
import { fuseScores } from '../src/ensemble/fuse-scores.ts';
import { type OutOfFoldScores, personWeights } from '../src/ensemble/member-scores.ts';
import { NORMALISATIONS } from '../src/ensemble/score-normalisation.ts';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityTable,
  type StatedProbability,
} from '../src/evaluation/reliability.ts';
import type { EmbedderCard } from '../src/networks/card.ts';
import { type Matrix, row } from '../src/numerics/matrix.ts';
import { topK } from '../src/numerics/top-k.ts';
import {
  halvesByPerson,
  type JudgedEnsemble,
  judgeEnsemble,
  membersNamed,
} from '../src/pipeline/ensemble/judge-ensemble.ts';
import { msPerFace } from '../src/toolkit/time-embedder.ts';
import { outOfFoldScores } from './out-of-fold-scores.ts';

const DEFAULT_NETWORKS = [
  'faceplugin-fr-feature',
  'mobilefacenet-foamliu',
  'insightface-y1',
  'mobilefacenet-bubbliiiing',
];
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
      const { rank1, dirAtFpir, weights } = judged(all, {
        normalisation,
        ...(kind === 'equal' && { weights: equal }),
      });
      const found = weights.map((weight) => weight.toFixed(2)).join(', ');
      const cells = [rank1.toFixed(4), dirAtFpir.toFixed(4), found];
      console.log(`| ${[normalisation, kind, ...cells].join(' | ')} |`);
    }
}

async function printAblation(options: EnsembleOptions): Promise<void> {
  const ms = new Map<string, number>();
  for (const name of networks) ms.set(name, await msOf(name));
  const known = new Map<string, number>();
  const judge: Judge = (names) => {
    const key = names.join();
    const figure = known.get(key) ?? judged(membersNamed(all, names), options).dirAtFpir;
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

/** Means over the halves of the figures of an ensemble that was fitted on the other half, and of its weights. */
function judged(scores: OutOfFoldScores, options: EnsembleOptions): JudgedEnsemble {
  return judgeEnsemble(scores, { ...options, fpir: FPIR });
}

async function msOf(name: string): Promise<number> {
  return await msPerFace((await new NetworkStore().card(name)) as EmbedderCard);
}
