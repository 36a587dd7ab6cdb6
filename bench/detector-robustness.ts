// How many faces each detector finds in 200 photos of LFW as they are, turned, small and blurred, and in the contest's 24
// hard photos: in one pass, and through the cascade. npx tsx bench/detector-robustness.ts [name of a card]...
import { readdirSync } from 'node:fs';
import type { Detection } from '../src/core/face.ts';
import type { RgbImage } from '../src/core/image.ts';
import { cascadeOptionsSchema, detectFaces } from '../src/detection/cascade.ts';
import type { Detector } from '../src/detection/detector.ts';
import { gaussianBlur } from '../src/images/blur.ts';
import { resizeImage } from '../src/images/resize.ts';
import { rotateImage } from '../src/images/rotate.ts';
import { DETECTOR_CARDS, openDetector, sharedNetworks } from '../test/support/detector-networks.ts';
import { lfwPhotos, readSharedPhoto, sharedPath } from '../test/support/shared-photos.ts';
import { medianOf } from './statistics.ts';

const PHOTO_COUNT = 200;
const HARD = 'data/aivivn/no-face';
/** An LFW photo of 250 px shows a face about 110 px wide. */
const SMALL_SIDE_PX = 73;
const BLUR_SIGMA_PX = 4;
const options = cascadeOptionsSchema.parse({});

/** A change of the photo and where down is afterwards. */
interface Condition {
  readonly name: string;
  readonly apply: (photo: RgbImage) => RgbImage;
  readonly down: readonly [x: number, y: number];
}

const DOWN = [0, 1] as const;
const CONDITIONS: readonly Condition[] = [
  { name: 'as they are', apply: (photo) => photo, down: DOWN },
  { name: 'turned by 90', apply: (photo) => rotateImage(photo, 90), down: [-1, 0] },
  { name: 'turned by 180', apply: (photo) => rotateImage(photo, 180), down: [0, -1] },
  {
    name: 'face of 32 px',
    apply: (photo) => resizeImage(photo, SMALL_SIDE_PX, SMALL_SIDE_PX),
    down: DOWN,
  },
  { name: 'blurred, sigma 4 px', apply: (photo) => gaussianBlur(photo, BLUR_SIGMA_PX), down: DOWN },
];

const all = lfwPhotos();
const sample = Array.from({ length: PHOTO_COUNT }, (_, i) => all[Math.floor((i * all.length) / PHOTO_COUNT)]);
const wanted = process.argv.slice(2);

console.log(
  `| detector | ms a pass | ${CONDITIONS.map(({ name }) => name).join(' | ')} | hard photos, of 24 |\n|---|---|${'---|'.repeat(CONDITIONS.length + 1)}`,
);
for (const card of DETECTOR_CARDS) {
  if (wanted.length > 0 && !wanted.includes(card.name)) continue;
  if ((await sharedNetworks().state(card)).kind === 'absent') continue;
  const { detector, close } = await openDetector(card);
  console.log(await rowOf(detector));
  await close();
}

async function rowOf(detector: Detector): Promise<string> {
  const times: number[] = [];
  const cells: string[] = [];
  for (const condition of CONDITIONS) {
    let inOnePass = 0;
    let throughCascade = 0;
    for (const path of sample) {
      const photo = condition.apply(await readSharedPhoto(path));
      const startedMs = performance.now();
      const faces = await detector.detect(photo, detector.firstPass);
      times.push(performance.now() - startedMs);
      if (faces.some((face) => isRight(face, photo, condition))) inOnePass += 1;
      const outcome = await detectFaces(detector, photo, options);
      const found = outcome.kind === 'found' ? outcome.faces : [];
      if (found.some((face) => isRight(face, photo, condition))) throughCascade += 1;
    }
    cells.push(`${inOnePass} / ${throughCascade}`);
  }
  return `| ${[detector.name, medianOf(times).toFixed(1), ...cells, await hardCell(detector)].join(' | ')} |`;
}

/** LFW centres its faces: the right one covers the middle, and its mouth lies below its eyes, whichever way below is. */
function isRight(
  { box, landmarks }: Detection,
  { widthPx, heightPx }: RgbImage,
  { down }: Condition,
): boolean {
  const isAround = (from: number, length: number, at: number): boolean => from <= at && at <= from + length;
  const isCentral =
    isAround(box.xPx, box.widthPx, widthPx / 2) && isAround(box.yPx, box.heightPx, heightPx / 2);
  const drop = [0, 1].map(
    (axis) => landmarks[6 + axis] + landmarks[8 + axis] - landmarks[axis] - landmarks[2 + axis],
  );
  const along = drop[0] * down[0] + drop[1] * down[1];
  return isCentral && along > Math.SQRT1_2 * Math.hypot(drop[0], drop[1]);
}

async function hardCell(detector: Detector): Promise<string> {
  let inOnePass = 0;
  let throughCascade = 0;
  for (const file of readdirSync(sharedPath(HARD))) {
    const photo = await readSharedPhoto(`${HARD}/${file}`);
    if ((await detector.detect(photo, detector.firstPass)).length > 0) inOnePass += 1;
    if ((await detectFaces(detector, photo, options)).kind === 'found') throughCascade += 1;
  }
  return `${inOnePass} / ${throughCascade}`;
}
