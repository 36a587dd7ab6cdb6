import type { Evidence, FindingGrounds, LabelRule } from '../core/audit-finding.ts';
import {
  type AuditSet,
  evidenceOf,
  facesByPerson,
  isOutsideFace,
  nearestOf,
  personName,
  photoName,
} from './audit-set.ts';
import { type ConfidentLabel, learnConfidently } from './confident-learning.ts';
import { grounded, type UnrankedGroundedFinding } from './finding.ts';
import type { LabelBelief } from './label-beliefs.ts';

/**
 * The rule of the author of the AIVIVN method on the squared distance of the nearest photo: above 1.35 a face is nobody's,
 * below 0.9 it is that photo's person. As cosines, 1 - d / 2.
 */
const AUTHOR = { nobodyBelow: 1 - 1.35 / 2, sameAbove: 1 - 0.9 / 2 };

/** What decides which findings are made of beliefs. */
export interface LabelFindingOptions {
  /** Labels wrong with at least this probability are reported. */
  readonly minConfidence: number;
  /** Faces whose label another finding deals with. */
  readonly passed: ReadonlySet<number>;
}

/**
 * Photos whose label is likely wrong, with the person they likely show or nobody. Nothing is said of the only photo of a
 * person: whom it resembles is a matter of two folders. Two photos of which each is unlike the other and everybody else
 * are one finding, since there is no telling which of them is wrong.
 * @param beliefs of each face
 */
export function wrongPersonFindings(
  set: AuditSet,
  beliefs: readonly LabelBelief[],
  { minConfidence, passed }: LabelFindingOptions,
): UnrankedGroundedFinding[] {
  const confident = learnConfidently(beliefs.map((belief, face) => asProbabilities(set, belief, face)));
  const facesOf = facesByPerson(set);
  const wrong = [...beliefs.keys()].filter((face) => {
    const { own, right } = beliefs[face] as LabelBelief;
    return own !== undefined && 1 - right >= minConfidence && !passed.has(face) && !isOutsideFace(set, face);
  });
  const unlikeEachOther = mutualStrangers(set, beliefs, wrong, facesOf);
  const pairs = [...unlikeEachOther].map(([, faces]) => mutualFinding(set, beliefs, faces));
  const inPairs = new Set([...unlikeEachOther.values()].flat());
  const single = wrong
    .filter((face) => !inPairs.has(face))
    .map((face) => {
      const belief = beliefs[face] as LabelBelief;
      return labelFinding(set, { face, belief, facesOf, label: confident[face] as ConfidentLabel });
    });
  return [...single, ...pairs];
}

/** Confident learning's view of one belief: the labelled person and the rival, the rest being nobody. */
function asProbabilities(
  { faces }: AuditSet,
  { right, rival, ofRival }: LabelBelief,
  face: number,
): { readonly label: number; readonly probabilities: ReadonlyMap<number, number> } {
  const label = faces.personOf[face] as number;
  const probabilities = new Map([[label, right]]);
  if (rival !== undefined) probabilities.set(rival.person, ofRival);
  return { label, probabilities };
}

function isOfNobody({ ofRival, ofNobody }: LabelBelief): boolean {
  return ofNobody > ofRival;
}

/** People of two photos that are both wrong and nobody's, with their faces. */
function mutualStrangers(
  { faces }: AuditSet,
  beliefs: readonly LabelBelief[],
  wrong: readonly number[],
  facesOf: readonly (readonly number[])[],
): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const face of wrong.filter((place) => isOfNobody(beliefs[place] as LabelBelief))) {
    const person = faces.personOf[face] as number;
    if (facesOf[person]?.length === 2) found.set(person, [...(found.get(person) ?? []), face]);
  }
  return new Map([...found].filter(([, both]) => both.length === 2));
}

function mutualFinding(
  set: AuditSet,
  beliefs: readonly LabelBelief[],
  both: readonly number[],
): UnrankedGroundedFinding {
  const [first = 0, second = 0] = both;
  const person = personName(set, set.faces.personOf[first] as number);
  const belief = beliefs[first] as LabelBelief;
  return grounded({
    kind: 'two-people',
    confidence: Math.min(...both.map((face) => 1 - (beliefs[face] as LabelBelief).right)),
    rank: belief.wrongLogOdds,
    people: [person],
    photos: both.map((face) => photoName(set, face)),
    grounds: { kind: 'unlike-each-other', person, score: belief.own ?? 0 },
    evidence: [evidenceOf(set, { face: second, score: belief.own ?? 0 }, 'the other photo of the folder')],
    proposal: { kind: 'none' },
  });
}

interface JudgedFace {
  readonly face: number;
  readonly belief: LabelBelief;
  readonly label: ConfidentLabel;
  readonly facesOf: readonly (readonly number[])[];
}

function labelFinding(set: AuditSet, { face, belief, label, facesOf }: JudgedFace): UnrankedGroundedFinding {
  const photo = photoName(set, face);
  const person = set.faces.personOf[face] as number;
  const rival = belief.rival;
  const isRivals = rival !== undefined && !isOfNobody(belief);
  const own = nearestOf(set, face, facesOf[person] ?? []);
  const other = rival && nearestOf(set, face, facesOf[rival.person] ?? []);
  const isMovable = isRivals && set.isOutside[rival.person] !== true;
  const agreeing = agreeingRules(label, own?.score, other?.score);
  return grounded({
    kind: isRivals ? 'wrong-person' : 'far-from-everybody',
    confidence: 1 - belief.right,
    rank: belief.wrongLogOdds,
    people: [personName(set, person), ...(isMovable ? [personName(set, rival.person)] : [])],
    photos: [photo],
    grounds: { ...likeness(set, person, belief), agreeing },
    evidence: [
      ...evidenceIf(set, own, 'most like it in its own folder'),
      ...evidenceIf(
        set,
        other,
        isRivals ? 'most like it in the other folder' : 'most like it of all other folders',
      ),
    ],
    proposal: isMovable
      ? { kind: 'move', photos: [photo], person: personName(set, rival.person), isNew: false }
      : { kind: 'set-aside', photos: [photo] },
  });
}

function likeness(
  set: AuditSet,
  person: number,
  belief: LabelBelief,
): Omit<Extract<FindingGrounds, { kind: 'unlike-own' }>, 'agreeing'> {
  const { own = 0, rival } = belief;
  const named = { kind: 'unlike-own', person: personName(set, person), score: own } as const;
  if (rival === undefined) return { ...named, isNobodys: true };
  const isOutside = set.isOutside[rival.person] === true;
  const other = { person: personName(set, rival.person), score: rival.score, isOutside };
  return { ...named, other, isNobodys: isOfNobody(belief) };
}

/** Which of the two other rules say so too. */
function agreeingRules({ isIssue }: ConfidentLabel, own?: number, other?: number): LabelRule[] {
  const isFar = own === undefined || own < AUTHOR.nobodyBelow;
  const isOthers = other !== undefined && other > AUTHOR.sameAbove;
  return [
    ...(isIssue ? (['confident-learning'] as const) : []),
    ...(isFar && isOthers ? (['nearest-photos'] as const) : []),
  ];
}

function evidenceIf(
  set: AuditSet,
  found: { readonly face: number; readonly score: number } | undefined,
  role: string,
): Evidence[] {
  return found === undefined ? [] : [evidenceOf(set, found, role)];
}
