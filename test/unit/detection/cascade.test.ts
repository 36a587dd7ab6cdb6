import { describe, expect, test } from 'vitest';
import type { Detection } from '../../../src/core/face.ts';
import { UPRIGHT_FIVE_POINTS } from '../../../src/core/five-points.ts';
import { blankImage, type RgbImage } from '../../../src/core/image.ts';
import { cascadeOptionsSchema, detectFaces } from '../../../src/detection/cascade.ts';
import type { DetectOptions, Detector } from '../../../src/detection/detector.ts';

const options = cascadeOptionsSchema.parse({});
const photo = blankImage(200, 150);
photo.pixels[0] = 255; // the top left corner shows which way up the photo is

type Answer = (image: RgbImage, options: DetectOptions) => readonly Detection[];

function detector(answer: Answer): Detector & { readonly passes: DetectOptions[] } {
  const passes: DetectOptions[] = [];
  return {
    name: 'fake',
    firstPass: { minScore: 0.5, longSidePx: 640 },
    sureScore: 0.8,
    passes,
    detect: async (image, pass) => {
      passes.push(pass);
      return answer(image, pass).filter(({ score }) => score >= pass.minScore);
    },
  };
}

/** A face of 40 pixels at (xPx, yPx). */
function face(score: number, xPx = 10, yPx = 20): Detection {
  const landmarks = UPRIGHT_FIVE_POINTS.map((value, i) => (value * 40) / 112 + (i % 2 === 0 ? xPx : yPx));
  return { score, landmarks, box: { xPx, yPx, widthPx: 40, heightPx: 40 } };
}

/** The face with eyes and mouth exchanged. */
function headOver({ landmarks, ...rest }: Detection): Detection {
  const [x1, y1, x2, y2, nx, ny, x3, y3, x4, y4] = landmarks;
  return { ...rest, landmarks: Float32Array.of(x3, y3, x4, y4, nx, ny, x1, y1, x2, y2) };
}

const isPlain = ({ widthPx, pixels }: RgbImage) => widthPx === 200 && pixels[0] === 255;
const isTurned90 = ({ widthPx, pixels }: RgbImage) => widthPx === 150 && pixels[149 * 3] === 255;
const isTurned180 = ({ widthPx, pixels }: RgbImage) => widthPx === 200 && pixels.at(-3) === 255;
const isTurned270 = ({ widthPx, heightPx, pixels }: RgbImage) =>
  widthPx === 150 && pixels[(heightPx - 1) * 150 * 3] === 255;
const isBordered = ({ widthPx }: RgbImage) => widthPx === 400;
const isBlurred = ({ widthPx, pixels }: RgbImage) => widthPx === 200 && pixels[0] > 0 && pixels[0] < 255;

