// npx tsx bench/audit-injection.ts [tuning]: what the audit finds of faults planted in LFW, on the people that no setting was
// chosen on, or with `tuning` on the others. Labels flipped, folders cut in two, folders thrown together, each with three
// seeds. Precision at k, k being the number planted, equals recall at k. Prints Markdown. Needs a build.
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { type ConfidentLabel, learnConfidently } from '../src/audit/confident-learning.ts';
import { believeLabels, type LabelBelief } from '../src/audit/label-beliefs.ts';
import type { LabelledFaces } from '../src/audit/labelled-faces.ts';
import { pairPeople } from '../src/audit/same-person.ts';
import { splitPeople } from '../src/audit/two-people.ts';
import { groupDirections } from '../src/numerics/groups.ts';
import { innerProducts } from '../src/numerics/inner-products.ts';
import { row } from '../src/numerics/matrix.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { dot } from '../src/numerics/vector.ts';
import { type LfwFolders, lfwHalves, relabelled } from './audit-sets.ts';

const SEEDS = [11, 12, 13];
const FLIP_SHARES = [0.05, 0.1, 0.2];
const CUT_COUNT = 100;
const THROWN_COUNT = 50;

const half = (await lfwHalves())[process.argv[2] === 'tuning' ? 'tuning' : 'reported'];
await using session = await openInnerProducts({ threads: 2 });
const ports = { products: session.innerProducts };
console.log(`${half.people.length} people, ${half.faces.personOf.length} photos\n`);
await flippedLabels(half);
await cutFolders(half);
await thrownTogether(half);

/** How far each of some things is suspected, higher first, and which were planted. */
interface Suspicion {
  readonly method: string;
  readonly scores: readonly number[];
  /** Those reported, where the method says so. */
  readonly reported?: readonly boolean[];
  /** Share of the planted ones that were reported with the right remedy. */
  readonly remedied?: number;
  /** Sum of the stated probabilities over the number planted. */
  readonly believed?: number;
}

async function flippedLabels({ faces }: LfwFolders): Promise<void> {
  console.log(
    '| labels flipped | method | precision at k | reported: precision | recall | right person named | sum of confidences over k |\n|---|---|---|---|---|---|---|',
  );
  for (const share of FLIP_SHARES) {
    const runs = [];
    for (const seed of SEEDS) {
      const random = seededRandom(seed);
      const count = faces.personOf.length;
      const planted = new Set(
        shuffled([...faces.personOf.keys()], random).slice(0, Math.round(share * count)),
      );
      const personOf = faces.personOf.map((person, face) => {
        if (!planted.has(face)) return person;
        const other = Math.floor(random() * (faces.personCount - 1));
        return other < person ? other : other + 1;
      });
      const isPlanted = [...personOf.keys()].map((face) => planted.has(face));
      const flipped = { ...faces, personOf };
      runs.push({ isPlanted, methods: await suspectLabels(flipped, faces.personOf, isPlanted) });
    }
    printRows(`${100 * share} %`, runs);
  }
}

async function suspectLabels(
  faces: LabelledFaces,
  truth: Int32Array,
  isPlanted: readonly boolean[],
): Promise<Suspicion[]> {
  const beliefs = await believeLabels(faces, ports);
  const first = await believeLabels(faces, ports, 1);
  const [confident, firstConfident] = [beliefs, first].map((of) =>
    learnConfidently(of.map((belief, face) => probabilitiesOf(belief, faces.personOf[face] ?? 0))),
  ) as [ConfidentLabel[], ConfidentLabel[]];
  const nearest = await nearestPhotos(faces);
  const reported = beliefs.map(({ right }) => right < 0.5);
  const named = beliefs.filter(
    ({ rival, ofRival, ofNobody }, face) =>
      isPlanted[face] && reported[face] && ofRival >= ofNobody && rival?.person === truth[face],
  ).length;
  const hits = reported.filter((is, face) => is && isPlanted[face]).length;
  return [
    { method: 'distance to the class mean', scores: distanceToMean(faces) },
    {
      method: "the author's distances: own photo beyond 1.35, another's within 0.9",
      scores: nearest.map(({ own, other }) => other - own),
      reported: nearest.map(({ own, other }) => 2 - 2 * own > 1.35 && 2 - 2 * other < 0.9),
    },
    {
      method: 'confident learning on the beliefs of the first round, by normalised margin',
      scores: firstConfident.map(({ margin }) => -margin),
      reported: firstConfident.map(({ isIssue }) => isIssue),
    },
    {
      method: 'the beliefs of the first round',
      scores: first.map(({ wrongLogOdds }) => wrongLogOdds),
      reported: first.map(({ right }) => right < 0.5),
    },
    {
      method: 'confident learning on the beliefs, by normalised margin',
      scores: confident.map(({ margin }) => -margin),
      reported: confident.map(({ isIssue }) => isIssue),
    },
    {
      method: 'the beliefs',
      scores: beliefs.map(({ wrongLogOdds }) => wrongLogOdds),
      reported,
      remedied: named / hits,
      believed: sumOfDoubts(beliefs) / isPlanted.filter(Boolean).length,
    },
  ];
}

