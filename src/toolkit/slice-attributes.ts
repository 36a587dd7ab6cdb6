import { readWholeTable, type WholeTable } from '../adapters/files/tables.ts';
import { QuenError } from '../core/errors.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import { primaryFace } from '../detection/primary-face.ts';
import type { PhotoAttributes } from '../evaluation/slices/cut-attribute.ts';
import type { RunControl } from '../pipeline/extract-photos.ts';
import { measureFaces } from '../pipeline/measure-faces.ts';
import type { FaceQuality } from '../quality/face-quality.ts';
import type { OpenExtraction } from './open-extraction.ts';

type Attribute = number | string;

/** What is measured of the face that counts, by the name slices have; all rise with what the name says. */
const MEASURED: Readonly<Record<string, (face: FaceQuality) => number>> = {
  'face-size': ({ facePx }) => facePx,
  pose: ({ pose: { yawDeg, pitchDeg } }) => Math.hypot(yawDeg, pitchDeg),
  blur: ({ sharpness }) => 1 - sharpness,
  brightness: ({ brightness }) => brightness,
  quality: ({ overall }) => overall,
};

/** Names of slices that need no column of the table; `photos-per-person` is always told. */
const BUILT_IN_SLICES: readonly string[] = ['photos-per-person', ...Object.keys(MEASURED)];

/** What attributes of a test's photos come from. */
export interface AttributeSources {
  /** The table of the test. */
  readonly table: string;
  /** Its photos, extracted, in its order. */
  readonly probes: readonly ExtractedPhoto[];
  readonly extraction: OpenExtraction;
  readonly control: RunControl;
}

/** Makes sure that there is something to slice by before photos are read. Throws as {@link sliceAttributes} does. */
export async function assertSlices(wanted: readonly string[], table: string): Promise<void> {
  if (wanted.length > 0) namesOf(wanted, ownColumns(await readWholeTable(table)), table);
}

/**
 * The attributes that slices were asked for, by photo: columns of the test's table, and what is measured of faces. A column
 * comes before a measure of the same name; its cells are numbers where all of them are. `all` stands for everything there is.
 * Throws `CONFIG_INVALID` for a name that is neither.
 */
export async function sliceAttributes(
  wanted: readonly string[],
  { table, probes, extraction, control }: AttributeSources,
): Promise<PhotoAttributes> {
  if (wanted.length === 0) return new Map();
  const whole = await readWholeTable(table);
  const columns = ownColumns(whole);
  const names = namesOf(wanted, columns, table);
  const fromTable = names.filter((name) => columns.has(name));
  const measured = names.filter((name) => !columns.has(name) && name in MEASURED);
  const attributes = new Map<string, Record<string, Attribute>>();
  for (const name of fromTable) addColumn(attributes, name, whole, columns.get(name) ?? 0);
  if (measured.length === 0) return attributes;
  const faces = await measureFaces(probes, extraction.measuring, control);
  probes.forEach(({ photo, extraction: found }, place) => {
    const measures = faces[place];
    if (measures?.kind !== 'measured' || found.kind !== 'faces') return;
    const face = measures.faces[primaryFace(found.faces, found)];
    if (face === undefined) return;
    const values = measured.map((name): [string, number] => [name, MEASURED[name]?.(face) ?? Number.NaN]);
    attributes.set(photo.name, { ...attributes.get(photo.name), ...Object.fromEntries(values) });
  });
  return attributes;
}

/** Columns beside photo and label, by name in lower case. */
function ownColumns({ columns }: WholeTable): Map<string, number> {
  const named = columns.map((column, place): [string, number] => [column.toLowerCase(), place]);
  return new Map(named.filter(([name]) => name !== 'image' && name !== 'label' && name !== ''));
}

function namesOf(
  wanted: readonly string[],
  columns: ReadonlyMap<string, number>,
  table: string,
): readonly string[] {
  const known = [...new Set([...columns.keys(), ...BUILT_IN_SLICES])];
  if (wanted.includes('all')) return known;
  const stranger = wanted.find((name) => !known.includes(name));
  if (stranger === undefined) return wanted;
  throw new QuenError(
    'CONFIG_INVALID',
    `${table} has no column '${stranger}' to slice by. Take among ${known.join(', ')}, or all.`,
  );
}

/** Empty cells say nothing; of a photo that stands there twice the first row counts. */
function addColumn(
  attributes: Map<string, Record<string, Attribute>>,
  name: string,
  { rows }: WholeTable,
  place: number,
): void {
  const cells = rows.map(({ cells: all }) => all[place] ?? '');
  const isNumeric = cells.every((cell) => cell === '' || Number.isFinite(Number(cell)));
  rows.forEach(({ image }, index) => {
    const cell = cells[index] ?? '';
    const photo = image.normalize('NFC');
    const known = attributes.get(photo) ?? {};
    if (cell === '' || name in known) return;
    attributes.set(photo, { ...known, [name]: isNumeric ? Number(cell) : cell });
  });
}
