import type { Step } from '../../../collections/changes.ts';
import type { Queryable } from '../database.ts';
import { conflict, notFound } from './faults.ts';
import { reopen, settle, settlementsOf } from './settlements.ts';

/** A step of one kind. */
type StepOf<Kind extends Step['step']> = Extract<Step, { step: Kind }>;

/**
 * Carries out one step in a transaction. Throws `NOT_FOUND` and `CONFLICT`.
 * @returns the steps that take it back, in their order
 */
export async function carryOutStep(
  transaction: Queryable,
  collectionId: string,
  step: Step,
): Promise<Step[]> {
  switch (step.step) {
    case 'set-face':
      return await setFace(transaction, collectionId, step);
    case 'add-person':
      return await addPerson(transaction, collectionId, step);
    case 'remove-person':
      return await removePerson(transaction, collectionId, step);
    case 'rename-person':
      return await renamePerson(transaction, collectionId, step);
    case 'refuse':
      return await refuse(transaction, step);
    case 'allow':
      return await allow(transaction, step);
    case 'settle':
      return await settle(transaction, collectionId, step);
    case 'reopen':
      return await reopen(transaction, collectionId, step);
  }
}

async function setFace(
  transaction: Queryable,
  collectionId: string,
  step: StepOf<'set-face'>,
): Promise<Step[]> {
  const { faceId, state, personId } = step;
  if ((state === 'enrolled') !== (personId !== null))
    throw conflict(
      `A face is of a person when it is enrolled, and only then; ${faceId} was to be '${state}'.`,
    );
  const [before] = await transaction.query<{ state: StepOf<'set-face'>['state']; person_id: string | null }>(
    'select state, person_id from faces where id = $1 and collection_id = $2 for update',
    [faceId, collectionId],
  );
  if (before === undefined) throw notFound('face', faceId);
  if (personId !== null) await lockPerson(transaction, collectionId, personId);
  await transaction.query(
    `update faces set state = $2, person_id = $3, group_number = case when $2 = 'unknown' then group_number end
     where id = $1`,
    [faceId, state, personId],
  );
  return [{ step: 'set-face', faceId, state: before.state, personId: before.person_id }];
}

interface PersonBefore {
  readonly name: string;
  readonly external_id: string | null;
  readonly consent: string | null;
  readonly retain_until: Date | null;
  readonly created_at: Date;
}

/** Held until the transaction ends, so that nobody is removed while they get a face. */
async function lockPerson(
  transaction: Queryable,
  collectionId: string,
  personId: string,
): Promise<PersonBefore> {
  const [person] = await transaction.query<PersonBefore>(
    `select name, external_id, consent, retain_until, created_at from people
     where id = $1 and collection_id = $2 for update`,
    [personId, collectionId],
  );
  if (person === undefined) throw notFound('person', personId);
  return person;
}

async function addPerson(
  transaction: Queryable,
  collectionId: string,
  step: StepOf<'add-person'>,
): Promise<Step[]> {
  const { personId, name, externalId, consent, retainUntil, createdAt } = step;
  const added = await transaction.query(
    `insert into people (id, collection_id, name, external_id, consent, retain_until, created_at)
     values ($1, $2, $3, $4, $5, $6::timestamptz, $7::timestamptz) on conflict do nothing returning id`,
    [personId, collectionId, name, externalId, consent, retainUntil, createdAt],
  );
  if (added.length === 0)
    throw conflict(`Somebody with the id ${externalId ?? personId} is in the collection already.`);
  return [{ step: 'remove-person', personId }];
}

async function removePerson(
  transaction: Queryable,
  collectionId: string,
  { personId }: StepOf<'remove-person'>,
): Promise<Step[]> {
  const person = await lockPerson(transaction, collectionId, personId);
  const [face] = await transaction.query<{ id: string }>(
    'select id from faces where person_id = $1 limit 1',
    [personId],
  );
  if (face !== undefined) throw conflict(`${personId} has faces. Move or set them aside first.`);
  const refused = await transaction.query<{ face_id: string }>(
    'delete from refusals where person_id = $1 returning face_id',
    [personId],
  );
  await transaction.query('delete from people where id = $1', [personId]);
  const back: Step = {
    step: 'add-person',
    personId,
    name: person.name,
    externalId: person.external_id,
    consent: person.consent,
    retainUntil: person.retain_until?.toISOString() ?? null,
    createdAt: person.created_at.toISOString(),
  };
  const settled = await settlementsOf(transaction, collectionId, personId);
  for (const settlement of settled)
    await reopen(transaction, collectionId, { ...settlement, ids: [...settlement.ids] });
  return [
    back,
    ...refused.map(({ face_id }): Step => ({ step: 'refuse', faceId: face_id, personId })),
    ...settled.map((settlement): Step => ({ step: 'settle', ...settlement, ids: [...settlement.ids] })),
  ];
}

async function renamePerson(
  transaction: Queryable,
  collectionId: string,
  { personId, name }: StepOf<'rename-person'>,
): Promise<Step[]> {
  const before = await lockPerson(transaction, collectionId, personId);
  await transaction.query('update people set name = $2 where id = $1', [personId, name]);
  return [{ step: 'rename-person', personId, name: before.name }];
}

async function refuse(transaction: Queryable, { faceId, personId }: StepOf<'refuse'>): Promise<Step[]> {
  const added = await transaction.query(
    `insert into refusals (face_id, person_id) select f.id, p.id from faces f, people p
     where f.id = $1 and p.id = $2 and f.collection_id = p.collection_id on conflict do nothing returning face_id`,
    [faceId, personId],
  );
  return added.length > 0 ? [{ step: 'allow', faceId, personId }] : [];
}

async function allow(transaction: Queryable, { faceId, personId }: StepOf<'allow'>): Promise<Step[]> {
  const removed = await transaction.query(
    'delete from refusals where face_id = $1 and person_id = $2 returning face_id',
    [faceId, personId],
  );
  return removed.length > 0 ? [{ step: 'refuse', faceId, personId }] : [];
}
