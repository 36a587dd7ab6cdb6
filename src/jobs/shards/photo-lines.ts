import { z } from 'zod';
import { QUEN_ERROR_CODES, QuenError } from '../../core/errors.ts';
import type { ExtractedPhotoRecord, FailedPhotoRecord, PhotoRecord } from '../photo-record.ts';
import { shardDamaged } from './shard-fault.ts';

// The photos of a shard as JSON Lines: a line a photo, in the shard's order. The faces of a photo are the rows
// [firstRow, firstRow + faceCount) of every array of embeddings.

const named = {
  photo: z.string().optional(),
  sha256: z.string().regex(/^([0-9a-f]{64})?$/, 'a SHA-256 or nothing'),
};
const extractedLineSchema = z.strictObject({
  ...named,
  firstRow: z.int().min(0),
  faceCount: z.int().min(0),
  /** Networks that failed on the photo; their rows are NaN. */
  lacking: z.array(z.string()).min(1).optional(),
  detection: z.json(),
});
const failedLineSchema = z.strictObject({
  ...named,
  failure: z.strictObject({ code: z.enum(QUEN_ERROR_CODES), reason: z.string() }),
});
const lineSchema = z.union([failedLineSchema, extractedLineSchema]);

/** A photo that could be used, as its line says it; the embeddings are elsewhere. */
export interface ExtractedLine extends Pick<ExtractedPhotoRecord, 'kind' | 'sha256' | 'photo' | 'detection'> {
  readonly firstRow: number;
  readonly faceCount: number;
  /** Names of the networks that have no embeddings of the photo's faces. */
  readonly lacking: readonly string[];
}

/** What the line of a photo says. */
export type PhotoLine = ExtractedLine | FailedPhotoRecord;

/** Lines as bytes. Throws `DIMENSION_MISMATCH` for a detection that is not JSON as `JSON.stringify` spells it. */
export function encodeLines(lines: readonly PhotoLine[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${JSON.stringify(storedLine(line))}\n`).join(''));
}

/** Reverses {@link encodeLines}. @param shard named in messages. Throws `SHARD_DAMAGED` */
export function decodeLines(bytes: Uint8Array, shard: string): PhotoLine[] {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split('\n');
  if (lines.pop() !== '') throw shardDamaged(shard, 'its last line is cut short');
  return lines.map((line, place) => readLine(line, place, shard));
}

function storedLine(line: PhotoLine): z.infer<typeof lineSchema> {
  const { sha256, photo } = line;
  const name = { ...(photo !== undefined && { photo }), sha256 };
  if (line.kind === 'failed') return { ...name, failure: { code: line.code, reason: line.reason } };
  const { firstRow, faceCount, lacking } = line;
  const rows = { firstRow, faceCount, ...(lacking.length > 0 && { lacking: [...lacking] }) };
  return { ...name, ...rows, detection: parsedDetection(line) };
}

function parsedDetection({ detection, sha256 }: ExtractedLine): z.core.util.JSONType {
  const text = new TextDecoder().decode(detection);
  const value = parsedJson(text);
  // Else it would come back as other bytes than it was sealed as.
  if (value !== undefined && JSON.stringify(value) === text) return value;
  const message = `The detection of the photo ${sha256} is not JSON as it is kept, so it cannot be put in a shard.`;
  throw new QuenError('DIMENSION_MISMATCH', message);
}

function parsedJson(text: string): z.core.util.JSONType | undefined {
  try {
    return JSON.parse(text) as z.core.util.JSONType;
  } catch {
    return undefined;
  }
}

function readLine(text: string, place: number, shard: string): PhotoLine {
  const parsed = lineSchema.safeParse(parsedJson(text));
  if (!parsed.success) throw shardDamaged(shard, `its photo ${place + 1} cannot be read`, parsed.error);
  const { photo, sha256 } = parsed.data;
  const name: Pick<PhotoRecord, 'photo' | 'sha256'> = { sha256, ...(photo !== undefined && { photo }) };
  if ('failure' in parsed.data) return { kind: 'failed', ...name, ...parsed.data.failure };
  const { firstRow, faceCount, lacking = [], detection } = parsed.data;
  const bytes = new TextEncoder().encode(JSON.stringify(detection));
  return { kind: 'extracted', ...name, firstRow, faceCount, lacking, detection: bytes };
}
