import type { Change, Step } from '../../collections/changes.ts';
import type { Person, StoredFace } from '../../collections/collection.ts';
import type { Actor } from '../../collections/ports.ts';
import { type ReviewAnswer, type ReviewItem, reviewValue } from '../../collections/review.ts';
import { QuenError } from '../../core/errors.ts';
import { stackRows } from '../../numerics/matrix.ts';
import { type CollectionService, changePeople } from './change-people.ts';

/** Candidates of a question. */
const CANDIDATE_COUNT = 5;

/** Newest waiting faces that are looked at for the queue. */
const LOOKED_AT = 2000;

/** Questions to a person, worth most first: faces that wait, with who they may be. Throws `NOT_FOUND`. */
export async function reviewQueue(
  { ports, live }: CollectionService,
  collectionId: string,
  limit: number,
): Promise<ReviewItem[]> {
  const { decision, rule } = await live.open(collectionId);
  const { items: waiting } = await ports.store.facesInState(collectionId, 'waiting', { limit: LOOKED_AT });
  const embeddings = await ports.store.embeddings(waiting.map(({ id }) => id));
  const faces = waiting.filter(({ id }) => embeddings.has(id));
  if (faces.length === 0) return [];
  const refusals = await ports.store.refusals(collectionId);
  const rows = faces.map(({ id }) => embeddings.get(id) as Float32Array);
  const hits = await ports.search.search(collectionId, stackRows(rows, rows[0]?.length ?? 0), {
    rule,
    limit: CANDIDATE_COUNT,
    hidden: faces.map(({ id }) => refusals.get(id)),
  });
  const people = await peopleById(
    ports.store,
    hits.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)),
  );
  const items = faces.map((face, index): ReviewItem => {
    const { candidates: found = [], nearest } = hits[index] ?? {};
    // Somebody removed since the search has no name and is no proposal.
    const candidates = found.flatMap(({ personId, score }) => {
      const name = people.get(personId)?.name;
      return name === undefined ? [] : [{ personId, name, score }];
    });
    const [best] = candidates;
    const probability = best && decision.probabilityOf?.(best.score);
    const value =
      best === undefined ? 0 : reviewValue(probability ?? 0.5, people.get(best.personId)?.faceCount ?? 0);
    return {
      faceId: face.id,
      photoId: face.photoId,
      candidates,
      ...(nearest && { nearest }),
      ...(face.quality !== undefined && { quality: face.quality }),
      ...(probability !== undefined && { probability }),
      value,
    };
  });
  return items.sort((a, b) => b.value - a.value || (a.faceId < b.faceId ? -1 : 1)).slice(0, limit);
}

async function peopleById(
  store: CollectionService['ports']['store'],
  personIds: readonly string[],
): Promise<Map<string, Person>> {
  const people = await Promise.all(
    [...new Set(personIds)].map((id) => store.person(id).catch(() => undefined)),
  );
  return new Map(people.flatMap((person) => (person === undefined ? [] : [[person.id, person] as const])));
}

/** One answer to one question. */
export interface AnsweredFace {
  readonly faceId: string;
  readonly answer: ReviewAnswer;
  /** Whom the question was about; for `yes` and `not-this-person`. */
  readonly personId?: string;
  /** Who it is; for `someone-else`: somebody known by id, or new by name. */
  readonly other?: { readonly personId: string } | { readonly name: string };
}

/** Carries out answers together, as one change that can be undone; none where they change nothing. Throws `CONFIG_INVALID` for one without its person, `NOT_FOUND`. */
export async function answerFaces(
  service: CollectionService,
  collectionId: string,
  answers: readonly AnsweredFace[],
  actor: Actor,
): Promise<Change | undefined> {
  const steps = answers.flatMap((answer) => stepsOf(service, answer));
  if (steps.length === 0) return undefined;
  const summary =
    answers.length === 1 ? 'A question was answered' : `${answers.length} questions were answered`;
  return await changePeople(service, collectionId, { kind: 'answer', summary, steps }, actor);
}

function stepsOf(service: CollectionService, { faceId, answer, personId, other }: AnsweredFace): Step[] {
  switch (answer) {
    case 'yes':
      return [{ step: 'set-face', faceId, state: 'enrolled', personId: needed(personId, faceId) }];
    case 'unknown':
      return [{ step: 'set-face', faceId, state: 'unknown', personId: null }];
    case 'not-this-person':
      return [{ step: 'refuse', faceId, personId: needed(personId, faceId) }];
    case 'someone-else':
      return namedSteps(service, [faceId], other);
    case 'unsure':
      return [];
  }
}

function needed(personId: string | undefined, faceId: string): string {
  if (personId !== undefined) return personId;
  throw new QuenError('CONFIG_INVALID', `The answer about ${faceId} does not say which person it is about.`);
}

function namedSteps(
  { ports }: CollectionService,
  faceIds: readonly string[],
  other: AnsweredFace['other'],
): Step[] {
  if (other === undefined)
    throw new QuenError('CONFIG_INVALID', `The answer about ${faceIds[0]} does not say who it is.`);
  const isNew = 'name' in other;
  const personId = isNew ? ports.newId('person') : other.personId;
  const set = faceIds.map((faceId): Step => ({ step: 'set-face', faceId, state: 'enrolled', personId }));
  if (!isNew) return set;
  const added: Step = {
    step: 'add-person',
    personId,
    name: other.name,
    externalId: null,
    consent: null,
    retainUntil: null,
    createdAt: ports.now().toISOString(),
  };
  return [added, ...set];
}

/** Names unknown faces, such as a group, as somebody known or new. Throws `NOT_FOUND`. */
export async function nameFaces(
  service: CollectionService,
  collectionId: string,
  { faceIds, as }: { readonly faceIds: readonly string[]; readonly as: NonNullable<AnsweredFace['other']> },
  actor: Actor,
): Promise<Change> {
  const steps = namedSteps(service, faceIds, as);
  return await changePeople(
    service,
    collectionId,
    { kind: 'name-faces', summary: `${faceIds.length} faces were named`, steps },
    actor,
  );
}

/** Groups the faces that wait or are nobody's, and keeps the numbers. @returns faces by group, largest group first */
export async function groupUnknownFaces(
  { ports }: CollectionService,
  collectionId: string,
): Promise<readonly (readonly StoredFace[])[]> {
  const states = await Promise.all(
    (['waiting', 'unknown'] as const).map((state) =>
      ports.store.facesInState(collectionId, state, { limit: LOOKED_AT }),
    ),
  );
  const faces = states.flatMap(({ items }) => items);
  const numbers = await ports.search.group(
    collectionId,
    await ports.store.embeddings(faces.map(({ id }) => id)),
  );
  await ports.store.setGroups(new Map(faces.map(({ id }) => [id, numbers.get(id)])));
  const groups = new Map<number, StoredFace[]>();
  for (const face of faces) {
    const groupNumber = numbers.get(face.id);
    if (groupNumber === undefined) continue;
    const group = groups.get(groupNumber);
    const member = { ...face, groupNumber };
    if (group === undefined) groups.set(groupNumber, [member]);
    else group.push(member);
  }
  return [...groups.values()].sort(
    (a, b) => b.length - a.length || (a[0]?.id ?? '').localeCompare(b[0]?.id ?? ''),
  );
}
