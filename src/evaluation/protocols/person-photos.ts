import { QuenError } from '../../core/errors.ts';

/** A photo of a protocol, by name, and who is in it. */
export interface ProtocolPhoto {
  readonly photo: string;
  readonly person: string;
}

/** All photos of one person, in name order. */
export interface PersonPhotos {
  readonly person: string;
  readonly photos: readonly string[];
}

/** Gathers photos by person; people and their photos are in order of code unit, whatever order they come in. */
export function photosByPerson(photos: readonly ProtocolPhoto[]): PersonPhotos[] {
  const people = new Map<string, string[]>();
  for (const { photo, person } of photos) {
    const names = people.get(person);
    if (names === undefined) people.set(person, [photo]);
    else names.push(photo);
  }
  return [...people]
    .map(([person, names]) => ({ person, photos: names.sort() }))
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}

/** The photos of one person, or some of them, each with the person's name. */
export function photosOf({ person, photos }: PersonPhotos, from = 0, end = photos.length): ProtocolPhoto[] {
  return photos.slice(from, end).map((photo) => ({ photo, person }));
}

/** The fault of data that a protocol cannot be drawn from. */
export function tooFew(protocol: string, what: string): QuenError {
  return new QuenError('EVALUATION_EMPTY', `${protocol} ${what}`);
}
