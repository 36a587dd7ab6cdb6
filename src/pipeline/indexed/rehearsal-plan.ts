import type { SearchableGallery } from '../../gallery/identity-scores.ts';
import { otherPhotos } from '../../gallery/leave-one-photo-out.ts';
import { seededRandom, shuffled } from '../../numerics/random.ts';

/** People who play strangers, at most; a rate of one in a hundred needs a hundred. */
const PEOPLE_MOST = 2000;
/** Share of the people that a gallery may lack while they play strangers: they reach a little less where it is smaller. */
const LACKING_MOST = 0.1;
/** The same people are taken whenever the same are enrolled. */
const SEED = 1;

/** One rehearsal: what the index lacks, and who is searched in it. */
export interface Rehearsal {
  /** Rows that are not in the index. */
  readonly lacking: ReadonlySet<number>;
  /** Rows of people who are not in the index at all. */
  readonly asStrangers: readonly number[];
  /** One row each of people who are there by other photos. */
  readonly asNew: readonly number[];
}

/** People taken to set a threshold on, in the order in which they are drawn. */
export function peopleToRehearse({ identityCount }: Pick<SearchableGallery, 'identityCount'>): number[] {
  const people = Array.from({ length: identityCount }, (_, identity) => identity);
  return shuffled(people, seededRandom(SEED)).slice(0, PEOPLE_MOST);
}

/**
 * Plans rehearsals in which each person of at most 2,000 is searched once in an index that never held them: at most a tenth of
 * the people at a time, so one rehearsal for a gallery of 20,000 people and ten for a small one. The people of the next
 * rehearsal lack one photo meanwhile, and its copies, and are searched by it. None for a single person.
 */
export function planRehearsals(gallery: SearchableGallery): Rehearsal[] {
  const people = peopleToRehearse(gallery);
  if (gallery.identityCount < 2) return [];
  const size = Math.max(1, Math.floor(gallery.identityCount * LACKING_MOST));
  const parts = Array.from({ length: Math.ceil(people.length / size) }, (_, i) =>
    people.slice(i * size, (i + 1) * size),
  );
  const rowsOf = rowsByIdentity(gallery.identityOf);
  const others = otherPhotos(gallery);
  return parts.map((strangers, i) => {
    const asStrangers = strangers.flatMap((identity) => rowsOf.get(identity) ?? []);
    const away = new Set(strangers);
    const nextPeople = (
      parts.length > 1 ? (parts[(i + 1) % parts.length] ?? []) : outOf(gallery, away, size)
    ).filter((identity) => !away.has(identity));
    const leftOut = nextPeople.flatMap((identity) => leftOutOf(rowsOf.get(identity) ?? [], others));
    return {
      lacking: new Set([...asStrangers, ...leftOut.flatMap(({ together }) => together)]),
      asStrangers,
      asNew: leftOut.map(({ row }) => row),
    };
  });
}

/** As many of the people who are in the index. */
function outOf({ identityCount }: SearchableGallery, away: ReadonlySet<number>, count: number): number[] {
  const people = Array.from({ length: identityCount }, (_, identity) => identity).filter(
    (identity) => !away.has(identity),
  );
  return shuffled(people, seededRandom(SEED)).slice(0, count);
}

/** The first photo that has others beside its copies, and the copies; none for a person without a second photo. */
function leftOutOf(
  rows: readonly number[],
  others: readonly (readonly number[])[],
): { readonly row: number; readonly together: readonly number[] }[] {
  const row = rows.find((n) => (others[n]?.length ?? 0) > 0);
  if (row === undefined) return [];
  const different = new Set(others[row]);
  return [{ row, together: rows.filter((n) => !different.has(n)) }];
}

function rowsByIdentity(identityOf: Int32Array): Map<number, number[]> {
  const rowsOf = new Map<number, number[]>();
  identityOf.forEach((identity, n) => {
    const rows = rowsOf.get(identity);
    if (rows === undefined) rowsOf.set(identity, [n]);
    else rows.push(n);
  });
  return rowsOf;
}
