import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { writeFaceTable } from '../../../../src/adapters/files/face-table.ts';
import { QuenError } from '../../../../src/core/errors.ts';
import type { FaceRow } from '../../../../src/core/face-row.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NETWORKS = [
  { name: 'narrow.v1', sha256: 'a'.repeat(64), dimension: 2 },
  { name: 'wide', sha256: 'b'.repeat(64), dimension: 3 },
];

function madeRow(face: number, more: Partial<FaceRow> = {}): FaceRow {
  return {
    photo: 'Zoë/1.jpg',
    sha256: 'c'.repeat(64),
    photoWidthPx: 640,
    photoHeightPx: 480,
    face,
    box: { xPx: -1.5, yPx: 2, widthPx: 30.25, heightPx: 40 },
    landmarks: Float32Array.from({ length: 10 }, (_, i) => i / 4),
    score: 0.75,
    embeddings: [Float32Array.of(0.1, face), Float32Array.of(-1, 0, 0.5)],
    ...more,
  };
}

async function* inParts(...parts: readonly FaceRow[][]): AsyncGenerator<FaceRow[]> {
  yield* parts;
}

async function written(...parts: readonly FaceRow[][]): Promise<string> {
  const path = join(temporaryFolder(), 'faces.parquet');
  await writeFaceTable(path, NETWORKS, inParts(...parts));
  return path;
}

function bufferOf(path: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(path)).buffer;
}

test('a row holds the photo, the face, its box and its score, and a list of float32 for each network', async () => {
  const path = await written([madeRow(0)]);
  expect(await parquetReadObjects({ file: bufferOf(path) })).toEqual([
    {
      photo: 'Zoë/1.jpg',
      sha256: 'c'.repeat(64),
      photo_width: 640,
      photo_height: 480,
      face: 0,
      box_x: -1.5,
      box_y: 2,
      box_width: 30.25,
      box_height: 40,
      detection_score: 0.75,
      landmarks: [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25],
      'embedding_narrow.v1': [Math.fround(0.1), 0],
      embedding_wide: [-1, 0, 0.5],
    },
  ]);
});

test('a network that failed, and a photo without a name, are null', async () => {
  const { photo: _, ...nameless } = madeRow(1);
  const path = await written([madeRow(0, { embeddings: [undefined, Float32Array.of(1, 2, 3)] }), nameless]);
  const rows = await parquetReadObjects({ file: bufferOf(path) });
  expect(rows.map((row) => row['embedding_narrow.v1'])).toEqual([null, [Math.fround(0.1), 1]]);
  expect(rows.map((row) => row.photo)).toEqual(['Zoë/1.jpg', null]);
});

test('rows come back in their order, whatever parts and groups they were in', async () => {
  const rows = Array.from({ length: 5000 }, (_, face) => madeRow(face));
  const path = await written(rows.slice(0, 1), [], rows.slice(1, 4500), rows.slice(4500));
  const read = await parquetReadObjects({ file: bufferOf(path) });
  expect(read.map(({ face }) => face)).toEqual(rows.map(({ face }) => face));
  expect(read.map((row) => (row['embedding_narrow.v1'] as number[])[1])).toEqual(
    rows.map(({ face }) => face),
  );
  expect(parquetMetadata(bufferOf(path)).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
    4096, 904,
  ]);
});

test('the file says which networks made it, and is its owner’s alone', async () => {
  const path = await written([madeRow(0)]);
  const [note] = parquetMetadata(bufferOf(path)).key_value_metadata ?? [];
  expect(JSON.parse(note?.value ?? '')).toEqual({ networks: NETWORKS });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a table without faces has its columns', async () => {
  const path = await written();
  expect(await parquetReadObjects({ file: bufferOf(path) })).toEqual([]);
  expect(parquetMetadata(bufferOf(path)).schema.map(({ name }) => name)).toContain('embedding_wide');
});

test('the same rows give the same bytes', async () => {
  const rows = [madeRow(0), madeRow(1)];
  expect(readFileSync(await written(rows)).equals(readFileSync(await written([rows[0]], [rows[1]])))).toBe(
    true,
  );
});

test('a fault on the way is thrown on as it is, and leaves no file', async () => {
  const folder = temporaryFolder();
  async function* failing(): AsyncGenerator<FaceRow[]> {
    yield [madeRow(0)];
    throw new QuenError('SHARD_DAMAGED', 'half of it');
  }
  const writing = writeFaceTable(join(folder, 'faces.parquet'), NETWORKS, failing());
  await expect(writing).rejects.toMatchObject({ code: 'SHARD_DAMAGED', message: 'half of it' });
  expect(() => readFileSync(join(folder, 'faces.parquet'))).toThrow();
});
