import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { listPhotos } from '../adapters/files/list-photos.ts';
import { readLabelTable } from '../adapters/files/tables.ts';
import { QuenError } from '../core/errors.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { PhotoFile } from '../core/photo.ts';
import { type LabelledPhoto, type People, peopleOfFolder } from '../pipeline/people.ts';

/** Reads a folder of photos per person. Throws `PEOPLE_EMPTY` when it holds no photo of anybody. */
export async function peopleFromFolder(folder: string, signal?: AbortSignal): Promise<People> {
  const listing = await listPhotos(folder, 'PEOPLE_EMPTY', signal);
  const people = peopleOfFolder(listing.photos);
  if (people.labelled.length === 0) {
    const message = `The folder ${folder} holds no photos of people. Put each person's photos in a folder with their name.`;
    throw new QuenError('PEOPLE_EMPTY', message);
  }
  return { labelled: people.labelled, skipped: [...listing.skipped, ...people.skipped] };
}

const NOBODY: People = { labelled: [], skipped: [] };

/** Reads whom to enrol: a folder of photos per person, or a table; nobody where neither is named. */
export async function enrolledFrom(
  { people, train, images }: EnrolledPlaces,
  signal?: AbortSignal,
): Promise<People> {
  if (people !== undefined) return await peopleFromFolder(people, signal);
  if (train === undefined) return NOBODY;
  return { labelled: await labelledFromTable(train, images ?? '.'), skipped: [] };
}

/** Where photos of people to enrol are. */
export interface EnrolledPlaces {
  readonly people?: string | undefined;
  readonly train?: string | undefined;
  /** Folder the table's images lie below. */
  readonly images?: string | undefined;
}

/**
 * Reads photos of strangers, nobody where no place is named: a folder per stranger, and each photo beside those folders a stranger of its own; or a
 * table. Throws `PHOTOS_EMPTY` when there are none.
 */
export async function strangersFrom(
  place: string | undefined,
  imagesFolder: string | undefined,
  signal?: AbortSignal,
): Promise<People> {
  if (place === undefined) return NOBODY;
  if (isFile(place)) return { labelled: await labelledFromTable(place, imagesFolder ?? '.'), skipped: [] };
  const { photos, skipped } = await listPhotos(place, 'PHOTOS_EMPTY', signal);
  if (photos.length === 0) {
    throw new QuenError('PHOTOS_EMPTY', `The folder ${place} holds no photos of strangers. Check its path.`);
  }
  const label = ({ name }: PhotoFile): string =>
    name.includes('/') ? name.slice(0, name.indexOf('/')) : name;
  return { labelled: photos.map((photo) => ({ photo, label: label(photo) })), skipped };
}

/**
 * Reads the pile of photos to name. Throws `PHOTOS_EMPTY` when there are none.
 * @param settings `out` may lie within the pile; what an earlier run wrote there is passed over in silence
 */
export async function probesFromFolder(
  folder: string,
  settings: { readonly signal: AbortSignal | undefined; readonly out: string | undefined },
): Promise<{ photos: readonly PhotoFile[]; skipped: readonly SkippedFile[] }> {
  const { photos, skipped } = await listPhotos(folder, 'PHOTOS_EMPTY', settings.signal);
  const results = settings.out === undefined ? undefined : `${placeBelow(folder, settings.out)}/`;
  const isResult = ({ path }: SkippedFile): boolean => results !== undefined && path.startsWith(results);
  if (photos.length > 0) return { photos, skipped: skipped.filter((file) => !isResult(file)) };
  throw new QuenError('PHOTOS_EMPTY', `The folder ${folder} holds no photos to name. Check its path.`);
}

/** Reads an `image,label` table; images lie below `imagesFolder`. A label that is empty stays empty. */
export async function labelledFromTable(table: string, imagesFolder: string): Promise<LabelledPhoto[]> {
  const rows = await readLabelTable(table);
  return rows.map(({ image, label }) => ({ photo: photoBelow(imagesFolder, image), label: label ?? '' }));
}

/** A path as listings below a folder spell it. */
function placeBelow(folder: string, path: string): string {
  return relative(resolve(folder), resolve(path)).replaceAll('\\', '/').normalize('NFC');
}

/** The file a table names, in whichever Unicode normal form the disk has it. */
function photoBelow(folder: string, image: string): PhotoFile {
  const forms = [image, image.normalize('NFC'), image.normalize('NFD')].map((form) => join(folder, form));
  return {
    path: forms.find((path) => existsSync(path)) ?? join(folder, image),
    name: image.normalize('NFC'),
  };
}

function isFile(place: string): boolean {
  try {
    return statSync(place).isFile();
  } catch (cause) {
    throw new QuenError('CONFIG_INVALID', `There is neither a folder nor a table at ${place}.`, { cause });
  }
}
