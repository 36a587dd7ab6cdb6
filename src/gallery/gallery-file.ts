import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import { DETECTION_RUNGS } from '../core/face.ts';
import { INDEX_KINDS } from '../core/index-stamp.ts';
import type { Matrix } from '../numerics/matrix.ts';
import type { Gallery } from './gallery.ts';
import { SCORE_RULES } from './identity-scores.ts';
import {
  galleryRejectionSchema,
  matedScoresSchema,
  nonMatedScoresSchema,
  rejectionHeader,
  rejectionOf,
} from './rejection-header.ts';
import type { FusedPart } from './shared-parts.ts';

// Layout: 8-byte magic with version; two little-endian u32: header length H and dimension D; H bytes of UTF-8 JSON padded
// with spaces to a multiple of 8; float32 templates, then the embeddings of a rejector's cohort, little-endian, row after row.
const MAGIC = 'QUENGAL1';
const PREFIX_BYTES = 16;

const stamp = z.strictObject({ name: z.string(), sha256: z.string() });
const part = z.strictObject({ dimension: z.int().positive(), weight: z.number().min(0).max(1) });
const box = z.strictObject({ xPx: z.number(), yPx: z.number(), widthPx: z.number(), heightPx: z.number() });
const face = z.strictObject({
  photo: z.string(),
  sha256: z.string(),
  identity: z.int().nonnegative(),
  box,
  rung: z.enum(DETECTION_RUNGS),
});
const index = z.strictObject({
  kind: z.enum(INDEX_KINDS),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
});
const header = z.strictObject({
  detector: stamp.optional(),
  embedders: z.array(stamp).min(1),
  parts: z.array(part).optional(),
  identities: z.array(z.string()).min(1),
  faces: z.array(face).min(1),
  nonMated: nonMatedScoresSchema.extend({ rule: z.enum(SCORE_RULES) }),
  index: index.optional(),
  mated: matedScoresSchema.optional(),
  rejection: galleryRejectionSchema.optional(),
});

/** The bytes of a gallery, without a checksum: the file adapter adds one. */
export function encodeGallery(gallery: Gallery): Uint8Array {
  const { templates, rejection, ...rest } = gallery;
  const kept = { ...rest, ...(rejection && { rejection: rejectionHeader(rejection) }) };
  const json = new TextEncoder().encode(JSON.stringify(kept));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const cohort = rejection?.cohort?.embeddings.data ?? new Float32Array(0);
  const bytes = new Uint8Array(PREFIX_BYTES + headerLength + (templates.data.length + cohort.length) * 4);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, headerLength, true);
  view.setUint32(12, templates.cols, true);
  bytes.fill(0x20, PREFIX_BYTES, PREFIX_BYTES + headerLength);
  bytes.set(json, PREFIX_BYTES);
  writeFloats(view, PREFIX_BYTES + headerLength, templates.data);
  writeFloats(view, PREFIX_BYTES + headerLength + templates.data.length * 4, cohort);
  return bytes;
}

/** Reads a gallery, checking each part before trusting the next. @param origin named in messages. Throws `GALLERY_FORMAT`. */
export function decodeGallery(bytes: Uint8Array, origin: string): Gallery {
  if (bytes.length < PREFIX_BYTES || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) {
    throw galleryFault(origin, 'it does not begin as a gallery of this version of Quen');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(8, true);
  const dimension = view.getUint32(12, true);
  const start = PREFIX_BYTES + headerLength;
  if (start > bytes.length) throw galleryFault(origin, 'it is cut short');
  const read = readHeader(bytes.subarray(PREFIX_BYTES, start), origin);
  const rows = read.faces.length;
  const cohortRows = read.rejection?.cohortOf?.length ?? 0;
  if (dimension === 0 || bytes.length !== start + (rows + cohortRows) * dimension * 4) {
    const cohort = cohortRows > 0 ? ` and ${cohortRows} photos of strangers` : '';
    throw galleryFault(
      origin,
      `it should hold ${rows} templates${cohort} of ${dimension} numbers and does not`,
    );
  }
  assertParts(read.parts, { embedders: read.embedders, dimension }, origin);
  const readRows = (first: number, count: number): Matrix => {
    const data = Float32Array.from({ length: count * dimension }, (_, i) =>
      view.getFloat32(start + (first * dimension + i) * 4, true),
    );
    if (!data.every(Number.isFinite))
      throw galleryFault(origin, 'a template holds a number that is not finite');
    return { data, rows: count, cols: dimension };
  };
  return galleryOf(read, { templates: readRows(0, rows), cohort: readRows(rows, cohortRows) });
}

function galleryOf(
  { detector, index, mated, parts, rejection, ...rest }: z.infer<typeof header>,
  { templates, cohort }: { readonly templates: Matrix; readonly cohort: Matrix },
): Gallery {
  return {
    ...rest,
    ...(detector && { detector }),
    ...(index && { index }),
    ...(mated && { mated }),
    ...(parts && { parts }),
    ...(rejection && { rejection: rejectionOf(rejection, cohort) }),
    templates,
  };
}

function writeFloats(view: DataView, start: number, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) view.setFloat32(start + i * 4, values[i] as number, true);
}

function readHeader(bytes: Uint8Array, origin: string): z.infer<typeof header> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw galleryFault(origin, 'its header is not readable', cause);
  }
  const result = header.safeParse(parsed);
  if (!result.success) throw galleryFault(origin, z.prettifyError(result.error));
  const { identities, faces, mated, rejection } = result.data;
  if (faces.some((enrolled) => enrolled.identity >= identities.length)) {
    throw galleryFault(origin, 'a face belongs to an identity that is not listed');
  }
  if ([mated, rejection?.mated].some((lists) => lists !== undefined && lists.length !== identities.length)) {
    throw galleryFault(origin, 'its mated scores are not of its identities');
  }
  return result.data;
}

/** How far from 1 the sum of weights may be after rounding. */
const SUM_TOLERANCE = 1e-6;

function assertParts(
  parts: readonly FusedPart[] | undefined,
  { embedders, dimension }: { readonly embedders: readonly unknown[]; readonly dimension: number },
  origin: string,
): void {
  if (parts === undefined) return;
  if (parts.length !== embedders.length)
    throw galleryFault(origin, 'it has not one weight for each of its embedders');
  if (parts.reduce((sum, { dimension: length }) => sum + length, 0) !== dimension)
    throw galleryFault(origin, 'the parts of its embedders do not add up to its templates');
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(total - 1) > SUM_TOLERANCE)
    throw galleryFault(origin, 'the weights of its embedders do not sum to one');
}

function galleryFault(origin: string, why: string, cause?: unknown): QuenError {
  const message = `${origin} is not a usable gallery: ${why}. Make it again with 'quen enrol'.`;
  return new QuenError('GALLERY_FORMAT', message, { cause });
}
