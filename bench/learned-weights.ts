// npx tsx bench/learned-weights.ts [network ...]: how many people it takes to learn weights of networks. Of the left-out searches
// of LFW's open-set training photos and strangers, weights are learnt from those of n people and n strangers, drawn at random, and
// judged on everybody else beside equal weights. Prints Markdown. Needs a build.
import { fitEnsemble } from '../src/ensemble/fit-ensemble.ts';
import { fuseScores } from '../src/ensemble/fuse-scores.ts';
import type { OutOfFoldScores } from '../src/ensemble/member-scores.ts';
import { dirAtFpir } from '../src/evaluation/identification.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { mean } from '../src/numerics/statistics.ts';
import { searchesAt, searchRecordsOf } from '../src/pipeline/ensemble/judge-ensemble.ts';
import { leftOutSearches } from '../src/pipeline/ensemble/left-out-searches.ts';
import { openSetTask } from './ablation/task.ts';

const DEFAULT_NETWORKS = ['faceplugin-fr-feature', 'mobilefacenet-foamliu', 'insightface-y1'];
const PEOPLE = [5, 10, 20, 30, 50, 100, 200, 400];
const DRAWS = 20;
const FPIR = 0.01;
const SEED = 8;

const networks = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_NETWORKS;
const all = await scoresOf(networks);
const enrolledPeople = [...new Set([...all.personOf].filter((_, p) => (all.truth[p] ?? -1) >= 0))];
const strangers = [...new Set([...all.personOf].filter((_, p) => (all.truth[p] ?? -1) < 0))];
const random = seededRandom(SEED);

console.log('| people | DIR, learnt less equal, points | worst draw | draws that lost | mean weights |');
console.log('|---|---|---|---|---|');
for (const count of PEOPLE) {
  const draws = Array.from({ length: DRAWS }, () => drawn(count));
  const gains = draws.map(({ gain }) => 100 * gain);
  const weights = networks.map((_, k) => mean(draws.map((draw) => draw.weights[k] ?? 0)).toFixed(2));
  const lost = gains.filter((gain) => gain < 0).length;
  const cells = [count, mean(gains).toFixed(2), Math.min(...gains).toFixed(2), `${lost} of ${DRAWS}`];
  console.log(`| ${[...cells, weights.join(', ')].join(' | ')} |`);
}

function drawn(count: number): { readonly gain: number; readonly weights: readonly number[] } {
  const learning = new Set([
    ...shuffled(enrolledPeople, random).slice(0, count),
    ...shuffled(strangers, random).slice(0, count),
  ]);
  const places = [...all.personOf.keys()];
  const learnt = searchesAt(
    all,
    places.filter((p) => learning.has(all.personOf[p] ?? 0)),
  );
  const tested = searchesAt(
    all,
    places.filter((p) => !learning.has(all.personOf[p] ?? 0)),
  );
  const ensemble = fitEnsemble(learnt, { normalisation: 'none' });
  const equal = fitEnsemble(learnt, {
    normalisation: 'none',
    weights: Object.fromEntries(networks.map((name) => [name, 1])),
  });
  const [byLearnt, byEqual] = [ensemble, equal].map(
    (of) => dirAtFpir(searchRecordsOf(fuseScores(of, tested.members).scores, tested), FPIR).dir,
  ) as [number, number];
  return { gain: byLearnt - byEqual, weights: ensemble.members.map(({ weight }) => weight) };
}

async function scoresOf(names: readonly string[]): Promise<OutOfFoldScores> {
  await using task = await openSetTask(names, []);
  const found = leftOutSearches({ ...task.material, rule: 'blend' });
  if (found === undefined) throw new Error('Nobody has two photos.');
  return found.scores;
}
