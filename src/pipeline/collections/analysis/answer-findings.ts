import type { Change, Step } from '../../../collections/changes.ts';
import { type CollectionFinding, settlementOf } from '../../../collections/findings.ts';
import type { Actor } from '../../../collections/ports.ts';
import { QuenError } from '../../../core/errors.ts';
import { type CollectionService, changePeople } from '../change-people.ts';
import type { CollectionInsights } from './collection-insights.ts';

/** What a person says of a finding: it is so, and is mended as proposed; or all is well, and it is not asked again. */
export interface AnsweredFinding {
  readonly findingId: string;
  readonly answer: 'yes' | 'no';
}

/**
 * Carries out answers to findings together, as one change that can be undone. Throws `NOT_FOUND` for a finding that was not told of, `CONFLICT`
 * where what it is about has changed since or two answers are about the same person's faces, and `CONFIG_INVALID` for "yes" to a finding that
 * proposes nothing.
 */
export async function answerFindings(
  service: CollectionService & { readonly insights: CollectionInsights },
  collectionId: string,
  answers: readonly AnsweredFinding[],
  actor: Actor,
): Promise<Change> {
  const answered: { readonly finding: CollectionFinding; readonly answer: 'yes' | 'no' }[] = [];
  for (const { findingId, answer } of answers)
    answered.push({ finding: await service.insights.finding(collectionId, findingId), answer });
  assertApart(answered.flatMap(({ finding, answer }) => (answer === 'yes' ? [finding] : [])));
  const steps: Step[] = [];
  for (const { finding, answer } of answered)
    steps.push(...(answer === 'yes' ? await mendingSteps(service, finding) : [settling(finding)]));
  const summary =
    answers.length === 1 ? 'A finding was answered' : `${answers.length} findings were answered`;
  return await changePeople(service, collectionId, { kind: 'finding', summary, steps }, actor);
}

/** Whoever is merged may not be part of another answer: which comes first would decide what comes of it. */
function assertApart(findings: readonly CollectionFinding[]): void {
  const merged = new Set<string>();
  const faces = new Set<string>();
  for (const { people, proposal } of findings) {
    const isRepeated =
      people.some(({ personId }) => merged.has(personId)) ||
      movedBy(proposal).some((faceId) => faces.has(faceId));
    if (isRepeated)
      throw new QuenError(
        'CONFLICT',
        'Two of the answers are about the same people or faces. Answer one, and ask for the findings again.',
      );
    if (proposal.kind === 'merge') for (const { personId } of people) merged.add(personId);
    for (const faceId of movedBy(proposal)) faces.add(faceId);
  }
  const [twice] = findings.filter(
    ({ proposal, people }) =>
      proposal.kind !== 'merge' && people.some(({ personId }) => merged.has(personId)),
  );
  if (twice !== undefined)
    throw new QuenError(
      'CONFLICT',
      'Somebody who is to be merged is part of another answer. Answer one after the other.',
    );
}

function movedBy(proposal: CollectionFinding['proposal']): readonly string[] {
  return 'faceIds' in proposal ? proposal.faceIds : [];
}

function settling({ kind, people, faceIds }: CollectionFinding): Step {
  const { about, ids } = settlementOf({ kind, people: people.map(({ personId }) => personId), faceIds });
  return { step: 'settle', about, ids: [...ids] };
}

async function mendingSteps(service: CollectionService, finding: CollectionFinding): Promise<Step[]> {
  const { proposal, kind } = finding;
  await assertUnchanged(service, finding);
  switch (proposal.kind) {
    case 'move':
      return proposal.faceIds.map((faceId) => enrolled(faceId, proposal.to.personId));
    case 'move-to-new': {
      const added = newPerson(service, proposal.name);
      return [added, ...proposal.faceIds.map((faceId) => enrolled(faceId, added.personId))];
    }
    case 'set-aside': {
      // A copy teaches nothing; a face that is nobody's here may be somebody's yet.
      const state = kind === 'far-from-everybody' ? 'unknown' : 'dismissed';
      return proposal.faceIds.map((faceId) => ({ step: 'set-face', faceId, state, personId: null }));
    }
    case 'merge': {
      const faces = await service.ports.store.facesOfPerson(proposal.from.personId);
      const moved = faces.map(({ id }) => enrolled(id, proposal.into.personId));
      return [...moved, { step: 'remove-person', personId: proposal.from.personId }];
    }
    case 'none':
      throw new QuenError('CONFIG_INVALID', `The finding '${finding.id}' proposes nothing to say yes to.`);
  }
}

/** Faces that were moved since are another matter. */
async function assertUnchanged({ ports }: CollectionService, finding: CollectionFinding): Promise<void> {
  const people = new Set(finding.people.map(({ personId }) => personId));
  for (const faceId of movedBy(finding.proposal)) {
    const face = await ports.store.face(faceId);
    if (face.personId === undefined || !people.has(face.personId))
      throw new QuenError('CONFLICT', `The face ${faceId} was moved since. Ask for the findings again.`);
  }
}

function enrolled(faceId: string, personId: string): Step {
  return { step: 'set-face', faceId, state: 'enrolled', personId };
}

function newPerson({ ports }: CollectionService, name: string) {
  return {
    step: 'add-person',
    personId: ports.newId('person'),
    name,
    externalId: null,
    consent: null,
    retainUntil: null,
    createdAt: ports.now().toISOString(),
  } as const;
}
