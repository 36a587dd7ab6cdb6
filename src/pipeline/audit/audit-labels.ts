import type { AuditSet } from '../../audit/audit-set.ts';
import { type CopyGroup, copyFindings } from '../../audit/copies.ts';
import type { UnrankedGroundedFinding } from '../../audit/finding.ts';
import { type ScoredOwner, samePersonFindings, twoPeopleFindings } from '../../audit/folder-findings.ts';
import { believeLabels, type LabelBelief } from '../../audit/label-beliefs.ts';
import type { AuditPorts } from '../../audit/labelled-faces.ts';
import { type PersonPair, pairPeople } from '../../audit/same-person.ts';
import { type PersonSplit, partedFaces, splitPeople } from '../../audit/two-people.ts';
import { wrongPersonFindings } from '../../audit/wrong-person.ts';

/** How an audit is done. */
export interface AuditOptions {
  /** Findings less sure than this are left out. */
  readonly minConfidence: number;
}

/**
 * Looks for wrong labels, two people under one name, one person under two, and copies, by embeddings alone. Throws `ABORTED`.
 * @param audited the set, its copies known to `faces.copyOf`, and the groups of copies
 */
export async function auditLabels(
  { set, groups }: { readonly set: AuditSet; readonly groups: readonly CopyGroup[] },
  ports: AuditPorts,
  options: AuditOptions,
): Promise<UnrankedGroundedFinding[]> {
  const splits = splitPeople(set.faces).filter(({ logOdds }) => isSure(logOdds, options.minConfidence));
  // Two people in one folder would make each other's photos look wrong.
  const parted = partedFaces(set.faces, splits);
  const beliefs = await believeLabels(parted, ports);
  const pairs = await pairPeople({ faces: parted, trust: Float64Array.from(beliefs, trustIn) }, ports);
  return labelsAndFolders({ set, beliefs, splits, pairs, groups }, options);
}

function isSure(logOdds: number, minConfidence: number): boolean {
  return 1 / (1 + Math.exp(-logOdds)) >= minConfidence;
}

/** A face that nothing can be said of is taken at its word. */
function trustIn({ own, right }: LabelBelief): number {
  return own === undefined ? 1 : right;
}

interface Evidence {
  readonly set: AuditSet;
  readonly beliefs: readonly LabelBelief[];
  /** Those that are sure enough to be reported. */
  readonly splits: readonly PersonSplit[];
  /** Here and in `beliefs` the smaller part of split i is person `people.length + i`. */
  readonly pairs: readonly PersonPair[];
  readonly groups: readonly CopyGroup[];
}

/** One finding for one thing: a copy under two people, a wrong label and a mixed folder may each explain the others. */
function labelsAndFolders(
  { set, beliefs, splits, pairs, groups }: Evidence,
  { minConfidence }: AuditOptions,
): UnrankedGroundedFinding[] {
  const faceAt = new Map(Array.from(set.photoOf, (photo, face): [number, number] => [photo, face]));
  const fitOf = (photo: number): number | undefined => beliefs[faceAt.get(photo) ?? -1]?.own;
  const shared = facesAcrossFolders(set, groups, faceAt);
  const folders = beliefs.map((belief, face) =>
    rivalFolder(belief, set.faces.personOf[face] as number, { set, splits }),
  );
  return [
    ...copyFindings(set, groups, fitOf),
    ...wrongPersonFindings(set, folders, { minConfidence, passed: shared }),
    ...samePersonFindings(set, wholePairs(pairs, set.people.length), { minConfidence, passed: shared }),
    ...twoPeopleFindings(set, splits, {
      minConfidence,
      passed: shared,
      ownerOf: (split) => ownerOfPart(set.people.length + splits.indexOf(split), pairs, set.people.length),
    }),
  ];
}

/** A belief whose rival is a folder, not a part of one. The other part of a face's own folder is no rival. */
function rivalFolder(
  belief: LabelBelief,
  own: number,
  { set, splits }: Pick<Evidence, 'set' | 'splits'>,
): LabelBelief {
  const { rival, ofRival, right } = belief;
  const part = rival === undefined ? undefined : splits[rival.person - set.people.length];
  const person = part?.person ?? rival?.person;
  if (rival === undefined || person === undefined) return belief;
  if (person === own) return { ...belief, right: right + ofRival, ofRival: 0 };
  return { ...belief, rival: { ...rival, person } };
}

function wholePairs(pairs: readonly PersonPair[], peopleCount: number): PersonPair[] {
  return pairs.filter(({ people }) => people.every((person) => person < peopleCount));
}

/** The person with a folder that a part is likelier than not of. */
function ownerOfPart(
  part: number,
  pairs: readonly PersonPair[],
  peopleCount: number,
): ScoredOwner | undefined {
  const [best] = pairs.filter(
    ({ people, logOdds }) => people[1] === part && people[0] < peopleCount && logOdds > 0,
  );
  return best && { person: best.people[0], score: best.score };
}

/** Faces of photos that stand under more than one person. */
function facesAcrossFolders(
  { photos }: AuditSet,
  groups: readonly CopyGroup[],
  faceAt: ReadonlyMap<number, number>,
): Set<number> {
  const shared = groups.filter(
    (group) => new Set(group.photos.map((photo) => photos[photo]?.person)).size > 1,
  );
  return new Set(
    shared.flatMap((group) =>
      group.photos.flatMap((photo) => {
        const face = faceAt.get(photo);
        return face === undefined ? [] : [face];
      }),
    ),
  );
}
