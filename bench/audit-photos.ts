// npx tsx bench/audit-photos.ts [PHOTOS]: how often the limits of docs/audit.md speak of a photo that was made worse, and of one that
// was not. LFW's photos evenly spread, each degraded before detection. Prints Markdown. Needs a build.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { photoFindings } from '../dist/audit/photo-findings.js';
import { degradePhoto } from '../dist/images/degradation/degrade.js';
import { measureFaces } from '../dist/pipeline/measure-faces.js';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { extractionOptionsSchema } from '../dist/toolkit/extraction-options.js';
import type { Extraction } from '../src/core/photo.ts';
import type { Degradation } from '../src/images/degradation/degradation.ts';
import { lfwPhotos } from './photos.ts';

const [count = 100] = process.argv.slice(2).map(Number);
const KINDS = ['no-face', 'tiny-face', 'blurred', 'turned-away', 'badly-lit', 'low-quality'];
const WAYS: Record<string, Degradation | undefined> = {
  'as they are': undefined,
  'face reduced to 32 px': { kind: 'face', facePx: 32 },
  'face reduced to 16 px': { kind: 'face', facePx: 16 },
  'blurred, sigma 4 % of the face': { kind: 'blur', percent: 4 },
  'blurred, sigma 8 % of the face': { kind: 'blur', percent: 8 },
  'darkened to 10 %': { kind: 'brightness', percent: 10 },
  'brightened to 300 %': { kind: 'brightness', percent: 300 },
} as Record<string, Degradation | undefined>;

await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
const photos = lfwPhotos(count);
const counts = new Map<string, Map<string, number>>();
for (const photo of photos) {
  const { image, widthPx, heightPx } = await extraction.ports.decode(readFileSync(photo.path), '');
  const whole = { ...image, pixels: image.pixels.slice() };
  const found = await extraction.ports.extractor.extract({ image, networks: [] });
  if (found.outcome.kind !== 'found') continue;
  const box = found.outcome.faces[0]?.box;
  if (box === undefined) continue;
  for (const [way, degradation] of Object.entries(WAYS)) {
    const worse =
      degradation === undefined
        ? whole
        : await degradePhoto(whole, degradation, { box, seed: 1, recompress });
    const again = await extraction.ports.extractor.extract({
      image: { ...worse, pixels: worse.pixels.slice() },
      networks: [],
    });
    const outcome: Extraction =
      again.outcome.kind === 'found'
        ? {
            kind: 'faces',
            widthPx: worse.widthPx,
            heightPx: worse.heightPx,
            rung: again.outcome.rung,
            faces: again.outcome.faces.map((face) => ({ ...face, embeddings: [] })),
          }
        : { kind: 'no-face', widthPx, heightPx };
    for (const kind of await kindsOf(photo, worse, outcome)) {
      const ofWay = counts.get(way) ?? new Map<string, number>();
      counts.set(way, ofWay);
      ofWay.set(kind, (ofWay.get(kind) ?? 0) + 1);
    }
  }
}
console.log(`| ${['photos', ...KINDS].join(' | ')} |\n|${'---|'.repeat(KINDS.length + 1)}`);
for (const way of Object.keys(WAYS))
  console.log(`| ${[way, ...KINDS.map((kind) => counts.get(way)?.get(kind) ?? 0)].join(' | ')} |`);

async function kindsOf(
  photo: { readonly path: string; readonly name: string },
  image: { readonly widthPx: number; readonly heightPx: number; readonly pixels: Uint8Array },
  found: Extraction,
): Promise<string[]> {
  const extracted = { photo, sha256: photo.name, extraction: found };
  const [measured] = await measureFaces([extracted], {
    concurrency: 1,
    read: async () => ({ bytes: new Uint8Array(0), sha256: photo.name }),
    decode: async () => ({ image, widthPx: image.widthPx, heightPx: image.heightPx }),
    measures: { get: () => undefined, set: () => undefined },
  });
  const quality = measured?.kind === 'measured' ? measured.faces[0] : undefined;
  const common = { name: photo.name, person: photo.name };
  const measures = quality && { ...quality, yawDeg: quality.pose.yawDeg };
  const findings = photoFindings([
    found.kind === 'faces'
      ? { ...common, outcome: { kind: 'faces', otherFaceShare: 0, measures } }
      : { ...common, outcome: { kind: 'no-face' } },
  ]);
  return findings.map(({ kind }) => kind);
}

async function recompress(image: { widthPx: number; heightPx: number; pixels: Uint8Array }, quality: number) {
  const raw = { width: image.widthPx, height: image.heightPx, channels: 3 as const };
  const jpeg = await sharp(image.pixels, { raw }).jpeg({ quality }).toBuffer();
  return { ...image, pixels: new Uint8Array(await sharp(jpeg).removeAlpha().raw().toBuffer()) };
}
