import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { evenly } from '../../src/numerics/evenly.ts';
import { type Matrix, selectRows } from '../../src/numerics/matrix.ts';
import { embedOpenSet, type OpenSetPhotos } from '../open-set-photos.ts';
import { madeFacesInto } from './made-faces.ts';

/** Rows of a gallery read or made at once. */
export const CHUNK_ROWS = 10_000;
/** Mated and held-out probes, at most. */
const PROBES_MOST = 1000;

/** Probes of one kind, and who each is of: a number that no other person has. */
export interface ProbeGroup {
  readonly probes: Matrix;
  readonly personOf: readonly number[];
}

/** Faces of one gallery and its probes. */
export interface SearchFaces {
  /** Enrolled people's photos, then strangers as distractors: the first rows of every gallery, shape [R, D]. */
  readonly real: Matrix;
  /** Person of each real row. */
  readonly personOf: readonly number[];
  /** The strangers that made faces are mixed of. */
  readonly mixed: Matrix;
  readonly mated: ProbeGroup;
  /** Strangers that thresholds are set on. */
  readonly calibration: ProbeGroup;
  /** Other strangers, on which rates are measured. */
  readonly heldOut: ProbeGroup;
}

/** Reads the faces of LFW's open-set task: its enrolled people, half of the test's strangers as distractors, the others as probes. */
export async function readFaces(): Promise<SearchFaces> {
  const [train, strangers, open] = (await embedOpenSet(['train.csv', 'strangers.csv', 'open.csv'])) as [
    OpenSetPhotos,
    OpenSetPhotos,
    OpenSetPhotos,
  ];
  const labels = [...open.personOf].map((person) => open.people[person] ?? '');
  const unknown = placesWhere(labels, (label) => label === 'unknown');
  const known = placesWhere(labels, (label) => label !== 'unknown');
  const distractors = unknown.filter((_, i) => i % 2 === 0);
  const others = unknown.filter((_, i) => i % 2 === 1).slice(0, PROBES_MOST);
  const mated = evenly(known, PROBES_MOST);
  const mixed = selectRows(open.rows, distractors);
  const firstDistractor = train.people.length;
  return {
    real: joined(train.rows, mixed),
    personOf: [...train.personOf, ...distractors.map((_, i) => firstDistractor + i)],
    mixed,
    mated: {
      probes: selectRows(open.rows, mated),
      personOf: mated.map((n) => train.people.indexOf(labels[n] ?? '')),
    },
    calibration: { probes: strangers.rows, personOf: [...strangers.personOf] },
    heldOut: { probes: selectRows(open.rows, others), personOf: others.map((_, i) => i) },
  };
}

/** Writes a gallery of the real faces and as many made ones as are lacking, as float32, row after row. */
export function writeGalleryRows(folder: string, { real, mixed }: SearchFaces, size: number): string {
  const path = join(folder, 'gallery.f32');
  const file = openSync(path, 'w', 0o600);
  const first = real.data.subarray(0, Math.min(real.rows, size) * real.cols);
  writeSync(file, Buffer.from(first.buffer, first.byteOffset, first.byteLength));
  for (let at = real.rows, seed = 1; at < size; at += CHUNK_ROWS, seed++) {
    const out = new Float32Array(Math.min(CHUNK_ROWS, size - at) * real.cols);
    madeFacesInto(mixed, seed, out);
    writeSync(file, Buffer.from(out.buffer));
  }
  closeSync(file);
  return path;
}

/** Rows of a file of float32, shape [end - first, dimension]. */
export function readRows(path: string, first: number, end: number, dimension: number): Matrix {
  const data = new Float32Array((end - first) * dimension);
  const file = openSync(path, 'r');
  try {
    readSync(file, new Uint8Array(data.buffer), 0, data.byteLength, first * dimension * 4);
  } finally {
    closeSync(file);
  }
  return { data, rows: end - first, cols: dimension };
}

/** Writes a matrix as float32, row after row. */
export function writeRows(path: string, { data }: Matrix): void {
  writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength), { mode: 0o600 });
}

function joined(a: Matrix, b: Matrix): Matrix {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, rows: a.rows + b.rows, cols: a.cols };
}

function placesWhere(labels: readonly string[], isWanted: (label: string) => boolean): number[] {
  return labels.flatMap((label, n) => (isWanted(label) ? [n] : []));
}
