import type { ExtractedPhoto } from '../../core/photo.ts';
import type { ProtocolPhoto } from '../../evaluation/protocols/person-photos.ts';
import type { LabelledExtraction } from '../enrol.ts';

/** Extracted photos by name, as protocols name them. */
export type PhotosByName = ReadonlyMap<string, ExtractedPhoto>;

/** Extracted photos by name. */
export function photosByName(photos: readonly ExtractedPhoto[]): PhotosByName {
  return new Map(photos.map((photo) => [photo.photo.name, photo]));
}

/** The extracted photos a protocol names, each labelled with its person. Throws `RangeError` for one that was not extracted. */
export function labelled(wanted: readonly ProtocolPhoto[], photos: PhotosByName): LabelledExtraction[] {
  return wanted.map(({ photo, person }) => {
    const found = photos.get(photo);
    if (found === undefined) throw new RangeError(`The photo ${photo} was not extracted.`);
    return { ...found, label: person };
  });
}
