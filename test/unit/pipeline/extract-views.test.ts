import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../src/core/errors.ts';
import type { FaceInPhoto, PhotoFile } from '../../../src/core/photo.ts';
import type { ResultCache, ViewPorts, ViewRequest } from '../../../src/core/ports.ts';
import { embedViews } from '../../../src/pipeline/embed-views.ts';
import { extractFaces } from '../../../src/pipeline/extract-faces.ts';
import { extractPhotos } from '../../../src/pipeline/extract-photos.ts';
import { extractViews } from '../../../src/pipeline/extract-views.ts';
import { noiseImage } from '../../support/images.ts';
import { probingEmbedder } from '../../support/probing-embedder.ts';

const PHOTOS: PhotoFile[] = ['a', 'b', 'c', 'd'].map((name) => ({ path: name, name }));
const FACES = PHOTOS.map((photo) => inPhoto(photo, 0));
const EMBEDDERS = [probingEmbedder([0, 500, 9000]), probingEmbedder([1, 700])];
const SETTINGS = { viewCount: 6, seed: 3 };

function inPhoto(photo: PhotoFile, face: number): FaceInPhoto {
  return { photo, sha256: photo.name.repeat(64), face };
}

function memoryCache(): ResultCache & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return { kept, get: (key) => kept.get(key), set: (key, payload) => void kept.set(key, payload) };
}

/** Ports whose photos are aligned noise named by a letter; `requests` records what views were asked for. */
function ports(networkCount = 1): ViewPorts & { readonly requests: ViewRequest[] } {
  const requests: ViewRequest[] = [];
  const views = new Map<number, ResultCache[]>();
  const caches = (): ResultCache[] => Array.from({ length: networkCount }, memoryCache);
  return {
    requests,
    read: async ({ name }) => ({ bytes: new TextEncoder().encode(name), sha256: name.repeat(64) }),
    decode: async ([letter]) => ({ image: noiseImage(112, 112, letter ?? 0), widthPx: 112, heightPx: 112 }),
    extractor: {
      concurrency: 2,
      extract: (request) => extractFaces(request, { kind: 'aligned' }, EMBEDDERS),
      embedViews: (request) => {
        requests.push(request);
        return embedViews(request, EMBEDDERS);
      },
    },
    detections: memoryCache(),
    embeddings: caches(),
    viewCaches: (seed) => {
      views.set(seed, views.get(seed) ?? caches());
      return views.get(seed) ?? [];
    },
  };
}

/** Ports that have found the faces of all photos. */
async function extracted(networkCount = 1): Promise<ReturnType<typeof ports>> {
  const ready = ports(networkCount);
  await extractPhotos(PHOTOS, ready);
  return ready;
}

describe('extractViews', () => {
  it('gives plain, mirrored and view embeddings of every photo by every network', async () => {
    const run = await extractViews(FACES, SETTINGS, await extracted(2));
    expect(run.photos).toHaveLength(4);
    for (const photo of run.photos) {
      if (photo.kind !== 'embedded') throw new Error(photo.reason);
      expect(photo.networks.map(({ plain, mirror }) => [plain.length, mirror.length])).toEqual([
        [3, 3],
        [2, 2],
      ]);
      expect(photo.networks.map(({ views }) => views.length)).toEqual([6, 6]);
    }
  });

  it('gives from the cache bit for bit what it computed, without asking again', async () => {
    const kept = await extracted(2);
    const fresh = await extractViews(FACES, SETTINGS, kept);
    const again = await extractViews(FACES, SETTINGS, kept);
    expect(kept.requests).toHaveLength(4);
    expect(again.photos).toEqual(fresh.photos);
    expect([fresh.cachedCount, again.cachedCount]).toEqual([0, 4]);
  });

  it('takes the first views of a record for fewer, and computes only the missing ones for more', async () => {
    const kept = await extracted(2);
    await extractViews(FACES, SETTINGS, kept);
    const fewer = await extractViews(FACES, { ...SETTINGS, viewCount: 2 }, kept);
    expect(fewer.cachedCount).toBe(4);
    const more = await extractViews(FACES, { ...SETTINGS, viewCount: 9 }, kept);
    const networks = [0, 1].map((network) => ({ network, firstPass: 8 }));
    expect(kept.requests[4]?.networks).toEqual(networks);
    const alone = await extracted(2);
    expect(fewer.photos).toEqual((await extractViews(FACES, { ...SETTINGS, viewCount: 2 }, alone)).photos);
    expect(more.photos).toEqual(
      (await extractViews(FACES, { ...SETTINGS, viewCount: 9 }, await extracted(2))).photos,
    );
  });

  it('keeps the larger record when fewer views are asked for later', async () => {
    const kept = await extracted();
    for (const viewCount of [6, 2, 6]) await extractViews(FACES, { viewCount, seed: 3 }, kept);
    expect(kept.requests).toHaveLength(4);
  });

  it('asks only for the network whose views are missing', async () => {
    const two = await extracted(2);
    const one = { ...two, viewCaches: (seed: number) => two.viewCaches(seed).slice(0, 1) };
    await extractViews(FACES.slice(0, 1), SETTINGS, one);
    await extractViews(FACES.slice(0, 1), SETTINGS, two);
    expect(two.requests.map(({ networks }) => networks)).toEqual([
      [{ network: 0, firstPass: 0 }],
      [{ network: 1, firstPass: 0 }],
    ]);
  });

  it('gives every photo views of its own, and each seed others', async () => {
    const kept = await extracted();
    await extractViews(FACES, SETTINGS, kept);
    await extractViews(FACES, { ...SETTINGS, seed: 4 }, kept);
    expect(new Set(kept.requests.map(({ seed }) => seed)).size).toBe(8);
  });

  it('does not take the views of one face for those of another', async () => {
    const kept = await extracted();
    const box = { xPx: 0, yPx: 0, widthPx: 112, heightPx: 112 };
    const points = [
      [38, 51, 73, 51, 56, 71, 41, 92, 70, 92],
      [30, 41, 65, 41, 50, 61, 35, 82, 64, 82],
    ].map((values) => Float32Array.from(values));
    kept.extractor.extract = async () => ({
      outcome: {
        kind: 'found',
        rung: 'normal',
        faces: points.map((landmarks) => ({ box, landmarks, score: 1 })),
      },
      embeddings: points.map(() => [Float32Array.of(1, 2, 3)]),
    });
    (kept.detections as ReturnType<typeof memoryCache>).kept.clear();
    const [photo] = PHOTOS as [PhotoFile];
    await extractPhotos([photo], kept);
    const first = await extractViews([inPhoto(photo, 0)], SETTINGS, kept);
    const second = await extractViews([inPhoto(photo, 1)], SETTINGS, kept);
    expect(kept.requests.map(({ landmarks }) => landmarks)).toEqual(points);
    expect(second.cachedCount).toBe(0);
    expect(second.photos).not.toEqual(first.photos);
  });

  it('finds the face again where its detection is kept no more', async () => {
    const whole = await extractViews(FACES, SETTINGS, await extracted());
    const forgotten = await extractViews(FACES, SETTINGS, ports());
    expect(forgotten.photos).toEqual(whole.photos);
  });
});

