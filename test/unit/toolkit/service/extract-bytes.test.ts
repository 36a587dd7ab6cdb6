import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../../src/core/errors.ts';
import { UPRIGHT_FIVE_POINTS } from '../../../../src/core/five-points.ts';
import type { DecodedPhoto } from '../../../../src/core/photo.ts';
import { measureFace } from '../../../../src/quality/measure-face.ts';
import { extractBytes } from '../../../../src/toolkit/service/extract-bytes.ts';
import { noiseImage } from '../../../support/images.ts';

const IMAGE = noiseImage(112, 112, 1);
const BYTES = Uint8Array.of(1, 2, 3);
const FACE = {
  box: { xPx: 20, yPx: 20, widthPx: 70, heightPx: 80 },
  landmarks: UPRIGHT_FIVE_POINTS,
  score: 0.9,
};
type Opened = Parameters<typeof extractBytes>[1];

/** An extraction of one network; `decoded` counts. @param again what decoding a second time gives */
function opened(faces = [FACE], again?: () => Promise<DecodedPhoto>): Opened & { decoded: number } {
  const outcome = faces.length === 0 ? { kind: 'no-face' } : { kind: 'found', rung: 'normal', faces };
  const made = {
    decoded: 0,
    ports: {
      decode: () => decode(),
      extractor: {
        concurrency: 1,
        extract: async () => ({ outcome, embeddings: faces.map(() => [Float32Array.of(1)]) }),
      },
      embeddings: [{}],
    },
    measuring: { decode: () => (again ?? decode)() },
  };
  const decode = async (): Promise<DecodedPhoto> => {
    made.decoded += 1;
    return { image: { ...IMAGE, pixels: IMAGE.pixels.slice() }, widthPx: 112, heightPx: 112 };
  };
  return made as unknown as Opened & { decoded: number };
}

describe('extractBytes', () => {
  it('measures each face where that is wanted', async () => {
    const small = { ...FACE, box: { ...FACE.box, widthPx: 30 } };
    const { qualities } = await extractBytes(BYTES, opened([FACE, small]), { isMeasured: true });
    expect(qualities).toEqual([measureFace(IMAGE, FACE), measureFace(IMAGE, small)]);
  });

  it('decodes a photo once where nothing is to be measured, or it shows no face', async () => {
    const plain = opened();
    expect(await extractBytes(BYTES, plain)).not.toHaveProperty('qualities');
    expect(plain.decoded).toBe(1);
    const faceless = opened([]);
    const photo = await extractBytes(BYTES, faceless, { isMeasured: true });
    expect(photo.extraction.kind).toBe('no-face');
    expect(faceless.decoded).toBe(1);
  });

  it('answers without measures where the photo is not decoded a second time', async () => {
    const slow = () => Promise.reject(new QuenError('PHOTO_TIMEOUT', 'It takes too long.'));
    const photo = await extractBytes(BYTES, opened([FACE], slow), { isMeasured: true });
    expect(photo.extraction.kind).toBe('faces');
    expect(photo).not.toHaveProperty('qualities');
  });
});
