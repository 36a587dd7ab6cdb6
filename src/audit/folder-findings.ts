import type { Evidence } from '../core/audit-finding.ts';
import { type AuditSet, evidenceOf, facesByPerson, nearestOf, personName, photoName } from './audit-set.ts';
import { grounded, type UnrankedGroundedFinding } from './finding.ts';
import type { PersonPair } from './same-person.ts';
import type { PersonSplit } from './two-people.ts';

/** What decides which findings are made of folders. */
export interface FolderFindingOptions {
  /** What is so with at least this probability is reported. */
  readonly minConfidence: number;
  /** Faces whose label another finding deals with. */
  readonly passed: ReadonlySet<number>;
}

/** Pairs of folders that likely show one person; the folder with fewer photos would be merged into the other. */
export function samePersonFindings(
  set: AuditSet,
  pairs: readonly PersonPair[],
  { minConfidence, passed }: FolderFindingOptions,
): UnrankedGroundedFinding[] {
  const facesOf = facesByPerson(set);
  const isDealtWith = (person: number): boolean => (facesOf[person] ?? []).every((face) => passed.has(face));
  return pairs.flatMap((pair) => {
    const [a, b] = pair.people;
    const isOutside = set.isOutside[a] === true && set.isOutside[b] === true;
    if (probability(pair.logOdds) < minConfidence || isOutside || isDealtWith(a) || isDealtWith(b)) return [];
    return [mergeFinding(set, pair, facesOf)];
  });
}

function mergeFinding(
  set: AuditSet,
  { people, score, logOdds }: PersonPair,
  facesOf: readonly (readonly number[])[],
): UnrankedGroundedFinding {
  const [a, b] = people;
  const isKept = (person: number): boolean => set.isOutside[person] === true;
  const counts = people.map((person) => facesOf[person]?.length ?? 0);
  const [from, into] = isKept(b) || (!isKept(a) && (counts[0] ?? 0) < (counts[1] ?? 0)) ? [a, b] : [b, a];
  const isMendable = !isKept(from) && !isKept(into);
  const names = { from: personName(set, from), into: personName(set, into) };
  const evidence = closestFaces(set, facesOf[from] ?? [], facesOf[into] ?? []);
  return grounded({
    kind: 'same-person',
    confidence: probability(logOdds),
    rank: logOdds,
    people: [names.from, names.into],
    photos: evidence.map(({ photo }) => photo),
    grounds: { kind: 'alike', people: [names.from, names.into], score, isOutside: !isMendable },
    evidence,
    proposal: isMendable ? { kind: 'merge', ...names } : { kind: 'none' },
  });
}

/** Faces of a folder that are compared with those of another, to show the closest two. */
const FACES_COMPARED = 40;

function closestFaces(set: AuditSet, from: readonly number[], into: readonly number[]): Evidence[] {
  const found = from.slice(0, FACES_COMPARED).flatMap((face) => {
    const nearest = nearestOf(set, face, into.slice(0, FACES_COMPARED));
    return nearest === undefined ? [] : [{ face, nearest }];
  });
  const [best] = found.sort((a, b) => b.nearest.score - a.nearest.score);
  if (best === undefined) return [];
  return [
    evidenceOf(set, { face: best.face, score: best.nearest.score }, 'of the one folder, most like the other'),
    evidenceOf(set, best.nearest, 'of the other folder, most like the one'),
  ];
}

/**
 * Folders that likely hold two people. Where the smaller part is like another folder its photos would go there, else into
 * a new one.
 * @param ownerOf the person a part is surely of, if there is one
 */
export function twoPeopleFindings(
  set: AuditSet,
  splits: readonly PersonSplit[],
  options: FolderFindingOptions & {
    readonly ownerOf: (split: PersonSplit) => ScoredOwner | undefined;
  },
): UnrankedGroundedFinding[] {
  const names = new Set(set.people);
  return splits.flatMap((split) => {
    const isDealtWith =
      split.parts[1].filter((face) => options.passed.has(face)).length > split.parts[1].length / 2;
    const isOutside = set.isOutside[split.person] === true;
    if (probability(split.logOdds) < options.minConfidence || isOutside || isDealtWith) return [];
    return [splitFinding(set, split, { names, owner: options.ownerOf(split) })];
  });
}

function splitFinding(
  set: AuditSet,
  { person, parts, across, logOdds }: PersonSplit,
  { names, owner }: { readonly names: ReadonlySet<string>; readonly owner: ScoredOwner | undefined },
): UnrankedGroundedFinding {
  const name = personName(set, person);
  const photos = withCopies(set, parts[1]).map((face) => photoName(set, face));
  const isKnown = owner !== undefined && set.isOutside[owner.person] !== true;
  const target = isKnown ? personName(set, owner.person) : freeName(name, names);
  const like = isKnown && { like: { person: target, score: owner.score, count: photos.length } };
  const [larger = 0] = parts[0];
  const nearest = nearestOf(set, larger, parts[1]);
  return grounded({
    kind: 'two-people',
    confidence: probability(logOdds),
    rank: logOdds,
    people: [name, ...(isKnown ? [target] : [])],
    photos,
    grounds: {
      kind: 'falls-apart',
      person: name,
      larger: parts[0].length,
      smaller: parts[1].length,
      score: across,
      ...like,
    },
    evidence: [
      evidenceOf(set, { face: larger, score: nearest?.score ?? across }, 'one of the larger part'),
      ...(nearest === undefined ? [] : [evidenceOf(set, nearest, 'most like it in the smaller part')]),
    ],
    proposal: { kind: 'move', photos, person: target, isNew: !isKnown },
  });
}

/** A person by place that a part of a folder is like, and the mean score. */
export interface ScoredOwner {
  readonly person: number;
  readonly score: number;
}

function withCopies({ faces }: AuditSet, part: readonly number[]): number[] {
  const originals = new Set(part);
  return [...faces.copyOf.keys()].filter((face) => originals.has(faces.copyOf[face] as number));
}

/** A name for a second person: that of the folder with a number nobody has. */
function freeName(name: string, names: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    const free = `${name} (${number})`;
    if (!names.has(free)) return free;
  }
}

function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