describe('extractViews of photos that fail', () => {
  it('makes a photo that cannot be read an outcome of its own', async () => {
    const kept = await extracted();
    kept.read = async ({ name }) => {
      if (name === 'b') throw new QuenError('PHOTO_UNREADABLE', 'gone');
      return { bytes: new TextEncoder().encode(name), sha256: name.repeat(64) };
    };
    const { photos } = await extractViews(FACES, SETTINGS, kept);
    expect(photos.map(({ kind }) => kind)).toEqual(['embedded', 'failed', 'embedded', 'embedded']);
    expect(photos[1]).toEqual({ kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'gone' });
  });

  it('refuses a photo that has changed since its faces were found', async () => {
    const kept = await extracted();
    kept.read = async () => ({ bytes: Uint8Array.of(97), sha256: 'f'.repeat(64) });
    const { photos } = await extractViews(FACES.slice(0, 1), SETTINGS, kept);
    expect(photos[0]).toMatchObject({ code: 'PHOTO_UNREADABLE', reason: expect.stringContaining('changed') });
  });

  it('refuses a face that the photo does not have', async () => {
    const { photos } = await extractViews([inPhoto(PHOTOS[0], 1)], SETTINGS, await extracted());
    expect(photos[0]).toMatchObject({ code: 'DIMENSION_MISMATCH' });
  });

  it('ends the run at a fault that is not one photo alone', async () => {
    const full = await extracted();
    full.viewCaches(3)[0].set = () => {
      throw new QuenError('OUTPUT_FULL', 'no space');
    };
    await expect(extractViews(FACES, SETTINGS, full)).rejects.toMatchObject({ code: 'OUTPUT_FULL' });
  });
});

describe('extractViews that is stopped', () => {
  it('keeps what was done, goes on from there, and ends with what an unbroken run gives', async () => {
    const kept = await extracted();
    const stop = new AbortController();
    const onProgress = ({ doneCount }: { doneCount: number }): void => {
      if (doneCount === 2) stop.abort();
    };
    const stopped = extractViews(FACES, SETTINGS, kept, { signal: stop.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    const resumed = await extractViews(FACES, SETTINGS, kept);
    expect(resumed.cachedCount).toBeGreaterThanOrEqual(2);
    expect(resumed.photos).toEqual((await extractViews(FACES, SETTINGS, await extracted())).photos);
  });

  it('does not wait for a photo in work', async () => {
    const kept = await extracted();
    const stop = new AbortController();
    kept.extractor.embedViews = () => {
      queueMicrotask(() => stop.abort());
      return new Promise(() => undefined);
    };
    const stopped = extractViews(FACES, SETTINGS, kept, { signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('reports every photo once', async () => {
    const seen: number[] = [];
    const onProgress = ({ doneCount }: { doneCount: number }): void => void seen.push(doneCount);
    await extractViews(FACES, SETTINGS, await extracted(), { onProgress });
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});