function sumOfDoubts(beliefs: readonly LabelBelief[]): number {
  return beliefs.reduce((sum, { right }) => sum + 1 - right, 0);
}

function probabilitiesOf({ right, rival, ofRival }: LabelBelief, label: number) {
  return {
    label,
    probabilities: new Map([[label, right], ...(rival ? [[rival.person, ofRival] as const] : [])]),
  };
}

function distanceToMean({ templates, personOf, personCount }: LabelledFaces): number[] {
  const means = groupDirections({ rows: templates, groupOf: personOf, groupCount: personCount });
  return Array.from(personOf, (person, face) => -dot(row(templates, face), row(means, person)));
}

/** Cosine of each face with the nearest other photo of its folder, and of all others. */
async function nearestPhotos({
  templates,
  personOf,
}: LabelledFaces): Promise<{ own: number; other: number }[]> {
  const scores = await ports.products(templates, templates);
  return Array.from(personOf, (person, face) => {
    let [own, other] = [-1, -1];
    row(scores, face).forEach((score, place) => {
      if (personOf[place] !== person) other = Math.max(other, score);
      else if (place !== face) own = Math.max(own, score);
    });
    return { own, other };
  });
}

async function cutFolders({ faces, people }: LfwFolders): Promise<void> {
  const runs = [];
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const cut = new Set(shuffled([...people], random).slice(0, CUT_COUNT));
    const labels = Array.from(faces.personOf, (person) => people[person] ?? '');
    for (const person of cut) {
      const places = shuffled(
        [...labels.keys()].filter((face) => labels[face] === person),
        random,
      );
      const moved = Math.max(1, Math.floor(places.length * (0.2 + 0.3 * random())));
      for (const face of places.slice(0, moved)) labels[face] = `${person} (cut)`;
    }
    const set = relabelled(faces, labels);
    const isCut = (pair: readonly [number, number]): boolean => {
      const [a = '', b = ''] = pair.map((place) => set.people[place] ?? '');
      return `${a} (cut)` === b;
    };
    const trust = new Float64Array(set.faces.personOf.length).fill(1);
    const pairs = await pairPeople({ faces: set.faces, trust }, ports);
    const alike = meanPairs(set.faces);
    runs.push([
      {
        isPlanted: alike.map(({ people: pair }) => isCut(pair)),
        method: { method: 'distance of the class means', scores: alike.map(({ score }) => score) },
      },
      {
        isPlanted: pairs.map(({ people: pair }) => isCut(pair)),
        method: {
          method: 'folders paired',
          scores: pairs.map(({ logOdds }) => logOdds),
          reported: pairs.map(({ logOdds }) => logOdds > 0),
        },
      },
    ]);
  }
  console.log(
    `\n| planted | method | precision at k | reported: precision | recall |\n|---|---|---|---|---|`,
  );
  for (const place of [0, 1])
    printRows(
      `${CUT_COUNT} folders cut in two`,
      runs.map((run) => ({
        isPlanted: run[place]?.isPlanted ?? [],
        methods: [run[place]?.method as Suspicion],
        plantedCount: CUT_COUNT,
      })),
      false,
    );
}

