// npx tsx bench/rejector-gain.ts [--network NAME,NAME...]: whether a rejector accepts better than the best candidate's own
// score, which is the row blend-cosine, by paired bootstraps over people. Enrolled photos of train.csv are searched without
// themselves, strangers of strangers.csv are judged by rejectors that learnt from others: the very scores that
// `quen enrol --rejector` calibrates by. Nothing here sees open.csv or contest.csv. Prints Markdown. Needs a build.
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { auroc, dirAtFpir } from '../src/evaluation/identification.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import type { Gallery, GalleryRejection } from '../src/gallery/gallery.ts';
import { calibrateRejection } from '../src/pipeline/rejection/calibrate-rejection.ts';
import { REJECTORS, type RejectorName } from '../src/rejection/rejectors/rejectors.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';
import { pairedGain, signedInterval } from './paired-gain.ts';

const BOOTSTRAP = { seed: 1, resampleCount: 1000 };
const BASE: RejectorName = 'blend-cosine';
const { values } = parseArgs({
  options: { network: { type: 'string', default: extractionOptionsSchema.parse({}).networks.join() } },
});
const [train, table] = (await embedOpenSet(['train.csv', 'strangers.csv'], values.network.split(','))) as [
  OpenSetPhotos,
  OpenSetPhotos,
];
const box = { xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 };
const gallery: Gallery = {
  embedders: [{ name: 'benchmark', sha256: '' }],
  identities: train.people,
  faces: train.names.map((photo, n) => ({
    photo,
    sha256: '',
    identity: train.personOf[n] ?? 0,
    box,
    rung: 'normal' as const,
  })),
  templates: train.rows,
  nonMated: { rule: 'blend', setOn: 'strangers', people: [] },
};
const strangers = {
  labels: [...table.personOf].map((person) => table.people[person] ?? ''),
  probes: table.rows,
};
await using products = await openInnerProducts({ threads: 2 });

const DIRS = [0.1, 0.01].map((rate) => (searches: readonly SearchRecord[]) => dirAtFpir(searches, rate).dir);
const theirs = recordsOf(await calibrated(BASE));
console.log(
  `${values.network}. ${theirs.filter(({ isMated }) => isMated).length} searches for enrolled people, ${theirs.filter(({ isMated }) => !isMated).length} for strangers.\n`,
);
console.log(
  `| rejector | DIR at FPIR 10 % | 1 % | AUROC | gain, DIR at 10 % | 1 % | processor s |\n|${'---|'.repeat(7)}`,
);
for (const name of Object.keys(REJECTORS) as RejectorName[]) {
  // The autoencoder is not offered by any command.
  if (REJECTORS[name]().needs.headScores || name === 'autoencoder') continue;
  const before = process.cpuUsage();
  const ours = recordsOf(await calibrated(name));
  const seconds = process.cpuUsage(before).user / 1e6;
  const gains = DIRS.map((metric) => signedInterval(pairedGain(metric, { ours, theirs }, BOOTSTRAP)));
  const figures = [...DIRS, auroc].map((metric) => metric(ours).toFixed(4));
  console.log(`| ${[name, ...figures, ...gains, seconds.toFixed(1)].join(' | ')} |`);
}

async function calibrated(name: RejectorName): Promise<GalleryRejection> {
  const plan = { make: REJECTORS[name], innerProducts: products.innerProducts };
  return await calibrateRejection({ gallery, strangers }, plan);
}

function recordsOf({ mated = [], nonMated }: GalleryRejection): SearchRecord[] {
  return [
    ...mated.flatMap((searches, identity) =>
      searches.map(({ score, isRight }): SearchRecord => {
        const found = { bestScore: score, mate: { rank: isRight ? 1 : 2, score } };
        return { person: train.people[identity] ?? '', isMated: true, found };
      }),
    ),
    ...nonMated.people.flatMap((scores, person) =>
      scores.map(
        (bestScore): SearchRecord => ({ person: `stranger ${person}`, isMated: false, found: { bestScore } }),
      ),
    ),
  ];
}
