import { describe, expect, it } from 'vitest';
import { isQuenError } from '../../../src/core/errors.ts';
import { UPRIGHT_FIVE_POINTS } from '../../../src/core/five-points.ts';
import type { ExtractedPhoto, Extraction } from '../../../src/core/photo.ts';
import type { MeasurePorts } from '../../../src/core/ports.ts';
import { measureFaces } from '../../../src/pipeline/measure-faces.ts';
import { measureFace } from '../../../src/quality/measure-face.ts';
import { noiseImage } from '../../support/images.ts';

const IMAGE = noiseImage(112, 112, 1);
const BOX = { xPx: 20, yPx: 20, widthPx: 70, heightPx: 80 };
const FACE = { box: BOX, landmarks: UPRIGHT_FIVE_POINTS, score: 0.9, embeddings: [Float32Array.of(1)] };

function extracted(name: string, extraction: Extraction): ExtractedPhoto {
  return { photo: { path: name, name }, sha256: name, extraction };
}

const found = (faces = [FACE], rung: 'normal' | 'given' = 'normal', sidePx = 112): Extraction => ({
  kind: 'faces',
  widthPx: sidePx,
  heightPx: sidePx,
  rung,
  faces,
});

/** Ports whose photos all show one image; `decoded` lists what was decoded. */
function ports(change: Partial<MeasurePorts> = {}): MeasurePorts & { readonly decoded: string[] } {
  const kept = new Map<string, Uint8Array>();
  const decoded: string[] = [];
  return {
    decoded,
    concurrency: 2,
    read: async ({ name }) => ({ bytes: new Uint8Array(1), sha256: name }),
    decode: async (_, sha256) => {
      decoded.push(sha256);
      return { image: { ...IMAGE, pixels: IMAGE.pixels.slice() }, widthPx: 112, heightPx: 112 };
    },
    measures: { get: (key) => kept.get(key), set: (key, payload) => void kept.set(key, payload) },
    ...change,
  };
}

describe('measureFaces', () => {
  it('measures every face of a photo in the order of its extraction', async () => {
    const small = { ...FACE, box: { ...BOX, widthPx: 30 } };
    const [measured] = await measureFaces([extracted('a', found([FACE, small]))], ports());
    expect(measured).toEqual({
      kind: 'measured',
      faces: [measureFace(IMAGE, FACE), measureFace(IMAGE, small)],
    });
  });

  it('finds the crop of a photo that was decoded smaller than it is, and tells lengths of the whole photo', async () => {
    const large = {
      ...FACE,
      box: { xPx: 40, yPx: 40, widthPx: 140, heightPx: 160 },
      landmarks: UPRIGHT_FIVE_POINTS.map((value) => 2 * value),
    };
    const [measured] = await measureFaces([extracted('a', found([large], 'normal', 224))], ports());
    expect(measured).toEqual({ kind: 'measured', faces: [measureFace(IMAGE, large)] });
    expect(measured?.kind === 'measured' && measured.faces[0]?.facePx).toBe(140);
  });

  it('takes a photo that is an aligned crop as it is', async () => {
    const given = { ...FACE, landmarks: new Float32Array(10) };
    const [measured] = await measureFaces([extracted('a', found([given], 'given'))], ports());
    expect(measured).toEqual({ kind: 'measured', faces: [measureFace(IMAGE, FACE)] });
  });

  it('takes what an earlier run measured without decoding the photo again', async () => {
    const once = ports();
    const photos = [extracted('a', found()), extracted('b', found())];
    const first = await measureFaces(photos, once);
    expect(await measureFaces(photos, once)).toEqual(first);
    expect(once.decoded.sort()).toEqual(['a', 'b']);
  });

  it('has nothing to measure in a photo without a face, and hands on why another gave nothing', async () => {
    const failed = { kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'not a photo' } as const;
    const photos = [extracted('a', { kind: 'no-face', widthPx: 9, heightPx: 9 }), extracted('b', failed)];
    expect(await measureFaces(photos, ports())).toEqual([{ kind: 'measured', faces: [] }, failed]);
  });

  it('does not measure a photo that has changed since its faces were found', async () => {
    const changed = ports({ read: async () => ({ bytes: new Uint8Array(1), sha256: 'other' }) });
    const [measured] = await measureFaces([extracted('a', found())], changed);
    expect(measured).toMatchObject({ kind: 'failed', code: 'PHOTO_UNREADABLE' });
  });

  it('stops when it is told to', async () => {
    const stopped = measureFaces([extracted('a', found())], ports(), { signal: AbortSignal.abort() });
    expect(await stopped.catch((cause: unknown) => isQuenError(cause, 'ABORTED'))).toBe(true);
  });
});
