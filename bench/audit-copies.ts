// npx tsx bench/audit-copies.ts: copies planted among LFW's photos, each made in one way, and how many are found; and what else is
// taken for a copy, which is of LFW's own. Beside it what the cosine of the faces alone would give. Prints Markdown. Needs a build.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { innerProducts } from '../dist/numerics/inner-products.js';
import { findCopies } from '../dist/pipeline/audit/find-copies.js';
import { gatherSet } from '../dist/pipeline/audit/set-of-photos.js';
import { extractPhotos } from '../dist/pipeline/extract-photos.js';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { extractionOptionsSchema } from '../dist/toolkit/extraction-options.js';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { LFW } from './photos.ts';

const PEOPLE = 600;
const COPIED = 60;
/** Cosines above which the faces alone are taken for copies. */
const COSINES = [0.9, 0.95];
const WAYS: Record<string, ((photo: Sharp) => Sharp) | undefined> = {
  'the same file': undefined,
  'saved as JPEG of quality 60': (photo) => photo.jpeg({ quality: 60 }),
  'half the size': (photo) => photo.resize(125).jpeg({ quality: 85 }),
  'cropped to 190x200': (photo) =>
    photo.extract({ left: 30, top: 25, width: 190, height: 200 }).jpeg({ quality: 90 }),
  '30 % brighter': (photo) => photo.modulate({ brightness: 1.3 }).jpeg({ quality: 85 }),
  mirrored: (photo) => photo.flop().jpeg({ quality: 85 }),
  grey: (photo) => photo.greyscale().jpeg({ quality: 85 }),
};

const random = seededRandom(1);
const images = join(LFW, 'images');
const several = readdirSync(images).filter((person) => readdirSync(join(images, person)).length >= 2);
const names = shuffled(several.sort(), random)
  .slice(0, PEOPLE)
  .flatMap((person) => readdirSync(join(images, person)).map((photo) => `${person}/${photo}`));
const folder = mkdtempSync(join(tmpdir(), 'quen-copies-'));
try {
  const planted = await plant(shuffled(names, random).slice(0, COPIED));
  await report(planted);
} finally {
  rmSync(folder, { recursive: true });
}

interface Planted {
  readonly path: string;
  readonly name: string;
  readonly of: string;
  readonly way: string;
}

async function plant(originals: readonly string[]): Promise<Planted[]> {
  const planted: Planted[] = [];
  for (const of of originals)
    for (const [place, [way, make]] of Object.entries(WAYS).entries()) {
      const name = of.replace(/\.jpg$/, ` way ${place}.jpg`);
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (make === undefined) copyFileSync(join(images, of), path);
      else writeFileSync(path, await make(sharp(join(images, of))).toBuffer());
      planted.push({ path, name, of, way });
    }
  return planted;
}

async function report(planted: readonly Planted[]): Promise<void> {
  await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
  console.log('| copy | found | cosine 0.90 alone | cosine 0.95 alone |\n|---|---|---|---|');
  const others: string[] = [];
  const otherCosines = COSINES.map(() => 0);
  for (const way of Object.keys(WAYS)) {
    const copies = planted.filter((copy) => copy.way === way);
    const files = [...names.map((name) => ({ path: join(images, name), name })), ...copies];
    const { photos } = await extractPhotos(files, extraction.ports);
    const set = gatherSet({
      people: photos.map((photo) => ({ ...photo, label: photo.photo.name.split('/')[0] ?? '' })),
      strangers: [],
    });
    const { groups } = await findCopies(set, {
      ...extraction.measuring,
      products: async (a, b) => innerProducts(a, b),
    });
    const named = groups.map((group) => group.photos.map((place) => set.photos[place]?.name ?? ''));
    const found = copies.filter(({ name, of }) =>
      named.some((group) => group.includes(name) && group.includes(of)),
    );
    const scores = innerProducts(set.faces.templates, set.faces.templates);
    const faceOf = new Map(Array.from(set.photoOf, (photo, face) => [set.photos[photo]?.name ?? '', face]));
    const scoreOf = (a: string, b: string): number =>
      scores.data[(faceOf.get(a) ?? Number.NaN) * scores.cols + (faceOf.get(b) ?? Number.NaN)] ?? 0;
    const alone = COSINES.map((least) => copies.filter(({ name, of }) => scoreOf(name, of) >= least).length);
    console.log(
      `| ${[way, ...[found.length, ...alone].map((count) => `${count} of ${copies.length}`)].join(' | ')} |`,
    );
    if (others.length > 0) continue;
    const made = new Set(copies.map(({ name }) => name));
    others.push(
      ...named.filter((group) => !group.some((name) => made.has(name))).map((group) => group.join(' = ')),
    );
    for (let i = 0; i < names.length; i++)
      for (let j = 0; j < i; j++)
        COSINES.forEach((least, place) => {
          if (scoreOf(names[i] ?? '', names[j] ?? '') >= least)
            otherCosines[place] = (otherCosines[place] ?? 0) + 1;
        });
  }
  console.log(
    `\n${names.length} photos; groups of LFW's own: ${others.length}; pairs by cosine alone: ${otherCosines.join(' and ')}.\n`,
  );
  for (const group of others) console.log(`- ${group}`);
}
