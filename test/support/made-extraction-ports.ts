import { QuenError } from '../../src/core/errors.ts';
import { blankImage } from '../../src/core/image.ts';
import type { PhotoFile } from '../../src/core/photo.ts';
import type { MeasurePorts, ResultCache, ViewPorts } from '../../src/core/ports.ts';
import { sha256Of } from '../../src/jobs/shards/sha256.ts';
import type { ShardStamp } from '../../src/jobs/shards/shard.ts';
import { matrix } from '../../src/numerics/matrix.ts';

/** A cache in memory. */
export function memoryCache(): ResultCache {
  const kept = new Map<string, Uint8Array>();
  return { get: (key) => kept.get(key), set: (key, payload) => void kept.set(key, payload) };
}

/** The stamp of what {@link madeExtractionPorts} gives. */
export const MADE_STAMP: ShardStamp = {
  decides: 'made',
  networks: [{ name: 'made', sha256: 'a'.repeat(64), dimension: 2 }],
};

/** Ports that record what they were asked. */
export interface MadeExtractionPorts extends ViewPorts {
  /** Paths that were read, in their order. */
  readonly reads: string[];
  /** How many photos the networks saw. */
  extractedCount(): number;
  /** How many passes of views the networks made. */
  passCount(): number;
}

/**
 * Ports whose photos hold their own names: `empty` in a name is a photo without a face, `bad` one that does not decode, `lost` one that
 * cannot be read, `faulty` one that the network fails on. The embedding hangs on the name; that of a pass, on the name, the pass and
 * the seed.
 */
export function madeExtractionPorts(
  onRead: (photo: PhotoFile) => void = () => undefined,
): MadeExtractionPorts {
  const reads: string[] = [];
  let count = 0;
  let passes = 0;
  const views = new Map<number, readonly ResultCache[]>();
  return {
    reads,
    extractedCount: () => count,
    passCount: () => passes,
    read: async (photo) => {
      reads.push(photo.path);
      onRead(photo);
      if (photo.path.includes('lost')) throw new QuenError('PHOTO_UNREADABLE', 'It is not there.');
      const bytes = new TextEncoder().encode(photo.name);
      return { bytes, sha256: await sha256Of(bytes) };
    },
    decode: async (bytes) => {
      const name = new TextDecoder().decode(bytes);
      if (name.includes('bad')) throw new QuenError('PHOTO_UNREADABLE', `${name} is not a photo.`);
      const image = blankImage(10, 10);
      image.pixels[0] = bytes.reduce((sum, byte) => sum + byte, 0);
      image.pixels[1] = name.includes('empty') ? 1 : 0;
      image.pixels[2] = name.includes('faulty') ? 1 : 0;
      return { image, widthPx: 20, heightPx: 20 };
    },
    extractor: {
      concurrency: 3,
      extract: async ({ image: { pixels } }) => {
        count += 1;
        if (pixels[1] === 1) return { outcome: { kind: 'no-face' }, embeddings: [] };
        const landmarks = Float32Array.from({ length: 10 }, (_, i) => i + 0.5);
        const face = { box: { xPx: 1, yPx: 2, widthPx: 3, heightPx: 4 }, landmarks, score: 0.75 };
        const failure = {
          face: 0,
          place: 0,
          network: 'made',
          code: 'NETWORK_UNRUNNABLE' as const,
          reason: 'no',
        };
        return {
          outcome: { kind: 'found', rung: 'normal', faces: [face] },
          embeddings: [[Float32Array.of(pixels[0] ?? 0, 1)]],
          ...(pixels[2] === 1 && { failures: [failure] }),
        };
      },
      embedViews: async ({ image: { pixels }, networks, viewCount, seed }) => {
        if (pixels[2] === 1) throw new QuenError('NETWORK_UNRUNNABLE', 'no');
        return networks.map(({ firstPass }) => {
          const rows = 2 + viewCount - firstPass;
          passes += rows;
          const data = Float32Array.from({ length: 2 * rows }, (_, i) =>
            i % 2 === 0 ? (pixels[0] ?? 0) : firstPass + i / 2 + (seed % 7),
          );
          return matrix(data, rows, 2);
        });
      },
    },
    detections: memoryCache(),
    embeddings: [memoryCache()],
    viewCaches: (seed) => {
      const caches = views.get(seed) ?? [memoryCache()];
      views.set(seed, caches);
      return caches;
    },
  };
}

/** Ports that measure what {@link madeExtractionPorts} finds. */
export function madeMeasuring(ports: Pick<ViewPorts, 'read' | 'decode'>): MeasurePorts {
  return { read: ports.read, decode: ports.decode, concurrency: 3, measures: memoryCache() };
}

/** Photos of these names, in a folder. */
export function madePhotos(names: readonly string[]): PhotoFile[] {
  return names.map((name) => ({ path: `/photos/${name}`, name }));
}
