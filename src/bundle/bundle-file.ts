import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { decodeGallery, encodeGallery } from '../gallery/gallery-file.ts';
import type { SnapshotArray } from '../heads/snapshot.ts';
import type { Bundle, BundleHead } from './bundle.ts';
import { bundleFault } from './bundle-fault.ts';
import { type BundleHeader, bundleHeaderSchema } from './bundle-header.ts';
import { assertCoherent } from './coherent.ts';

// Layout, little-endian: 8-byte magic; u32 version; u32 zero; three u64: bytes of the header, of the arrays and of the
// gallery, which follow in this order. The header is UTF-8 JSON padded with spaces to a multiple of 8; the arrays are the
// float32 values of all arrays of all heads, in the header's order; the gallery is as its own file without the checksum.

/** What a bundle begins with, in ASCII. */
export const BUNDLE_MAGIC = 'QUENBNDL';
const VERSION = 1;
const PREFIX_BYTES = 40;

/**
 * The bytes of a bundle, without a checksum: the file adapter adds one. Throws `BUNDLE_FORMAT` for what could not be read
 * again: an array that does not fill its shape or a value that is not finite.
 */
export function encodeBundle(bundle: Bundle): Uint8Array {
  assertCoherent(bundle, 'The new bundle');
  const json = new TextEncoder().encode(JSON.stringify(readableHeader(headerOf(bundle))));
  const gallery = encodeGallery(bundle.gallery);
  const arrays = bundle.heads.flatMap(({ snapshot }) => Object.values(snapshot.arrays));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const arraysLength = 4 * arrays.reduce((count, { data }) => count + data.length, 0);
  const arraysStart = PREFIX_BYTES + headerLength;
  const bytes = new Uint8Array(arraysStart + arraysLength + gallery.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(BUNDLE_MAGIC));
  view.setUint32(8, VERSION, true);
  for (const [place, length] of [headerLength, arraysLength, gallery.length].entries())
    view.setBigUint64(16 + 8 * place, BigInt(length), true);
  bytes.fill(0x20, PREFIX_BYTES, arraysStart);
  bytes.set(json, PREFIX_BYTES);
  let offset = arraysStart;
  for (const { data } of arrays) offset = writeFloats(view, offset, data);
  bytes.set(gallery, offset);
  return bytes;
}

/**
 * Reads a bundle, checking each part before trusting the next; nothing larger than the file is ever made.
 * @param origin named in messages. Throws `BUNDLE_FORMAT`, and `BUNDLE_VERSION` for that of a newer Quen.
 */
export function decodeBundle(bytes: Uint8Array, origin: string): Bundle {
  const parts = partsOf(bytes, origin);
  const header = readHeader(parts.header, origin);
  const heads = readHeads(header, parts.arrays, origin);
  const gallery = readGallery(parts.gallery, origin);
  const {
    manifest,
    decision: { rejection, rejector },
  } = header;
  const decision = { rejection, ...(rejector !== undefined && { rejector }) };
  const bundle = { manifest, gallery, heads, decision, ...calibrationOf(header) };
  assertCoherent(bundle, origin);
  return bundle;
}

interface Parts {
  readonly header: Uint8Array;
  readonly arrays: Uint8Array;
  readonly gallery: Uint8Array;
}

