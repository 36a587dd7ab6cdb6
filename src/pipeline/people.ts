import type { SkippedFile } from '../core/identification.ts';
import type { PhotoFile } from '../core/photo.ts';

/** A photo said to show a person. */
export interface LabelledPhoto {
  readonly photo: PhotoFile;
  /** Name of the person, in Unicode NFC. */
  readonly label: string;
}

/** Photos by person, and those that belong to nobody. */
export interface People {
  readonly labelled: readonly LabelledPhoto[];
  readonly skipped: readonly SkippedFile[];
}

/** Reads a folder of photos per person: the first folder of each path names the person, deeper ones are free. */
export function peopleOfFolder(photos: readonly PhotoFile[]): People {
  const labelled: LabelledPhoto[] = [];
  const skipped: SkippedFile[] = [];
  for (const photo of photos) {
    const slash = photo.name.indexOf('/');
    if (slash > 0) labelled.push({ photo, label: photo.name.slice(0, slash) });
    else
      skipped.push({
        path: photo.name,
        code: 'no-person',
        reason: "It lies beside the people's folders, not in one.",
      });
  }
  return { labelled, skipped };
}
