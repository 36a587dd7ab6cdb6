import type { Finding, Proposal } from '../core/audit-finding.ts';
import type { Fix, Move } from './fix.ts';

/** A photo as it lies below the people folder. */
export interface FiledPhoto {
  /** As findings name it. */
  readonly name: string;
  /** Below the people folder, as the file system spells it, with forward slashes. */
  readonly path: string;
  readonly person: string;
  readonly sha256: string;
}

/** What is known of the folder when fixes are written. */
export interface FiledPeople {
  readonly photos: readonly FiledPhoto[];
  /** Other files that lie below the folder, as the file system spells them: no photo is moved onto one. */
  readonly others: readonly string[];
}

/**
 * The file moves that would mend each finding, none accepted; findings without a proposal have none. Names that are taken,
 * by whatever case they are told apart, get a number, so that carrying out all moves in any order writes over nothing.
 */
export function fixesOf(findings: readonly Finding[], people: FiledPeople): Fix[] {
  const filing = new Filing(people);
  return findings.flatMap(({ id, proposal }) => {
    const moves = movesOf(proposal, filing);
    if (moves.length === 0) return [];
    return [{ finding: id, title: titleOf(proposal, moves.length), accepted: false, moves }];
  });
}

function movesOf(proposal: Proposal, filing: Filing): Move[] {
  switch (proposal.kind) {
    case 'none':
      return [];
    case 'move':
      return filing.named(proposal.photos).map((photo) => filing.moveTo(photo, proposal.person));
    case 'set-aside':
      return filing.named(proposal.photos).map((photo) => filing.setAside(photo));
    case 'merge':
      return filing.ofPerson(proposal.from).map((photo) => filing.moveTo(photo, proposal.into));
  }
}

function titleOf(proposal: Proposal, count: number): string {
  const photos = count === 1 ? '1 photo' : `${count} photos`;
  switch (proposal.kind) {
    case 'none':
      return '';
    case 'move':
      return `Move ${photos} to ${proposal.isNew ? 'a new folder, ' : ''}${proposal.person}`;
    case 'set-aside':
      return `Set ${photos} aside`;
    case 'merge':
      return `Move all ${photos} of ${proposal.from} to ${proposal.into}`;
  }
}

/** Finds photos and free places, and remembers which places are promised. */
class Filing {
  readonly #byName: ReadonlyMap<string, FiledPhoto>;
  readonly #byPerson = new Map<string, FiledPhoto[]>();
  readonly #taken: { readonly people: Set<string>; readonly aside: Set<string> };

  constructor({ photos, others }: FiledPeople) {
    const counts = new Map<string, number>();
    for (const { name } of photos) counts.set(name, (counts.get(name) ?? 0) + 1);
    const isOnce = (name: string): boolean => counts.get(name) === 1;
    // A name in two Unicode normal forms may be two files. A file that could not be read, or has no path of its own that can be written down, is not moved.
    const movable = photos.filter(
      ({ name, sha256, path }) => sha256 !== '' && !path.includes('\\') && isOnce(name),
    );
    this.#byName = new Map(movable.map((photo) => [photo.name, photo]));
    for (const photo of movable)
      this.#byPerson.set(photo.person, [...(this.#byPerson.get(photo.person) ?? []), photo]);
    const paths = [...photos.map(({ path }) => path), ...others].map(folded);
    this.#taken = { people: new Set(paths), aside: new Set() };
  }

  named(names: readonly string[]): FiledPhoto[] {
    return names.flatMap((name) => {
      const photo = this.#byName.get(name);
      return photo === undefined ? [] : [photo];
    });
  }

  ofPerson(person: string): readonly FiledPhoto[] {
    return this.#byPerson.get(person) ?? [];
  }

  moveTo({ path, sha256 }: FiledPhoto, person: string): Move {
    const to = this.#free(`${this.#folderOf(person)}/${pathInFolder(path)}`, this.#taken.people);
    return { action: 'move', from: path, into: 'people', to, sha256 };
  }

  setAside({ path, sha256 }: FiledPhoto): Move {
    return { action: 'move', from: path, into: 'aside', to: this.#free(path, this.#taken.aside), sha256 };
  }

  /** The person's folder as the file system spells it, which may be in another Unicode normal form. */
  #folderOf(person: string): string {
    const [first] = this.ofPerson(person);
    return first === undefined ? person : first.path.slice(0, first.path.indexOf('/'));
  }

  #free(path: string, taken: Set<string>): string {
    const dot = path.lastIndexOf('.');
    const end = dot > path.lastIndexOf('/') ? dot : path.length;
    for (let number = 1; ; number++) {
      const free = number === 1 ? path : `${path.slice(0, end)} (${number})${path.slice(end)}`;
      if (taken.has(folded(free))) continue;
      taken.add(folded(free));
      return free;
    }
  }
}

function pathInFolder(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** Names that some file systems take for one. */
function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