/** The cosine of the means of every two people. */
function meanPairs({ templates, personOf, personCount }: LabelledFaces) {
  const means = groupDirections({ rows: templates, groupOf: personOf, groupCount: personCount });
  const { data } = innerProducts(means, means);
  return Array.from({ length: personCount }, (_, a) =>
    Array.from({ length: personCount - a - 1 }, (__, i) => {
      const b = a + 1 + i;
      return { people: [a, b] as const, score: data[a * personCount + b] ?? 0 };
    }),
  ).flat();
}

async function thrownTogether({ faces, people }: LfwFolders): Promise<void> {
  const runs = [];
  for (const seed of SEEDS) {
    const drawn = shuffled([...people], seededRandom(seed)).slice(0, 2 * THROWN_COUNT);
    const into = new Map(
      drawn.flatMap((person, place) => (place % 2 === 1 ? [[person, drawn[place - 1] ?? '']] : [])),
    );
    const mixed = new Set(into.values());
    const set = relabelled(
      faces,
      Array.from(faces.personOf, (person) => into.get(people[person] ?? '') ?? people[person]),
    );
    const isMixed = (person: number): boolean => mixed.has(set.people[person] ?? '');
    const splits = new Map(splitPeople(set.faces).map((split) => [split.person, split.logOdds]));
    const logOdds = set.people.map((_, person) => splits.get(person) ?? Number.NEGATIVE_INFINITY);
    runs.push({
      isPlanted: set.people.map((_, person) => isMixed(person)),
      plantedCount: THROWN_COUNT,
      methods: [
        { method: 'distance to the class mean, averaged', scores: meanDistances(set.faces) },
        { method: 'folders parted', scores: logOdds, reported: logOdds.map((value) => value > 0) },
      ],
    });
  }
  printRows(`${2 * THROWN_COUNT} folders thrown together by twos`, runs, false);
}

function meanDistances(faces: LabelledFaces): number[] {
  const sums = new Float64Array(faces.personCount);
  const counts = new Float64Array(faces.personCount);
  distanceToMean(faces).forEach((distance, face) => {
    const person = faces.personOf[face] ?? 0;
    sums[person] = (sums[person] ?? 0) + distance;
    counts[person] = (counts[person] ?? 0) + 1;
  });
  return Array.from(sums, (sum, person) => sum / (counts[person] ?? 1));
}

interface Run {
  readonly isPlanted: readonly boolean[];
  readonly methods: readonly Suspicion[];
  readonly plantedCount?: number;
}

function printRows(planted: string, runs: readonly Run[], hasRemedy = true): void {
  const [first] = runs;
  first?.methods.forEach(({ method }, place) => {
    const measured = runs.map((run) => measure(run, run.methods[place] as Suspicion));
    const cell = (pick: (figures: Figures) => number | undefined): string => {
      const values = measured.flatMap((figures) => pick(figures) ?? []);
      return values.length === 0
        ? '-'
        : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
    };
    const cells = [
      cell(({ atK }) => atK),
      cell(({ precision }) => precision),
      cell(({ recall }) => recall),
      ...(hasRemedy ? [cell(({ remedied }) => remedied), cell(({ believed }) => believed)] : []),
    ];
    console.log(`| ${[planted, method, ...cells].join(' | ')} |`);
  });
}

interface Figures {
  readonly atK: number;
  readonly precision?: number | undefined;
  readonly recall?: number | undefined;
  readonly remedied?: number | undefined;
  readonly believed?: number | undefined;
}

function measure(
  { isPlanted, plantedCount }: Run,
  { scores, reported, remedied, believed }: Suspicion,
): Figures {
  const k = plantedCount ?? isPlanted.filter(Boolean).length;
  const order = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const atK = order.slice(0, k).filter((place) => isPlanted[place]).length / k;
  if (reported === undefined) return { atK };
  const hits = reported.filter((is, place) => is && isPlanted[place]).length;
  return { atK, precision: hits / reported.filter(Boolean).length, recall: hits / k, remedied, believed };
}
