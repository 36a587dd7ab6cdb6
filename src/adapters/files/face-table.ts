import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { FaceRow, RowNetwork } from '../../core/face-row.ts';
import { writeFileWhole } from './write-file.ts';

type ParquetSchema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type ColumnSource = Parameters<ParquetWriter['write']>[0]['columnData'][number];

/** A group of rows is read as one, and stands in memory as one: at 512 values about 8 MiB for each network. */
const ROWS_IN_GROUP = 4096;

/**
 * Writes faces as a Parquet file, a row a face, whole or not at all and readable by its owner alone. Embeddings are lists of float32 in a
 * column `embedding_<network>` for each network, null where it failed. The same rows give the same bytes.
 * @param parts rows in their order, in parts of any size; faults of theirs are thrown on. Throws `OUTPUT_*`
 */
export async function writeFaceTable(
  path: string,
  networks: readonly RowNetwork[],
  parts: AsyncIterable<readonly FaceRow[]>,
): Promise<void> {
  await writeFileWhole(path, encodeFaceTable(networks, parts));
}

async function* encodeFaceTable(
  networks: readonly RowNetwork[],
  parts: AsyncIterable<readonly FaceRow[]>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: schemaOf(networks),
    kvMetadata: [{ key: 'quen', value: JSON.stringify({ networks }) }],
    createdBy: 'quen',
  });
  for await (const rows of inGroups(parts)) {
    // Its own promise is of a writer that flushes by itself, which this one does not.
    void parquet.write({ columnData: columnsOf(rows, networks), rowGroupSize: rows.length });
    yield taken(writer);
  }
  void parquet.finish();
  yield taken(writer);
}

/** What the writer holds, which it then holds no more; offsets in the file go on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

async function* inGroups(parts: AsyncIterable<readonly FaceRow[]>): AsyncGenerator<readonly FaceRow[]> {
  let waiting: FaceRow[] = [];
  for await (const rows of parts) {
    waiting.push(...rows);
    while (waiting.length >= ROWS_IN_GROUP) {
      yield waiting.slice(0, ROWS_IN_GROUP);
      waiting = waiting.slice(ROWS_IN_GROUP);
    }
  }
  if (waiting.length > 0) yield waiting;
}

const BOX_COLUMNS = { box_x: 'xPx', box_y: 'yPx', box_width: 'widthPx', box_height: 'heightPx' } as const;

function schemaOf(networks: readonly RowNetwork[]): ParquetSchema {
  const required = { repetition_type: 'REQUIRED' } as const;
  const columns: ParquetSchema = [
    { name: 'photo', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    { name: 'sha256', type: 'BYTE_ARRAY', converted_type: 'UTF8', ...required },
    { name: 'photo_width', type: 'INT32', ...required },
    { name: 'photo_height', type: 'INT32', ...required },
    { name: 'face', type: 'INT32', ...required },
    ...Object.keys(BOX_COLUMNS).map((name) => ({ name, type: 'DOUBLE', ...required }) as const),
    { name: 'detection_score', type: 'DOUBLE', ...required },
  ];
  const lists = ['landmarks', ...networks.map(columnName)].map(floatList);
  return [{ name: 'quen', num_children: columns.length + lists.length }, ...columns, ...lists.flat()];
}

/** A list of float32 in the three levels that every reader knows. */
function floatList(name: string): ParquetSchema {
  return [
    {
      name,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
      repetition_type: 'OPTIONAL',
      num_children: 1,
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
  ];
}

function columnName({ name }: RowNetwork): string {
  return `embedding_${name}`;
}

function columnsOf(rows: readonly FaceRow[], networks: readonly RowNetwork[]): ColumnSource[] {
  const column = (name: string, value: (row: FaceRow) => unknown): ColumnSource => ({
    name,
    data: rows.map(value),
  });
  // Numbers without repeats are as small as they get; the package takes no typed arrays as lists.
  const list = (name: string, values: (row: FaceRow) => Float32Array | undefined): ColumnSource => ({
    name,
    data: rows.map((row) => listOf(values(row))),
    encoding: 'PLAIN',
    codec: 'UNCOMPRESSED',
    statistics: false,
  });
  return [
    column('photo', ({ photo }) => photo ?? null),
    column('sha256', ({ sha256 }) => sha256),
    column('photo_width', ({ photoWidthPx }) => photoWidthPx),
    column('photo_height', ({ photoHeightPx }) => photoHeightPx),
    column('face', ({ face }) => face),
    ...Object.entries(BOX_COLUMNS).map(([name, side]) => column(name, ({ box }) => box[side])),
    column('detection_score', ({ score }) => score),
    list('landmarks', ({ landmarks }) => landmarks),
    ...networks.map((network, place) => list(columnName(network), ({ embeddings }) => embeddings[place])),
  ];
}

function listOf(values: Float32Array | undefined): number[] | null {
  return values === undefined ? null : Array.from(values);
}
