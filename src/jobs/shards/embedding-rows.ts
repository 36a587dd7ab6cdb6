import { QuenError } from '../../core/errors.ts';
import { npyHeader } from '../../core/npy.ts';
import type { ExtractedPhotoRecord, PhotoRecord } from '../photo-record.ts';
import type { ExtractedLine, PhotoLine } from './photo-lines.ts';
import type { ShardNetwork, ShardStamp } from './shard.ts';

const FLOAT_BYTES = 4;
/** A quiet NaN, little-endian: the value of rows that a network failed on, which nobody takes for an embedding. */
const NAN_BYTES = Uint8Array.of(0, 0, 0xc0, 0x7f);

/**
 * Gives each photo its rows: those of its faces, one after another. A photo of which no network has an embedding has none.
 * Throws `DIMENSION_MISMATCH` for embeddings that do not fit the networks or one another.
 */
export function placeRows(records: readonly PhotoRecord[], { networks }: ShardStamp): PhotoLine[] {
  let firstRow = 0;
  return records.map((record): PhotoLine => {
    if (record.kind === 'failed') return record;
    const faceCount = faceCountOf(record, networks);
    const isLacking = (place: number): boolean => faceCount > 0 && record.embeddings[place] === undefined;
    const lacking = networks.filter((_, place) => isLacking(place)).map(({ name }) => name);
    const { embeddings: _, ...rest } = record;
    const line = { ...rest, firstRow, faceCount, lacking };
    firstRow += faceCount;
    return line;
  });
}

/** The array of one network as a `.npy` file, shape [faces, D]. @param place of the network among those of the records */
export function encodeRows(
  lines: readonly PhotoLine[],
  records: readonly PhotoRecord[],
  network: { readonly dimension: number; readonly place: number },
): Uint8Array {
  const header = npyHeader([rowCountOf(lines), network.dimension]);
  const rowBytes = FLOAT_BYTES * network.dimension;
  const bytes = new Uint8Array(header.length + rowCountOf(lines) * rowBytes);
  bytes.set(header);
  lines.forEach((line, place) => {
    const record = records[place] as PhotoRecord;
    if (line.kind === 'failed' || record.kind === 'failed') return;
    const start = header.length + line.firstRow * rowBytes;
    const values = record.embeddings[network.place];
    if (values !== undefined) bytes.set(values, start);
    else fillNan(bytes.subarray(start, start + line.faceCount * rowBytes));
  });
  return bytes;
}

/**
 * The values of an array of {@link encodeRows}, a view of it; undefined where its header is not that of the shape.
 * @param shape rows and values in a row
 */
export function valuesOf(array: Uint8Array, shape: readonly [number, number]): Uint8Array | undefined {
  const header = npyHeader(shape);
  return header.every((byte, place) => byte === array[place]) ? array.subarray(header.length) : undefined;
}

/** The embeddings of one photo out of the values of a network, a view of them; undefined where it has none. */
export function rowsOf(
  line: ExtractedLine,
  values: Uint8Array,
  network: ShardNetwork,
): Uint8Array | undefined {
  const { firstRow, faceCount, lacking } = line;
  if (faceCount === 0 || lacking.includes(network.name)) return undefined;
  const rowBytes = FLOAT_BYTES * network.dimension;
  return values.subarray(firstRow * rowBytes, (firstRow + faceCount) * rowBytes);
}

/** How many rows the photos have together. */
export function rowCountOf(lines: readonly PhotoLine[]): number {
  return lines.reduce((count, line) => count + (line.kind === 'failed' ? 0 : line.faceCount), 0);
}

function faceCountOf(record: ExtractedPhotoRecord, networks: readonly ShardNetwork[]): number {
  const { embeddings, sha256 } = record;
  if (embeddings.length !== networks.length)
    throw mismatch(
      sha256,
      `has embeddings of ${embeddings.length} networks, and the shard of ${networks.length}`,
    );
  let faceCount = 0;
  networks.forEach(({ name, dimension }, place) => {
    const values = embeddings[place];
    if (values === undefined) return;
    const count = values.length / (FLOAT_BYTES * dimension);
    if (!Number.isInteger(count) || count === 0)
      throw mismatch(
        sha256,
        `has ${values.length} bytes of ${name}, which do not divide into faces of ${dimension} values`,
      );
    if (faceCount !== 0 && count !== faceCount)
      throw mismatch(sha256, `has ${faceCount} faces by one network and ${count} by ${name}`);
    faceCount = count;
  });
  return faceCount;
}

function mismatch(sha256: string, why: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', `The photo ${sha256} ${why}, so it cannot be put in a shard.`);
}

function fillNan(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i += FLOAT_BYTES) bytes.set(NAN_BYTES, i);
}