describe('detectFaces', () => {
  test('looks once when the first pass is sure', async () => {
    const sure = detector(() => [face(0.9)]);
    const outcome = await detectFaces(sure, photo, options);
    expect(outcome).toMatchObject({ kind: 'found', rung: 'normal', faces: [{ score: 0.9 }] });
    expect(sure.passes).toEqual([{ minScore: 0.5, longSidePx: 320 }]);
  });

  test('shrinks a large photo to what the card says, and no further', async () => {
    const sure = detector(() => [face(0.9)]);
    await detectFaces(sure, blankImage(3000, 2000), options);
    expect(sure.passes[0].longSidePx).toBe(640);
  });

  test('looks at a large face again in the small photo before it trusts its orientation', async () => {
    const large = { ...face(0.9), box: { xPx: 0, yPx: 0, widthPx: 800, heightPx: 800 } };
    const sure = detector(() => [large]);
    await detectFaces(sure, blankImage(2000, 1500), options);
    expect(sure.passes).toEqual([
      { minScore: 0.5, longSidePx: 640 },
      { minScore: 0.8, longSidePx: 320 },
    ]);
  });

  test('enlarges within a border when the photo as it is shows nothing, and maps the face back', async () => {
    const outcome = await detectFaces(
      detector((image) => (isBordered(image) ? [face(0.9, 110, 120)] : [])),
      photo,
      options,
    );
    expect(outcome).toMatchObject({
      kind: 'found',
      rung: 'enlarged',
      faces: [{ box: { xPx: 10, yPx: 20 } }],
    });
  });

  test('accepts a low score when the landmarks lie as in a face', async () => {
    const low = detector((image) => (isPlain(image) ? [face(0.3)] : []));
    expect(await detectFaces(low, photo, options)).toMatchObject({ kind: 'found', rung: 'low-threshold' });
  });

  test('does not accept a low score with eyes below the mouth', async () => {
    const low = detector((image) => (isPlain(image) ? [headOver(face(0.3))] : []));
    expect(await detectFaces(low, photo, options)).toEqual({ kind: 'no-face' });
  });

  test('blurs when the sharp photo shows nothing', async () => {
    const blurred = detector((image) => (isBlurred(image) ? [face(0.3)] : []));
    expect(await detectFaces(blurred, photo, options)).toMatchObject({ kind: 'found', rung: 'blurred' });
  });

  test.each([
    ['rotated-90', isTurned90, [20, 100]],
    ['rotated-180', isTurned180, [150, 90]],
    ['rotated-270', isTurned270, [140, 10]],
  ] as const)('answers %s with the box in the frame of the photo', async (rung, isTurned, [xPx, yPx]) => {
    const outcome = await detectFaces(
      detector((image) => (isTurned(image) ? [face(0.9)] : [])),
      photo,
      options,
    );
    expect(outcome).toMatchObject({ kind: 'found', rung, faces: [{ box: { xPx, yPx } }] });
  });

  test('keeps the meaning of landmarks when it turns the photo back', async () => {
    const upsideDown = detector((image) => (isTurned180(image) ? [face(0.9)] : []));
    const outcome = await detectFaces(upsideDown, photo, options);
    const { landmarks } = face(0.9);
    const expected = landmarks.map((value, i) => (i % 2 === 0 ? 199 : 149) - value);
    expect(outcome.kind === 'found' && outcome.faces[0].landmarks).toEqual(expected);
  });

  test('prefers the turned photo when it is sure and the photo as it is was not', async () => {
    const both = detector((image) => (isTurned180(image) ? [face(0.85)] : [face(0.7)]));
    expect(await detectFaces(both, photo, options)).toMatchObject({ rung: 'rotated-180' });
  });

  test('stays with the photo as it is when the turned one is hardly better', async () => {
    const both = detector((image) => (isTurned180(image) ? [face(0.75)] : [face(0.7)]));
    expect(await detectFaces(both, photo, options)).toMatchObject({ rung: 'normal' });
  });

  test('turns the photo when landmarks lie head over, however high the score', async () => {
    const both = detector((image) => (isTurned180(image) ? [face(0.6)] : [headOver(face(0.95))]));
    expect(await detectFaces(both, photo, options)).toMatchObject({ rung: 'rotated-180' });
  });

  test('keeps a face with crooked landmarks when no turn does better', async () => {
    const crooked = detector((image) => (isPlain(image) ? [headOver(face(0.6))] : []));
    expect(await detectFaces(crooked, photo, options)).toMatchObject({ rung: 'normal' });
  });

  test('ends boxes at the edge of the photo', async () => {
    const outcome = await detectFaces(
      detector(() => [face(0.9, -10, 130)]),
      photo,
      options,
    );
    expect(outcome).toMatchObject({ faces: [{ box: { xPx: 0, yPx: 130, widthPx: 30, heightPx: 20 } }] });
  });

  test('says that there is no face when nothing helps', async () => {
    expect(
      await detectFaces(
        detector(() => []),
        photo,
        options,
      ),
    ).toEqual({ kind: 'no-face' });
  });
});
