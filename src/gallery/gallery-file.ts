import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import { DETECTION_RUNGS } from '../core/face.ts';
import type { Gallery } from './gallery.ts';
import { SCORE_RULES } from './identity-scores.ts';

// Layout: 8-byte magic with version; two little-endian u32: header length H and dimension D; H bytes of UTF-8 JSON padded
// with spaces to a multiple of 8; float32 templates, little-endian, row after row.
const MAGIC = 'QUENGAL1';
const PREFIX_BYTES = 16;

const stamp = z.strictObject({ name: z.string(), sha256: z.string() });
const box = z.strictObject({ xPx: z.number(), yPx: z.number(), widthPx: z.number(), heightPx: z.number() });
const face = z.strictObject({
  photo: z.string(),
  sha256: z.string(),
  identity: z.int().nonnegative(),
  box,
  rung: z.enum(DETECTION_RUNGS),
});
/** Mated scores as gallery files and bundles hold them: a list per identity. */
export const matedScoresSchema = z.array(
  z.array(z.strictObject({ score: z.number(), isRight: z.boolean() })),
);

const header = z.strictObject({
  detector: stamp.optional(),
  embedders: z.array(stamp).min(1),
  identities: z.array(z.string()).min(1),
  faces: z.array(face).min(1),
  nonMated: z.strictObject({
    rule: z.enum(SCORE_RULES),
    setOn: z.enum(['strangers', 'leave-one-identity-out']),
    people: z.array(z.array(z.number())),
  }),
  mated: matedScoresSchema.optional(),
});

/** The bytes of a gallery, without a checksum: the file adapter adds one. */
export function encodeGallery(gallery: Gallery): Uint8Array {
  const { templates, ...rest } = gallery;
  const json = new TextEncoder().encode(JSON.stringify(rest));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX_BYTES + headerLength + templates.data.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, headerLength, true);
  view.setUint32(12, templates.cols, true);
  bytes.fill(0x20, PREFIX_BYTES, PREFIX_BYTES + headerLength);
  bytes.set(json, PREFIX_BYTES);
  templates.data.forEach((value, index) => {
    view.setFloat32(PREFIX_BYTES + headerLength + index * 4, value, true);
  });
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
  const { detector, mated, ...rest } = readHeader(bytes.subarray(PREFIX_BYTES, start), origin);
  const rows = rest.faces.length;
  if (dimension === 0 || bytes.length !== start + rows * dimension * 4) {
    throw galleryFault(origin, `it should hold ${rows} templates of ${dimension} numbers and does not`);
  }
  const data = Float32Array.from({ length: rows * dimension }, (_, i) =>
    view.getFloat32(start + i * 4, true),
  );
  if (!data.every(Number.isFinite))
    throw galleryFault(origin, 'a template holds a number that is not finite');
  return {
    ...rest,
    ...(detector && { detector }),
    ...(mated && { mated }),
    templates: { data, rows, cols: dimension },
  };
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
  const { identities, faces, mated } = result.data;
  if (faces.some((enrolled) => enrolled.identity >= identities.length)) {
    throw galleryFault(origin, 'a face belongs to an identity that is not listed');
  }
  if (mated !== undefined && mated.length !== identities.length) {
    throw galleryFault(origin, 'its mated scores are not of its identities');
  }
  return result.data;
}

function galleryFault(origin: string, why: string, cause?: unknown): QuenError {
  const message = `${origin} is not a usable gallery: ${why}. Make it again with 'quen enrol'.`;
  return new QuenError('GALLERY_FORMAT', message, { cause });
}
