import { describe, expect, it } from 'vitest';
import { blankImage } from '../../../src/core/image.ts';
import type { PhotoFile } from '../../../src/core/photo.ts';
import type { ExtractionPorts, ResultCache } from '../../../src/core/ports.ts';
import { extractPhotos } from '../../../src/pipeline/extract-photos.ts';
import { networkFailures } from '../../../src/pipeline/network-faults.ts';
import { withNetworkAlone } from '../../../src/pipeline/one-network.ts';

const NETWORKS = ['first', 'second'];
const box = { xPx: 1, yPx: 2, widthPx: 3, heightPx: 4 };
const face = { box, landmarks: new Float32Array(10), score: 1 };

interface Made extends ExtractionPorts {
  readonly kept: readonly Map<string, Uint8Array>[];
  /** Which networks each extraction asked for. */
  readonly asked: (readonly number[])[];
}

/** Ports of two networks and photos with one face; `fails` says which network fails on which photo. */
function madePorts(fails: (network: string, photo: string) => boolean): Made {
  const kept = NETWORKS.map(() => new Map<string, Uint8Array>());
  const asked: (readonly number[])[] = [];
  const cacheOf = (map: Map<string, Uint8Array>): ResultCache => ({
    get: (key) => map.get(key),
    set: (key, payload) => void map.set(key, payload),
  });
  return {
    kept,
    asked,
    read: async ({ name }) => ({ bytes: new TextEncoder().encode(name), sha256: name }),
    decode: async ([code = 0]) => ({ image: blankImage(code, 1), widthPx: code, heightPx: 1 }),
    extractor: {
      concurrency: 2,
      extract: async ({ image, networks }) => {
        const photo = String.fromCharCode(image.widthPx);
        asked.push(networks);
        const embeddings = networks.map((place) =>
          fails(NETWORKS[place] ?? '', photo) ? new Float32Array(2) : Float32Array.of(place + 1, 1),
        );
        const failures = networks
          .filter((place) => fails(NETWORKS[place] ?? '', photo))
          .map((place) => ({
            ...{ face: 0, place, network: NETWORKS[place] ?? '' },
            ...({ code: 'NETWORK_UNRUNNABLE', reason: `bad ${photo}.` } as const),
          }));
        const outcome = { kind: 'found', rung: 'normal', faces: [face] } as const;
        return { outcome, embeddings: [embeddings], ...(failures.length > 0 && { failures }) };
      },
    },
    detections: cacheOf(new Map()),
    embeddings: kept.map(cacheOf),
  };
}

const photosNamed = (names: string): PhotoFile[] => [...names].map((name) => ({ path: name, name }));

describe('a network that fails on one photo', () => {
  const ports = () => madePorts((network, photo) => network === 'second' && photo === 'b');

  it('is left out there, named with the photo, and the run goes on', async () => {
    const { photos } = await extractPhotos(photosNamed('abc'), ports());
    expect(photos.map(({ extraction }) => extraction.kind)).toEqual(['faces', 'faces', 'faces']);
    expect(photos[1]?.extraction).toMatchObject({
      faces: [
        {
          embeddings: [Float32Array.of(1, 1), Float32Array.of(0, 0)],
          failures: [{ network: 'second', code: 'NETWORK_UNRUNNABLE', reason: 'bad b.' }],
        },
      ],
    });
    expect(networkFailures(photos)).toEqual([
      {
        path: 'b',
        code: 'network-left-out',
        reason: 'Judged without second, which failed on it: bad b.',
      },
    ]);
  });

  it('is tried again by the next run, and the others are not', async () => {
    const made = ports();
    await extractPhotos(photosNamed('ab'), made);
    expect([...(made.kept[0]?.keys() ?? [])].sort()).toEqual(['a', 'b']);
    expect([...(made.kept[1]?.keys() ?? [])]).toEqual(['a']);
    made.asked.length = 0;
    const { photos, cachedCount } = await extractPhotos(photosNamed('ab'), made);
    expect(made.asked).toEqual([[1]]);
    expect(cachedCount).toBe(1);
    expect(networkFailures(photos)).toHaveLength(1);
  });

  it('makes the photo a failed one to that network alone', async () => {
    const { photos } = await extractPhotos(photosNamed('ab'), ports());
    const [a, b] = photos.map((photo) => withNetworkAlone(photo, 1).extraction);
    expect(a).toMatchObject({ kind: 'faces', faces: [{ embeddings: [Float32Array.of(2, 1)] }] });
    expect(b).toMatchObject({ kind: 'failed', reason: expect.stringContaining('second') });
    const kept = photos.map((photo) => withNetworkAlone(photo, 0).extraction);
    expect(kept[1]).toMatchObject({ kind: 'faces', faces: [{ embeddings: [Float32Array.of(1, 1)] }] });
    expect(kept[1]).not.toHaveProperty('faces.0.failures');
  });
});

it('a photo on which all networks fail is a failed photo that names them', async () => {
  const { photos } = await extractPhotos(
    photosNamed('ab'),
    madePorts((_, photo) => photo === 'b'),
  );
  expect(photos[0]?.extraction.kind).toBe('faces');
  expect(photos[1]?.extraction).toMatchObject({ kind: 'failed', code: 'NETWORK_UNRUNNABLE' });
  expect(photos[1]?.extraction).toMatchObject({ reason: expect.stringMatching(/first and second.*bad b/) });
});

describe('a network that fails on every photo', () => {
  it('ends the run, named with the first photo', async () => {
    const ports = madePorts((network) => network === 'second');
    await expect(extractPhotos(photosNamed('abc'), ports)).rejects.toThrow(
      expect.objectContaining({
        code: 'NETWORK_UNRUNNABLE',
        message: expect.stringMatching(/second failed .*all 3 photos.*a: bad a/),
      }),
    );
  });

  it('ends the run too where all of them do', async () => {
    const ports = madePorts(() => true);
    await expect(extractPhotos(photosNamed('ab'), ports)).rejects.toThrow(
      expect.objectContaining({ code: 'NETWORK_UNRUNNABLE' }),
    );
  });

  it('ends no run of a single photo, which may be at fault itself', async () => {
    const ports = madePorts((network) => network === 'second');
    const { photos } = await extractPhotos(photosNamed('a'), ports);
    expect(photos[0]?.extraction.kind).toBe('faces');
  });

  it('is given up before all photos were tried', async () => {
    const ports = madePorts((network) => network === 'second');
    const many = Array.from({ length: 500 }, (_, n) => ({ path: `a${n}`, name: `a${n}` }));
    await expect(extractPhotos(many, ports)).rejects.toThrow(
      expect.objectContaining({ code: 'NETWORK_UNRUNNABLE' }),
    );
    expect(ports.asked.length).toBeLessThan(100);
  });
});
