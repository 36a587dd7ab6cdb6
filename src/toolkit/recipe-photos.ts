import { readPhoto } from '../adapters/files/read-photo.ts';
import { isQuenError, QuenError } from '../core/errors.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import type { TablePhoto } from '../pipeline/recipe-stages/recipe-run.ts';
import { extractionOptionsSchema } from './extraction-options.ts';

/** Photos with the hashes of their files; a file that cannot be read is told of by the stage that looks for faces. */
export async function hashedPhotos(
  labelled: readonly LabelledPhoto[],
  part: TablePhoto['part'],
): Promise<TablePhoto[]> {
  const { maxBytes } = extractionOptionsSchema.parse({});
  const photos: TablePhoto[] = [];
  for (const { photo, label } of labelled) {
    const { sha256 } = await readPhoto(photo.path, maxBytes).catch((cause: unknown) => {
      if (isQuenError(cause) && cause.code.startsWith('PHOTO_')) return { sha256: '' };
      throw cause;
    });
    photos.push({ part, image: photo.name, label: part === 'train' ? label : '', sha256 });
  }
  return photos;
}

/** What is odd about the photos of a run, a sentence each. */
export function photoNotes(photos: readonly TablePhoto[]): string[] {
  const trained = photos.filter(({ part }) => part === 'train');
  const hashes = new Set(trained.map(({ sha256 }) => sha256));
  const copies = photos.filter(({ part, sha256 }) => part === 'test' && sha256 !== '' && hashes.has(sha256));
  const repeats = trained.length - hashes.size;
  const unreadable = photos.filter(({ sha256 }) => sha256 === '');
  const spaced = trained.filter(({ label }) => /\s/.test(label));
  return [
    ...(copies.length === 0
      ? []
      : [
          `Photos to be named that are training photos: ${copies.length}. They are named, and not learnt again.`,
        ]),
    ...(repeats === 0
      ? []
      : [
          `Training photos that stand there more than once: ${repeats}. Some are learnt and held out at once, so validation says too much.`,
        ]),
    ...(unreadable.length === 0
      ? []
      : [`Photos that cannot be read: ${unreadable.length}, the first ${unreadable[0]?.image}.`]),
    ...(spaced.length === 0
      ? []
      : [
          'Some labels hold spaces, which also stand between the labels of submission.csv: read answers.json instead.',
        ]),
  ];
}

/** Throws `TABLE_INVALID` for a table to be named in which a photo stands twice. */
export function assertOnce(test: readonly LabelledPhoto[], table: string): void {
  const seen = new Set<string>();
  for (const { photo } of test) {
    if (seen.has(photo.name))
      throw new QuenError(
        'TABLE_INVALID',
        `${table}: The photo ${photo.name} stands there twice. Remove a row.`,
      );
    seen.add(photo.name);
  }
}
