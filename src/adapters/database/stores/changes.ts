import { z } from 'zod';
import { type Change, type Step, stepSchema } from '../../../collections/changes.ts';
import type { JobSettlement } from '../../../collections/jobs.ts';
import type { Actor, NewPhoto, Page, PageRequest } from '../../../collections/ports.ts';
import type { Database, Queryable } from '../database.ts';
import type { EmbeddingCipher } from '../embedding-cipher.ts';
import { conflict, notFound } from './faults.ts';
import { settlePhoto } from './jobs/settle.ts';
import { pageOf } from './pages.ts';
import { addPhoto } from './photos.ts';
import { carryOutStep } from './steps.ts';

interface ChangeRow {
  readonly id: string | number;
  readonly collection_id: string;
  readonly key_id: string | null;
  readonly kind: string;
  readonly summary: string;
  readonly undo: unknown;
  readonly undone_at: Date | null;
  readonly created_at: Date;
}

/** Carries out steps, all or none, and keeps how they are undone. Throws `NOT_FOUND` and `CONFLICT`. */
export async function makeChange(
  database: Database,
  collectionId: string,
  change: {
    readonly kind: string;
    readonly summary: string;
    readonly photos?: readonly NewPhoto[];
    readonly steps: readonly Step[];
    readonly settles?: JobSettlement;
    readonly actor: Actor;
  },
  cipher: EmbeddingCipher,
): Promise<Change> {
  return await database.transaction(async (transaction) => {
    await takeTurn(transaction, collectionId);
    for (const photo of change.photos ?? []) await addPhoto(transaction, photo, cipher);
    const undo = await carryOutAll(transaction, collectionId, change.steps);
    const [row] = await transaction.query<ChangeRow>(
      `insert into changes (collection_id, key_id, kind, summary, undo) values ($1, $2, $3, $4, $5::jsonb) returning *`,
      [collectionId, change.actor.keyId ?? null, change.kind, change.summary, JSON.stringify(undo)],
    );
    if (change.settles !== undefined) await settlePhoto(transaction, change.settles);
    return changeOf(row as ChangeRow);
  });
}

/**
 * Takes back a change, or the newest that stands. Throws `NOT_FOUND` where there is none, and `CONFLICT` where a later change that stands
 * touched the same people or faces.
 */
export async function undoChange(
  database: Database,
  collectionId: string,
  changeId?: number,
): Promise<Change> {
  return await database.transaction(async (transaction) => {
    await takeTurn(transaction, collectionId);
    const change = await standingChange(transaction, collectionId, changeId);
    await assertNewest(transaction, change);
    await carryOutAll(transaction, collectionId, change.undo);
    const [row] = await transaction.query<ChangeRow>(
      'update changes set undone_at = now() where id = $1 returning *',
      [change.id],
    );
    return changeOf(row as ChangeRow);
  });
}

/** Newest first. */
export async function listChanges(
  database: Queryable,
  collectionId: string,
  page: PageRequest,
): Promise<Page<Change>> {
  const after = Number(page.after ?? Number.MAX_SAFE_INTEGER);
  const rows = await database.query<ChangeRow>(
    'select * from changes where collection_id = $1 and id < $2::bigint order by id desc limit $3',
    [collectionId, Number.isSafeInteger(after) ? after : 0, page.limit + 1],
  );
  return pageOf(rows, page, { item: changeOf, cursorOf: ({ id }) => String(id) });
}

/** Changes of one collection happen one after the other, and each raises its version. Throws `NOT_FOUND`. */
async function takeTurn(transaction: Queryable, collectionId: string): Promise<void> {
  const rows = await transaction.query(
    'update collections set version = version + 1 where id = $1 returning id',
    [collectionId],
  );
  if (rows.length === 0) throw notFound('collection', collectionId);
}

/** @returns what undoes all, in its order */
async function carryOutAll(
  transaction: Queryable,
  collectionId: string,
  steps: readonly Step[],
): Promise<Step[]> {
  const undo: Step[][] = [];
  for (const step of steps) undo.unshift(await carryOutStep(transaction, collectionId, step));
  return undo.flat();
}

async function standingChange(
  transaction: Queryable,
  collectionId: string,
  changeId: number | undefined,
): Promise<Change> {
  const [row] = await transaction.query<ChangeRow>(
    `select * from changes where collection_id = $1 and undone_at is null and ($2::bigint is null or id = $2::bigint)
     order by id desc limit 1`,
    [collectionId, changeId ?? null],
  );
  if (row === undefined) throw notFound('change', changeId === undefined ? 'to undo' : String(changeId));
  return changeOf(row);
}

async function assertNewest(transaction: Queryable, change: Change): Promise<void> {
  const later = await transaction.query<ChangeRow>(
    'select * from changes where collection_id = $1 and undone_at is null and id > $2::bigint order by id',
    [change.collectionId, change.id],
  );
  const touched = new Set(change.undo.flatMap(idsOf));
  const blocking = later.map(changeOf).find(({ undo }) => undo.flatMap(idsOf).some((id) => touched.has(id)));
  if (blocking === undefined) return;
  throw conflict(`Change ${blocking.id} came later and touches the same people or faces. Undo it first.`);
}

function idsOf(step: Step): string[] {
  const face = 'faceId' in step ? [step.faceId] : [];
  const person = 'personId' in step && step.personId !== null ? [step.personId] : [];
  return [...face, ...person];
}

function changeOf(row: ChangeRow): Change {
  return {
    id: Number(row.id),
    collectionId: row.collection_id,
    kind: row.kind,
    summary: row.summary,
    undo: z.array(stepSchema).parse(row.undo),
    ...(row.key_id !== null && { keyId: row.key_id }),
    createdAt: row.created_at,
    ...(row.undone_at !== null && { undoneAt: row.undone_at }),
  };
}
