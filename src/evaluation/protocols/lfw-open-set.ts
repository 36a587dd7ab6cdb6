import { type PersonPhotos, type ProtocolPhoto, photosOf, tooFew } from './person-photos.ts';

/** Photos of each person that are enrolled. */
const ENROLLED_PHOTOS = 3;

/** Who is gallery and who is probe in the open-set LFW protocol. */
export interface LfwOpenSet {
  /** The first three photos of everyone with more than three. */
  readonly gallery: readonly ProtocolPhoto[];
  /** Their further photos. */
  readonly known: readonly ProtocolPhoto[];
  /** The first photo of everyone with two or three: strangers that may be learnt from. */
  readonly knownUnknownTraining: readonly ProtocolPhoto[];
  /** Their further photos. */
  readonly knownUnknown: readonly ProtocolPhoto[];
  /** The photo of everyone with one: strangers never seen before. */
  readonly unknownUnknown: readonly ProtocolPhoto[];
}

/** The sets of strangers a probe set adds to the known probes. */
export const LFW_OPEN_SETS = {
  o1: ['knownUnknown'],
  o2: ['unknownUnknown'],
  o3: ['knownUnknown', 'unknownUnknown'],
} as const;

/**
 * The open-set protocol of Günther, Cruz, Rudd and Boult ("Toward Open-Set Face Recognition", CVPR workshops 2017). It is
 * fixed by the number of photos of each person and their order by name; nothing is drawn.
 * Throws `EVALUATION_EMPTY` where nobody has more than three photos.
 * @param people from `photosByPerson`
 */
export function lfwOpenSet(people: readonly PersonPhotos[]): LfwOpenSet {
  const having = (least: number, most: number): PersonPhotos[] =>
    people.filter(({ photos }) => photos.length >= least && photos.length <= most);
  const known = having(ENROLLED_PHOTOS + 1, Number.POSITIVE_INFINITY);
  if (known.length === 0)
    throw tooFew(
      'The open-set LFW protocol',
      'enrols people with more than three photos, and there is nobody with so many.',
    );
  const knownUnknown = having(2, ENROLLED_PHOTOS);
  return {
    gallery: known.flatMap((person) => photosOf(person, 0, ENROLLED_PHOTOS)),
    known: known.flatMap((person) => photosOf(person, ENROLLED_PHOTOS)),
    knownUnknownTraining: knownUnknown.flatMap((person) => photosOf(person, 0, 1)),
    knownUnknown: knownUnknown.flatMap((person) => photosOf(person, 1)),
    unknownUnknown: having(1, 1).flatMap((person) => photosOf(person)),
  };
}
