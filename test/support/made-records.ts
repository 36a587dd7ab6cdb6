import fc from 'fast-check';
import type { PhotoRecord } from '../../src/jobs/photo-record.ts';
import type { ShardStamp } from '../../src/jobs/shards/shard.ts';
import { encodeDetection, encodeEmbeddings } from '../../src/pipeline/extraction-codec.ts';

/** Two networks, of 2 and 3 values. */
export const STAMP: ShardStamp = {
  decides: 'settings-1',
  networks: [
    { name: 'narrow', sha256: 'a'.repeat(64), dimension: 2 },
    { name: 'wide', sha256: 'b'.repeat(64), dimension: 3 },
  ],
};

/** The detection of a photo with so many faces, as it is cached. */
export function madeDetection(faceCount: number): Uint8Array {
  const faces = Array.from({ length: faceCount }, (_, place) => ({
    box: { xPx: 10 * place, yPx: 4.25, widthPx: 8, heightPx: 9.5 },
    landmarks: Float32Array.from({ length: 10 }, (__, i) => place + i / 3),
    score: 1 / (place + 2),
  }));
  const outcome =
    faceCount === 0 ? ({ kind: 'no-face' } as const) : ({ kind: 'found', rung: 'normal', faces } as const);
  return encodeDetection({ outcome, widthPx: 640, heightPx: 480, decodedWidthPx: 320 });
}

/** A record of a photo whose embeddings of both networks count up from a number. */
export function madeRecord(first: number, faceCount: number, photo?: string): PhotoRecord {
  const embeddings = STAMP.networks.map(({ dimension }, place) => {
    const ofFace = (face: number): Float32Array =>
      Float32Array.from({ length: dimension }, (_, i) => first + 100 * place + 10 * face + i);
    if (faceCount === 0) return undefined;
    return encodeEmbeddings(Array.from({ length: faceCount }, (_, face) => ofFace(face)));
  });
  const sha256 = first.toString(16).padStart(64, '0');
  const detection = madeDetection(faceCount);
  return { kind: 'extracted', sha256, ...(photo !== undefined && { photo }), detection, embeddings };
}

const sha256 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const photo = fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined });

const failed = fc
  .record({ sha256: fc.oneof(sha256, fc.constant('')), photo, reason: fc.string() })
  .map(({ photo: name, ...rest }): PhotoRecord => {
    return { kind: 'failed', code: 'PHOTO_UNREADABLE', ...rest, ...(name !== undefined && { photo: name }) };
  });

const extracted = fc
  .record({
    sha256,
    photo,
    faceCount: fc.nat({ max: 3 }),
    isKept: fc.tuple(fc.boolean(), fc.boolean()),
    noise: fc.uint8Array({ minLength: 36, maxLength: 36 }),
  })
  .map(({ sha256: hash, photo: name, faceCount, isKept, noise }): PhotoRecord => {
    const embeddings = STAMP.networks.map(({ dimension }, place) =>
      faceCount > 0 && isKept[place] ? noise.slice(0, 4 * dimension * faceCount) : undefined,
    );
    const detection = madeDetection(faceCount);
    return {
      kind: 'extracted',
      sha256: hash,
      detection,
      embeddings,
      ...(name !== undefined && { photo: name }),
    };
  });

/** Records of any photos that fit {@link STAMP}: failed, without faces, with a network that failed, with any bits as values. */
export const anyRecords: fc.Arbitrary<PhotoRecord[]> = fc.array(fc.oneof(extracted, failed), {
  maxLength: 5,
});