function partsOf(bytes: Uint8Array, origin: string): Parts {
  if (bytes.length < PREFIX_BYTES || new TextDecoder().decode(bytes.subarray(0, 8)) !== BUNDLE_MAGIC)
    throw bundleFault(origin, 'it does not begin as one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version > VERSION) {
    const message = `${origin} is a bundle of format ${version}, made by a newer Quen; this one reads format ${VERSION}. Update Quen.`;
    throw new QuenError('BUNDLE_VERSION', message);
  }
  if (version !== VERSION || view.getUint32(12, true) !== 0)
    throw bundleFault(origin, 'its beginning is damaged');
  const [headerLength, arraysLength, galleryLength] = [16, 24, 32].map((place) =>
    Number(view.getBigUint64(place, true)),
  ) as [number, number, number];
  if (PREFIX_BYTES + headerLength + arraysLength + galleryLength !== bytes.length)
    throw bundleFault(origin, 'its parts do not add up to its size');
  const arraysStart = PREFIX_BYTES + headerLength;
  const galleryStart = arraysStart + arraysLength;
  return {
    header: bytes.subarray(PREFIX_BYTES, arraysStart),
    arrays: bytes.subarray(arraysStart, galleryStart),
    gallery: bytes.subarray(galleryStart),
  };
}

function readHeader(bytes: Uint8Array, origin: string): BundleHeader {
  const result = parsedHeader(bytes, origin);
  if (!result.success) throw bundleFault(origin, z.prettifyError(result.error));
  return result.data;
}

function parsedHeader(bytes: Uint8Array, origin: string): z.ZodSafeParseResult<BundleHeader> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bundleHeaderSchema.safeParse(JSON.parse(text));
  } catch (cause) {
    // Text that is no JSON, or lists nested so deeply that nobody can walk them.
    throw bundleFault(origin, 'its header is not readable', cause);
  }
}

function readHeads({ heads }: BundleHeader, bytes: Uint8Array, origin: string): BundleHead[] {
  let offset = 0;
  const read = (dims: readonly number[]): SnapshotArray => {
    const length = 4 * dims.reduce((product, dim) => product * dim, 1);
    // Sizes beyond the file, infinite ones too, end here before anything is made of them.
    if (!(length <= bytes.length - offset)) throw bundleFault(origin, 'an array of a head is cut short');
    const data = readFloats(bytes.subarray(offset, offset + length));
    offset += length;
    return { data, dims };
  };
  const found = heads.map(({ weight, arrays, ...rest }): BundleHead => {
    const entries = arrays.map(({ name, dims }) => [name, read(dims)] as const);
    if (new Set(entries.map(([name]) => name)).size < entries.length)
      throw bundleFault(origin, 'a head has two arrays of one name');
    return { weight, snapshot: { ...rest, arrays: Object.fromEntries(entries) } };
  });
  if (offset !== bytes.length) throw bundleFault(origin, 'there are more numbers than its heads have');
  return found;
}

function readGallery(bytes: Uint8Array, origin: string): Gallery {
  try {
    return decodeGallery(bytes, origin);
  } catch (cause) {
    throw bundleFault(origin, 'the gallery in it is damaged', cause);
  }
}

type Calibration = Pick<Bundle, 'nonMatedHead' | 'matedHead'>;

function calibrationOf({ nonMatedHead, matedHead }: Pick<BundleHeader, keyof Calibration>): Calibration {
  return { ...(nonMatedHead && { nonMatedHead }), ...(matedHead && { matedHead }) };
}

function headerOf(bundle: Bundle): unknown {
  const { manifest, heads, decision, nonMatedHead, matedHead } = bundle;
  const headsAsJson = heads.map(({ weight, snapshot: { arrays, ...rest } }) => ({
    weight,
    ...rest,
    arrays: Object.entries(arrays).map(([name, { dims }]) => ({ name, dims })),
  }));
  return { manifest, heads: headsAsJson, decision, nonMatedHead, matedHead };
}

/** The header as it will be read; what JSON cannot hold, such as infinity, is refused before it is written. */
function readableHeader(header: unknown): BundleHeader {
  const result = bundleHeaderSchema.safeParse(header);
  if (result.success) return result.data;
  throw bundleFault('The new bundle', z.prettifyError(result.error));
}

function writeFloats(view: DataView, start: number, values: Float32Array): number {
  for (let i = 0; i < values.length; i++) view.setFloat32(start + 4 * i, values[i] as number, true);
  return start + 4 * values.length;
}

function readFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length / 4);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * i, true);
  return values;
}
