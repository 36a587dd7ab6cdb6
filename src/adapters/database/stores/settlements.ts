import type { Step } from '../../../collections/changes.ts';
import type { Settlement } from '../../../collections/findings.ts';
import type { Queryable } from '../database.ts';

interface SettlementRow {
  readonly about: Settlement['about'];
  readonly ids: readonly string[];
}

/** What a person settled about a collection, or of that what is about somebody. */
export async function settlementsOf(
  database: Queryable,
  collectionId: string,
  personId?: string,
): Promise<Settlement[]> {
  const rows = await database.query<SettlementRow>(
    `select about, ids from settlements where collection_id = $1 and ($2::text is null or $2 = any(ids)) order by about, ids`,
    [collectionId, personId ?? null],
  );
  return rows.map(({ about, ids }) => ({ about, ids }));
}

/** @returns the steps that take it back */
export async function settle(
  transaction: Queryable,
  collectionId: string,
  { about, ids }: Settlement,
): Promise<Step[]> {
  const added = await transaction.query(
    'insert into settlements (collection_id, about, ids) values ($1, $2, $3) on conflict do nothing returning about',
    [collectionId, about, ids],
  );
  return added.length > 0 ? [{ step: 'reopen', about, ids: [...ids] }] : [];
}

/** @returns the steps that take it back */
export async function reopen(
  transaction: Queryable,
  collectionId: string,
  { about, ids }: Settlement,
): Promise<Step[]> {
  const removed = await transaction.query(
    'delete from settlements where collection_id = $1 and about = $2 and ids = $3::text[] returning about',
    [collectionId, about, ids],
  );
  return removed.length > 0 ? [{ step: 'settle', about, ids: [...ids] }] : [];
}
