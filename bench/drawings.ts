// npx tsx bench/drawings.ts [PHOTOS]: how plain drawn faces are, and photos: as they are and made worse before detection. The drawings
// are those of @dicebear/collection, which is installed below the cache folder. Prints Markdown. Needs a build.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../dist/adapters/network-store/cache-folder.js';
import { recompressImage } from '../dist/adapters/sharp/recompress-image.js';
import { alignFace } from '../dist/alignment/align.js';
import { degradePhoto } from '../dist/images/degradation/degrade.js';
import { measureFace } from '../dist/quality/measure-face.js';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { extractionOptionsSchema } from '../dist/toolkit/extraction-options.js';
import type { RgbImage } from '../src/core/image.ts';
import { parseDegradation } from '../src/images/degradation/degradation.ts';
import { quantile } from '../src/numerics/statistics.ts';
import { lfwPhotos } from './photos.ts';

const [count = 700] = process.argv.slice(2).map(Number);
const LIMIT = 0.35;
const PACKAGES = ['@dicebear/core@9.4.3', '@dicebear/collection@9.4.3'];
const STYLES =
  'adventurer avataaars bigEars bigSmile croodles dylan lorelei micah notionists openPeeps personas toonHead';
const DRAWINGS_EACH = 25;
const WAYS = [
  'face-48px',
  'face-24px',
  'grey',
  'blur-4',
  'blur-8',
  'jpeg-10',
  'brightness-20',
  'brightness-300',
];

await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
console.log('| pictures | number | face found | plain share: least | median | greatest | called a drawing |');
console.log('|---|---|---|---|---|---|---|');
await drawings();
await photos();

async function drawings(): Promise<void> {
  const packages = join(cacheFolder(), 'bench-drawings');
  mkdirSync(packages, { recursive: true });
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--prefix', packages, ...PACKAGES]);
  const draw = fileURLToPath(new URL('draw-faces.mjs', import.meta.url));
  for (const style of STYLES.split(' ')) {
    const out = join(packages, 'drawn', style);
    execFileSync(process.execPath, [draw, packages, out, style, String(DRAWINGS_EACH)]);
    const images: RgbImage[] = [];
    for (let n = 0; n < DRAWINGS_EACH; n++)
      images.push((await extraction.ports.decode(readFileSync(join(out, `${n}.jpg`)), '')).image);
    await tell(`drawn: ${style}`, images);
  }
}

async function photos(): Promise<void> {
  const whole: RgbImage[] = [];
  for (const { path } of lfwPhotos(count))
    whole.push((await extraction.ports.decode(readFileSync(path), '')).image);
  await tell('photos of LFW', whole);
  for (const way of WAYS) {
    const degradation = parseDegradation(way);
    if (degradation === undefined) throw new Error(`There is no degradation ${way}.`);
    const worse: RgbImage[] = [];
    for (const image of whole) {
      const { outcome } = await extraction.ports.extractor.extract({ image: copyOf(image), networks: [] });
      const box = outcome.kind === 'found' ? outcome.faces[0]?.box : undefined;
      const inputs = { seed: 1, recompress: recompressImage };
      if (box !== undefined) worse.push(await degradePhoto(copyOf(image), degradation, { box, ...inputs }));
    }
    await tell(`the same, ${way}`, worse);
  }
}

async function tell(name: string, images: readonly RgbImage[]): Promise<void> {
  const shares: number[] = [];
  for (const image of images) {
    const { outcome } = await extraction.ports.extractor.extract({ image: copyOf(image), networks: [] });
    const face = outcome.kind === 'found' ? outcome.faces[0] : undefined;
    if (face !== undefined)
      shares.push(measureFace(alignFace(image, face.landmarks, '112x112'), face).flatShare);
  }
  const spread = [0, 0.5, 1].map((p) => (shares.length === 0 ? '-' : quantile(shares, p).toFixed(3)));
  const called = shares.filter((share) => share >= LIMIT).length;
  console.log(`| ${name} | ${images.length} | ${shares.length} | ${spread.join(' | ')} | ${called} |`);
}

/** The extractor takes the pixels it is given. */
function copyOf(image: RgbImage): RgbImage {
  return { ...image, pixels: image.pixels.slice() };
}
