// npx tsx bench/rejector-coverage.ts [--rejector NAME (repeat)] [--splits N]: whether the promised rate holds for rejectors that
// learn from strangers, and what it costs. The people of strangers.csv are divided in two N times. One half teaches the
// rejector and sets the threshold, as `quen enrol` does (cross-fit: each fifth of the people is judged by a rejector that
// learnt from the others) or divided again (split: half teach, half set the threshold); FPIR is counted on the other half. A
// fifth of the photos of train.csv is held out each time: DIR is their share that is named rightly at that threshold. Row
// `none`: the best candidate's own score. A second table has the thresholds of rejectors that need no strangers, set on the
// enrolled people as without --strangers, and the FPIR of all strangers at them. Nothing here sees open.csv or contest.csv.
// Prints Markdown. Needs a build.
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import type { Gallery, NonMatedScores } from '../src/gallery/gallery.ts';
import { acceptanceOf } from '../src/gallery/search.ts';
import { selectRows } from '../src/numerics/matrix.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { mean, quantile } from '../src/numerics/statistics.ts';
import { bestScoresByPerson } from '../src/pipeline/calibrate.ts';
import type { Recogniser } from '../src/pipeline/recogniser.ts';
import { calibrateRejection, strangerScores } from '../src/pipeline/rejection/calibrate-rejection.ts';
import { photoFolds } from '../src/pipeline/rejection/photo-folds.ts';
import { quickRecogniser } from '../src/pipeline/rejection/quick-recogniser.ts';
import { rejectingRecogniser } from '../src/pipeline/rejection/rejecting-recogniser.ts';
import { cohortOf, type StrangerFaces, strangersWhere } from '../src/pipeline/training/material.ts';
import { calibrateThreshold } from '../src/rejection/calibrate.ts';
import { shareAtOrAbove } from '../src/rejection/non-mated-tail.ts';
import { REJECTORS, type RejectorName } from '../src/rejection/rejectors/rejectors.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';

const SEED = 5;
const RATES = [0.1, 0.05, 0.01];
const { values } = parseArgs({
  options: {
    rejector: { type: 'string', multiple: true, default: ['adaptive-norm', 'learned'] },
    splits: { type: 'string', default: '40' },
  },
});
const [train, table] = (await embedOpenSet(['train.csv', 'strangers.csv'])) as [OpenSetPhotos, OpenSetPhotos];
const everybody: StrangerFaces = {
  labels: [...table.personOf].map((person) => table.people[person] ?? ''),
  probes: table.rows,
};
const all = galleryOf([...train.personOf.keys()]);
const folds = photoFolds(all, 5);
const NOBODY: StrangerFaces = { labels: [], probes: { ...table.rows, data: new Float32Array(0), rows: 0 } };
await using products = await openInnerProducts({ threads: 2 });

interface Outcome {
  readonly realised: number[];
  readonly dir: number[];
}
const found = new Map<string, Outcome[]>();
const random = seededRandom(SEED);
for (let split = 0; split < Number(values.splits); split++) {
  const order = shuffled([...table.people.keys()], random);
  const isUsed = new Set(order.slice(0, Math.floor(order.length / 2)));
  const used = strangersWhere(everybody, (person) => isUsed.has(person));
  const tested = strangersWhere(everybody, (person) => !isUsed.has(person));
  const fold = folds[split % folds.length];
  if (fold === undefined) continue;
  const base = quickRecogniser(galleryOf(fold.training), products.innerProducts);
  const judge = async (
    way: string,
    recogniser: Recogniser,
    people: NonMatedScores['people'],
  ): Promise<void> => {
    const outcome = await outcomeOf(recogniser, people, { tested, heldOut: fold.validation });
    found.set(way, [...(found.get(way) ?? []), outcome]);
  };
  const hits = await base.search(used.probes, { candidateCount: 1 });
  await judge('none', base, bestScoresByPerson(hits, used.labels));
  for (const name of values.rejector as RejectorName[]) {
    const plan = { make: REJECTORS[name], innerProducts: products.innerProducts };
    const cross = await strangerScores(base, used, plan);
    await judge(
      `${name}, cross-fit`,
      await rejectingRecogniser(base, { plan, cohort: cohortOf(used) }),
      cross.people,
    );
    const learnt = strangersWhere(used, (person) => person % 2 === 0);
    const calibration = strangersWhere(used, (person) => person % 2 === 1);
    const half = await rejectingRecogniser(base, { plan, cohort: cohortOf(learnt) });
    const said = await half.search(calibration.probes, { candidateCount: 1 });
    await judge(`${name}, split`, half, bestScoresByPerson(said, calibration.labels));
  }
  console.error(
    `${split + 1} of ${values.splits} splits, ${process.cpuUsage().user / 1e6} s of processor time`,
  );
}

