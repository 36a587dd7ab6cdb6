import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Detection } from '../../src/core/face.ts';
import { blankImage, type RgbImage } from '../../src/core/image.ts';
import { cascadeOptionsSchema, detectFaces } from '../../src/detection/cascade.ts';
import type { Detector } from '../../src/detection/detector.ts';
import { isPlausible } from '../../src/detection/plausible.ts';
import { flipHorizontally } from '../../src/images/flip.ts';
import { resizeImage } from '../../src/images/resize.ts';
import { type QuarterTurn, rotateImage, rotatePointBack } from '../../src/images/rotate.ts';
import { warpSimilarity } from '../../src/images/warp.ts';
import { noiseImage } from '../support/images.ts';
import { readSharedPhoto } from '../support/shared-photos.ts';

const LFW = 'data/lfw/images';
const PHOTOS = [
  'Aaron_Eckhart/Aaron_Eckhart_0001.jpg',
  'Abba_Eban/Abba_Eban_0001.jpg',
  'AJ_Cook/AJ_Cook_0001.jpg',
] as const;
/** The landmark that takes the place of each in a mirror. */
const MIRRORED = [1, 0, 2, 4, 3] as const;

/** Everything a detector owes its users, checked with real photos. @param open called once, before the tests */
export function describeDetector(
  name: string,
  open: () => Promise<{ readonly detector: Detector; close(): Promise<void> }>,
): void {
  describe(`detector ${name}`, () => {
    let detector: Detector;
    let close: () => Promise<void>;
    let photos: RgbImage[];

    beforeAll(async () => {
      ({ detector, close } = await open());
      photos = await Promise.all(PHOTOS.map((path) => readSharedPhoto(`${LFW}/${path}`)));
    });
    afterAll(() => close());

    const pass = () => ({ ...detector.firstPass, longSidePx: 320 });
    const best = async (image: RgbImage): Promise<Detection> => {
      const [first] = await detector.detect(image, pass());
      if (first === undefined) throw new Error('no face');
      return first;
    };

    test('finds the face in the middle of each photo, with plausible landmarks inside its box', async () => {
      for (const photo of photos) {
        const { box, landmarks, score } = await best(photo);
        expect(score).toBeGreaterThanOrEqual(detector.sureScore);
        expect(isPlausible(landmarks)).toBe(true);
        for (let i = 0; i < 10; i += 2) {
          expect(landmarks[i]).toBeGreaterThan(box.xPx);
          expect(landmarks[i]).toBeLessThan(box.xPx + box.widthPx);
          expect(landmarks[i + 1]).toBeGreaterThan(box.yPx);
          expect(landmarks[i + 1]).toBeLessThan(box.yPx + box.heightPx);
        }
      }
    });

    test('finds nothing in noise and in black', async () => {
      expect(await detector.detect(noiseImage(200, 160, 1), pass())).toEqual([]);
      expect(await detector.detect(blankImage(200, 160), pass())).toEqual([]);
    });

    test('gives the same numbers for the same photo', async () => {
      expect(await detector.detect(photos[0], pass())).toEqual(await detector.detect(photos[0], pass()));
    });

    test('finds two faces side by side, best first, and none twice', async () => {
      const faces = await detector.detect(beside(photos[0], photos[1]), { ...pass(), longSidePx: 640 });
      const middles = faces.map(({ box }) => box.xPx + box.widthPx / 2).sort((a, b) => a - b);
      expect(middles).toHaveLength(2);
      expect(middles[0]).toBeLessThan(250);
      expect(middles[1]).toBeGreaterThan(250);
      expect(faces[0].score).toBeGreaterThanOrEqual(faces[1].score);
    });

    test('puts landmarks on the same points of a larger photo, to 8 % of the eye distance', async () => {
      const large = await best(resizeImage(photos[0], 400, 400));
      const brought = large.landmarks.map((value) => (value + 0.5) / 1.6 - 0.5);
      expect(distance(brought, (await best(photos[0])).landmarks)).toBeLessThan(0.08);
    });

    test('puts landmarks on the same points of the mirrored photo, to 20 % of the eye distance', async () => {
      const { landmarks } = await best(flipHorizontally(photos[0]));
      const back = MIRRORED.flatMap((point) => [249 - landmarks[2 * point], landmarks[2 * point + 1]]);
      expect(distance(Float32Array.from(back), (await best(photos[0])).landmarks)).toBeLessThan(0.2);
    });

    test('takes a photo whose sides are no multiple of anything', async () => {
      const odd = warpSimilarity(photos[0], { a: 1, b: 0, tx: -31, ty: -7 }, 187, 233);
      const { landmarks } = await best(odd);
      const back = landmarks.map((value, i) => value + (i % 2 === 0 ? 31 : 7));
      expect(distance(back, (await best(photos[0])).landmarks)).toBeLessThan(0.12);
    });

    test.each([
      [90, 'rotated-270'],
      [180, 'rotated-180'],
      [270, 'rotated-90'],
    ] as const)('under the cascade, undoes a turn of the photo by %i degrees', async (turn, rung) => {
      for (const photo of photos) {
        const outcome = await detectFaces(detector, rotateImage(photo, turn), cascadeOptionsSchema.parse({}));
        expect(outcome).toMatchObject({ kind: 'found', rung });
        if (outcome.kind === 'no-face') continue;
        const back = turnedBack(outcome.faces[0], turn, photo);
        expect(distance(back, (await best(photo)).landmarks)).toBeLessThan(0.08);
      }
    });
  });
}

function beside(left: RgbImage, right: RgbImage): RgbImage {
  const out = blankImage(left.widthPx + right.widthPx, left.heightPx);
  for (let y = 0; y < out.heightPx; y++) {
    const row = (image: RgbImage) =>
      image.pixels.subarray(y * image.widthPx * 3, (y + 1) * image.widthPx * 3);
    out.pixels.set(row(left), y * out.widthPx * 3);
    out.pixels.set(row(right), (y * out.widthPx + left.widthPx) * 3);
  }
  return out;
}

/** Landmarks found in a turned photo, in the frame of the photo before. */
function turnedBack({ landmarks }: Detection, turn: QuarterTurn, photo: RgbImage): Float32Array {
  const points = [0, 2, 4, 6, 8].map((i) => rotatePointBack([landmarks[i], landmarks[i + 1]], turn, photo));
  return Float32Array.from(points.flat());
}

/** Mean distance of five points from five others, over the distance of the others' eyes. */
function distance(one: Float32Array, other: Float32Array): number {
  const eyes = Math.hypot(other[2] - other[0], other[3] - other[1]);
  const errors = [0, 2, 4, 6, 8].map((i) => Math.hypot(one[i] - other[i], one[i + 1] - other[i + 1]));
  return errors.reduce((sum, error) => sum + error, 0) / 5 / eyes;
}
