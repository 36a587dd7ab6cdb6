import type { AuditSet } from '../../../audit/audit-set.ts';
import type { CopyGroup } from '../../../audit/copies.ts';
import { rankFindings } from '../../../audit/finding.ts';
import type { AuditPorts } from '../../../audit/labelled-faces.ts';
import { type NearPair, nearPairs } from '../../../audit/near-pairs.ts';
import type { AnalysedFaces } from '../../../collections/face-analysis.ts';
import type { GroundedFinding } from '../../../core/audit-finding.ts';
import { COPY_COSINE } from '../../../gallery/leave-one-photo-out.ts';
import { groupsOfPairs } from '../../../numerics/union-find.ts';
import { auditLabels } from '../../audit/audit-labels.ts';

/** What is likelier than not is worth a look. */
const MIN_CONFIDENCE = 0.5;
/** Near pairs kept for one face: more are copies of copies. */
const PAIRS_PER_FACE = 32;

/**
 * Looks for what is wrong among the enrolled faces: wrong labels, one person under two names, two under one, the same picture twice (by a cosine
 * above `COPY_COSINE`, as pictures need not be kept). @returns findings whose people and photos are ids of people and faces, surest first
 */
export async function auditFaces(faces: AnalysedFaces, ports: AuditPorts): Promise<GroundedFinding[]> {
  const pairs = await nearPairs(faces.embeddings, { score: COPY_COSINE, perFace: PAIRS_PER_FACE }, ports);
  const groups = copyGroups(faces.faceIds.length, pairs);
  const set = auditSet(faces, groups);
  const found = await auditLabels({ set, groups }, ports, { minConfidence: MIN_CONFIDENCE });
  return rankFindings(found.filter(({ confidence }) => confidence >= MIN_CONFIDENCE));
}

/** A group is as sure as its most alike pair: 0.5 at the least cosine, 1 at 1. */
function copyGroups(faceCount: number, pairs: readonly NearPair[]): CopyGroup[] {
  const groupOf = groupsOfPairs(
    faceCount,
    pairs.map(({ first, second }) => [first, second] as const),
  );
  const groups = new Map<number, { faces: Set<number>; confidence: number }>();
  for (const { first, second, score } of pairs) {
    const number = groupOf[first] as number;
    const group = groups.get(number) ?? { faces: new Set(), confidence: 0 };
    groups.set(number, group);
    group.faces.add(first).add(second);
    const confidence = 0.5 + (0.5 * (Math.min(1, score) - COPY_COSINE)) / (1 - COPY_COSINE);
    group.confidence = Math.max(group.confidence, confidence);
  }
  return [...groups.values()].map(({ faces, confidence }) => ({
    kind: 'near-copy',
    photos: [...faces].sort((a, b) => a - b),
    confidence,
  }));
}

function auditSet(
  { faceIds, personIds, sidesPx, embeddings }: AnalysedFaces,
  groups: readonly CopyGroup[],
): AuditSet {
  const people = [...new Set(personIds)].sort();
  const placeOf = new Map(people.map((personId, place) => [personId, place]));
  const personOf = Int32Array.from(personIds, (personId) => placeOf.get(personId) as number);
  return {
    photos: faceIds.map((name, n) => ({
      name,
      person: personOf[n] as number,
      sha256: '',
      pixelCount: (sidesPx[n] ?? 0) ** 2,
    })),
    people,
    isOutside: people.map(() => false),
    faces: {
      templates: embeddings,
      personOf,
      personCount: people.length,
      copyOf: copiesWithin(personOf, groups),
    },
    photoOf: Int32Array.from(faceIds.keys()),
  };
}

/** Of the copies of one person all but the first say nothing of their own. */
function copiesWithin(personOf: Int32Array, groups: readonly CopyGroup[]): Int32Array {
  const copyOf = Int32Array.from(personOf.keys());
  for (const { photos } of groups) {
    const firstOf = new Map<number, number>();
    for (const face of photos) {
      const person = personOf[face] as number;
      const first = firstOf.get(person) ?? face;
      firstOf.set(person, first);
      copyOf[face] = first;
    }
  }
  return copyOf;
}
