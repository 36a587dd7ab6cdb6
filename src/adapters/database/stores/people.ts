import type { Person } from '../../../collections/collection.ts';
import type { Page, PageRequest } from '../../../collections/ports.ts';
import type { Queryable, SqlValue } from '../database.ts';
import { notFound } from './faults.ts';
import { cursor, pageOf, readCursor } from './pages.ts';
import { type PersonRow, personOf } from './rows.ts';

const PERSON = `select p.id, p.collection_id, p.name, p.external_id, p.consent, p.retain_until, p.created_at,
    count(f.id) as face_count,
    (array_agg(f.id order by f.quality desc nulls last, f.id) filter (where ph.kept <> 'none'))[1] as cover_face_id
  from people p
    left join faces f on f.person_id = p.id and f.state = 'enrolled'
    left join photos ph on ph.id = f.photo_id`;

/** People by name, then id. */
export async function listPeople(
  database: Queryable,
  collectionId: string,
  page: PageRequest & { readonly search?: string },
): Promise<Page<Person>> {
  const after = readCursor(page.after);
  const parameters: SqlValue[] = [collectionId, page.limit + 1];
  const conditions = ['p.collection_id = $1'];
  if (after !== undefined) {
    parameters.push(...after);
    conditions.push(`(p.name, p.id) > ($${parameters.length - 1}, $${parameters.length})`);
  }
  if (page.search !== undefined && page.search !== '') {
    parameters.push(page.search);
    // position rather than like: what is looked for may hold % and _.
    conditions.push(`position(lower($${parameters.length}) in lower(p.name)) > 0`);
  }
  const rows = await database.query<PersonRow>(
    `${PERSON} where ${conditions.join(' and ')} group by p.id order by p.name, p.id limit $2`,
    parameters,
  );
  return pageOf(rows, page, { item: personOf, cursorOf: ({ name, id }) => cursor(name, id) });
}

/** Throws `NOT_FOUND`. */
export async function readPerson(database: Queryable, id: string): Promise<Person> {
  const [row] = await database.query<PersonRow>(`${PERSON} where p.id = $1 group by p.id`, [id]);
  if (row === undefined) throw notFound('person', id);
  return personOf(row);
}

/** Names by id of the people that are there. */
export async function readNames(database: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await database.query<{ id: string; name: string }>(
    'select id, name from people where id = any($1::text[])',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The person a caller knows by an id of its own. */
export async function readPersonByExternalId(
  database: Queryable,
  collectionId: string,
  externalId: string,
): Promise<Person | undefined> {
  const [row] = await database.query<PersonRow>(
    `${PERSON} where p.collection_id = $1 and p.external_id = $2 group by p.id`,
    [collectionId, externalId],
  );
  return row && personOf(row);
}

/** Sets what is given and leaves the rest; `null` takes the end of the time away. Throws `NOT_FOUND`. */
export async function setConsent(
  database: Queryable,
  id: string,
  {
    consent,
    retainUntil,
  }: { readonly consent?: string | undefined; readonly retainUntil?: Date | null | undefined },
): Promise<void> {
  const set = await database.query(
    `update people set consent = coalesce($2, consent),
       retain_until = case when $4::boolean then null else coalesce($3::timestamptz, retain_until) end
     where id = $1 returning id`,
    [id, consent ?? null, retainUntil ?? null, retainUntil === null],
  );
  if (set.length === 0) throw notFound('person', id);
}

/** People whose time is over. */
export async function expiredPeople(database: Queryable, now: Date): Promise<Person[]> {
  const rows = await database.query<PersonRow>(
    `${PERSON} where p.retain_until <= $1::timestamptz group by p.id order by p.id`,
    [now],
  );
  return rows.map(personOf);
}
