import type { AccessRecord } from '../../../collections/access.ts';
import type { AccessLog } from '../../../collections/ports.ts';
import type { Queryable } from '../database.ts';
import { gathered } from '../gathered.ts';
import { pageOf } from './pages.ts';

interface AccessRow {
  readonly id: string | number;
  readonly at: Date;
  readonly key_id: string | null;
  readonly action: string;
  readonly collection_id: string | null;
  readonly person_id: string | null;
  readonly detail: string | null;
}

/** The log of who read or changed data of whom, in a database. */
export function accessLog(database: Queryable): AccessLog {
  const record = gathered((calls: readonly (readonly AccessRecord[])[]) => insert(database, calls.flat()));
  return {
    record: async (records) => {
      if (records.length > 0) await record(records);
    },
    read: async ({ personId, ...page }) => {
      const after = Number(page.after ?? Number.MAX_SAFE_INTEGER);
      const rows = await database.query<AccessRow>(
        `select * from access_log where id < $1::bigint and ($2::text is null or person_id = $2) order by id desc limit $3`,
        [Number.isSafeInteger(after) ? after : 0, personId ?? null, page.limit + 1],
      );
      return pageOf(rows, page, { item: recordOf, cursorOf: ({ id }) => String(id) });
    },
  };
}

async function insert(database: Queryable, records: readonly AccessRecord[]): Promise<void> {
  await database.query(
    `insert into access_log (at, key_id, action, collection_id, person_id, detail)
     select (j ->> 'at')::timestamptz, j ->> 'keyId', j ->> 'action', j ->> 'collectionId', j ->> 'personId', j ->> 'detail'
     from jsonb_array_elements($1::jsonb) as j`,
    [JSON.stringify(records)],
  );
}

function recordOf(row: AccessRow): AccessRecord & { readonly id: number } {
  return {
    id: Number(row.id),
    at: row.at,
    action: row.action,
    ...(row.key_id !== null && { keyId: row.key_id }),
    ...(row.collection_id !== null && { collectionId: row.collection_id }),
    ...(row.person_id !== null && { personId: row.person_id }),
    ...(row.detail !== null && { detail: row.detail }),
  };
}
