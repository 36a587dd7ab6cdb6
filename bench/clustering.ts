// npx tsx bench/clustering.ts: how well unknown faces are grouped by person, by Chinese whispers and by mean likeness, on
// the training photos and the strangers of LFW's open-set task with the default networks. The threshold is set on people
// who are not grouped. Prints Markdown. Needs a build.
import { bCubed } from '../src/evaluation/bcubed.ts';
import { innerProducts } from '../src/numerics/inner-products.ts';
import { type Matrix, selectRows } from '../src/numerics/matrix.ts';
import { groupUnknowns } from '../src/rejection/group-unknowns.ts';
import { likenessLinks } from '../src/rejection/likeness-links.ts';
import { samePersonThreshold } from '../src/rejection/same-person-threshold.ts';
import { meanLinkGroups } from './mean-link-groups.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';

const SEED = 1;
const roughProducts = async (a: Matrix, b: Matrix): Promise<Matrix> => innerProducts(a, b);
/** Thresholds beside the calibrated one, to show what a bad one costs. */
const FIXED_THRESHOLDS = [0.34, 0.4, 0.44, 0.5, 0.55];

const [train, strangers] = (await embedOpenSet(['train.csv', 'strangers.csv'])) as [
  OpenSetPhotos,
  OpenSetPhotos,
];
const halfSeenOnce = withOnePhotoOfEverySecond(strangers);
const sets = [
  { name: '779 strangers, two photos each', faces: strangers, known: train },
  { name: 'every second of them with one photo', faces: halfSeenOnce, known: train },
  { name: '901 people of train.csv, 1 to 12 photos', faces: train, known: strangers },
];
const methods = { 'Chinese whispers': byChineseWhispers, 'mean likeness': byMeanLikeness };
console.log(
  '| photos | threshold | method | precision | recall | F | groups | ms |\n|---|---|---|---|---|---|---|---|',
);
for (const { name, faces, known } of sets) {
  const calibrated = samePersonThreshold(
    { templates: known.rows, identityOf: known.personOf },
    faces.rows.rows,
  );
  if (calibrated === undefined) throw new Error('The known people are too few to set a threshold.');
  for (const threshold of [calibrated, ...FIXED_THRESHOLDS])
    for (const [method, group] of Object.entries(methods)) {
      const startedMs = performance.now();
      const groupOf = await group(faces, threshold);
      const ms = performance.now() - startedMs;
      const { precision, recall, f } = bCubed(groupOf, faces.personOf);
      const shown = threshold === calibrated ? `${threshold.toFixed(3)}, calibrated` : threshold.toFixed(2);
      const figures = [precision, recall, f].map((value) => value.toFixed(4));
      console.log(
        `| ${[name, shown, method, ...figures, new Set(groupOf).size, ms.toFixed(0)].join(' | ')} |`,
      );
    }
}

async function byChineseWhispers({ rows }: OpenSetPhotos, threshold: number): Promise<Int32Array> {
  const places = Array.from({ length: rows.rows }, (_, n) => n);
  const groups = await groupUnknowns(rows, places, { threshold, seed: SEED, roughProducts });
  return Int32Array.from(groups.values());
}

async function byMeanLikeness({ rows }: OpenSetPhotos, threshold: number): Promise<Int32Array> {
  return meanLinkGroups(rows, await likenessLinks(rows, threshold, roughProducts), threshold);
}

function withOnePhotoOfEverySecond({ rows, personOf, people, names }: OpenSetPhotos): OpenSetPhotos {
  const places = [...personOf.keys()].filter((n) => {
    const person = personOf[n] ?? 0;
    return person % 2 === 1 || personOf.indexOf(person) === n;
  });
  return {
    rows: selectRows(rows, places),
    personOf: Int32Array.from(places, (n) => personOf[n] ?? 0),
    people,
    names: places.map((n) => names[n] ?? ''),
  };
}
