import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../src/core/errors.ts';
import { blankImage } from '../../../src/core/image.ts';
import type { PhotoFile } from '../../../src/core/photo.ts';
import type { ExtractionPorts, FaceRequest, ResultCache } from '../../../src/core/ports.ts';
import { extractPhotos } from '../../../src/pipeline/extract-photos.ts';

const photos: PhotoFile[] = ['a', 'b', 'c', 'd'].map((name) => ({ path: name, name }));
const box = { xPx: 1, yPx: 2, widthPx: 3, heightPx: 4 };
const landmarks = Float32Array.from({ length: 10 }, (_, i) => i + 0.5);

function memoryCache(): ResultCache & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return { kept, get: (key) => kept.get(key), set: (key, payload) => void kept.set(key, payload) };
}

/** Ports whose photos are their own names; `requests` records what the extractor was asked. */
function ports(networkCount = 1): ExtractionPorts & { readonly requests: FaceRequest[] } {
  const requests: FaceRequest[] = [];
  return {
    requests,
    read: async ({ name }) => ({ bytes: new TextEncoder().encode(name), sha256: name.repeat(64) }),
    decode: async (bytes) => {
      if (bytes[0] === 'c'.charCodeAt(0)) throw new QuenError('PHOTO_UNREADABLE', 'not a photo');
      return { image: blankImage(10, 10), widthPx: 20, heightPx: 20 };
    },
    extractor: {
      concurrency: 2,
      extract: async (request) => {
        requests.push(request);
        const outcome = {
          kind: 'found' as const,
          rung: 'normal' as const,
          faces: [{ box, landmarks, score: 0.75 }],
        };
        return {
          outcome,
          embeddings: [request.networks.map((network) => Float32Array.from([network + 0.1, 1]))],
        };
      },
    },
    detections: memoryCache(),
    embeddings: Array.from({ length: networkCount }, memoryCache),
  };
}

describe('extractPhotos', () => {
  it('keeps the order of the photos and makes a bad one an outcome of its own', async () => {
    const run = await extractPhotos(photos, ports());
    expect(run.photos.map(({ photo }) => photo.name)).toEqual(['a', 'b', 'c', 'd']);
    expect(run.photos.map(({ extraction }) => extraction.kind)).toEqual([
      'faces',
      'faces',
      'failed',
      'faces',
    ]);
    expect(run.photos[2]?.extraction).toMatchObject({ code: 'PHOTO_UNREADABLE' });
  });

  it('tells boxes and landmarks in pixels of the whole photo', async () => {
    const {
      photos: [first],
    } = await extractPhotos(photos, ports());
    expect(first?.extraction).toMatchObject({
      widthPx: 20,
      faces: [{ box: { xPx: 2, yPx: 4, widthPx: 6, heightPx: 8 }, score: 0.75 }],
    });
  });

  it('gives the very same results from the cache without asking the extractor again', async () => {
    const kept = ports();
    const first = await extractPhotos(photos, kept);
    const asked = kept.requests.length;
    const second = await extractPhotos(photos, kept);
    expect(kept.requests).toHaveLength(asked);
    expect(second.cachedCount).toBe(3);
    expect(second.photos.map(({ extraction }) => extraction)).toEqual(
      first.photos.map(({ extraction }) => extraction),
    );
  });

  it('asks only for the network that is missing, with the known detection', async () => {
    const two = ports(2);
    await extractPhotos(photos.slice(0, 1), { ...two, embeddings: two.embeddings.slice(0, 1) });
    await extractPhotos(photos.slice(0, 1), two);
    expect(two.requests.map(({ networks }) => networks)).toEqual([[0], [1]]);
    expect(two.requests[1]?.known).toMatchObject({ kind: 'found', faces: [{ box }] });
  });

  it('reports every photo once', async () => {
    const seen: number[] = [];
    await extractPhotos(photos, ports(), { onProgress: ({ doneCount }) => seen.push(doneCount) });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('stops with ABORTED when asked to', async () => {
    const stop = new AbortController();
    const run = extractPhotos(photos, ports(), { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('ends the run at a fault that is not one photo alone', async () => {
    const full = ports();
    full.detections.set = () => {
      throw new QuenError('OUTPUT_FULL', 'no space');
    };
    await expect(extractPhotos(photos, full)).rejects.toMatchObject({ code: 'OUTPUT_FULL' });
  });
});