console.log(
  `${table.people.length} strangers, half of them used; ${train.people.length} enrolled people; ${values.splits} splits.\n`,
);
console.log('| rejector | asked | realised, mean | standard error | 5 to 95 % of splits | DIR, mean |');
console.log(`|${'---|'.repeat(6)}`);
for (const [way, outcomes] of found)
  RATES.forEach((rate, place) => {
    const realised = outcomes.map((outcome) => outcome.realised[place] ?? Number.NaN);
    const spread = Math.sqrt(mean(realised.map((one) => (one - mean(realised)) ** 2)) / realised.length);
    const range = `${percent(quantile(realised, 0.05))} to ${percent(quantile(realised, 0.95))}`;
    const dir = mean(outcomes.map((outcome) => outcome.dir[place] ?? Number.NaN)).toFixed(4);
    const cells = [way, `${100 * rate} %`, percent(mean(realised)), percent(spread), range, dir];
    console.log(`| ${cells.join(' | ')} |`);
  });

console.log('\nSet on the enrolled people, FPIR of all strangers:\n');
console.log(
  `| rejector | ${RATES.map((rate) => `${100 * rate} % asked`).join(' | ')} |\n|${'---|'.repeat(RATES.length + 1)}`,
);
const whole = quickRecogniser(all, products.innerProducts);
for (const name of Object.keys(REJECTORS) as RejectorName[]) {
  const { needs } = REJECTORS[name]();
  if (needs.strangers || needs.headScores) continue;
  const plan = { make: REJECTORS[name], innerProducts: products.innerProducts };
  const { nonMated } = await calibrateRejection({ gallery: all, strangers: NOBODY }, plan);
  const { people } = await strangerScores(whole, everybody, plan);
  const shares = RATES.map((fpir) => {
    const { value } = calibrateThreshold(nonMated.people, { fpir, setOn: nonMated.setOn, seed: SEED });
    return percent(shareAtOrAbove(people, value));
  });
  console.log(`| ${[name, ...shares].join(' | ')} |`);
}

async function outcomeOf(
  recogniser: Recogniser,
  people: NonMatedScores['people'],
  { tested, heldOut }: { readonly tested: StrangerFaces; readonly heldOut: readonly number[] },
): Promise<Outcome> {
  const strangers = await recogniser.search(tested.probes, { candidateCount: 1 });
  const nonMated = bestScoresByPerson(strangers, tested.labels);
  const mated = await recogniser.search(selectRows(train.rows, heldOut), { candidateCount: 1 });
  const thresholds = RATES.map(
    (fpir) => calibrateThreshold(people, { fpir, setOn: 'strangers', seed: SEED }).value,
  );
  return {
    realised: thresholds.map((threshold) => shareAtOrAbove(nonMated, threshold)),
    dir: thresholds.map((threshold) => {
      const named = mated.filter(
        (hit, place) =>
          hit.candidates[0]?.identity === train.personOf[heldOut[place] ?? 0] &&
          (acceptanceOf(hit) ?? Number.NEGATIVE_INFINITY) >= threshold,
      );
      return named.length / mated.length;
    }),
  };
}

function galleryOf(rows: readonly number[]): Gallery {
  const box = { xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 };
  return {
    embedders: [{ name: 'benchmark', sha256: '' }],
    identities: train.people,
    faces: rows.map((n) => ({
      photo: train.names[n] ?? '',
      sha256: '',
      identity: train.personOf[n] ?? 0,
      box,
      rung: 'normal' as const,
    })),
    templates: selectRows(train.rows, rows),
    nonMated: { rule: 'blend', setOn: 'strangers', people: [] },
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
