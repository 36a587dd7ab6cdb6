import { throwIfAborted } from '../../core/errors.ts';
import type { IndexStamp } from '../../core/index-stamp.ts';
import { float32Error } from '../../numerics/float32-error.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { float16Error, isCertain } from '../../vector-index/certainty.ts';
import { assertNewIds, assertUnitVectors, idTaken } from '../../vector-index/check-vectors.ts';
import { bestFirst, exactCosine } from '../../vector-index/kept-vectors.ts';
import type { VectorHit, VectorIndex } from '../../vector-index/vector-index.ts';
import type { Database } from '../database/database.ts';
import { indexFault } from './index-folder.ts';
import type { PgvectorSettings } from './index-settings.ts';
import { findSaved, makeTable, saveRecord, type VectorTable } from './pgvector-table.ts';

const ADDED_AT_ONCE = 500;
const PROBES_AT_ONCE = 32;
/** Rows looked at beyond those asked for, so that rounding can be shown not to have lost one. */
const MARGIN = 16;
/** The widest walk that pgvector allows. */
const EF_MOST = 1000;

/** Where a pgvector index is. */
export interface PgvectorPlace {
  readonly database: Database;
  /** Of the table: small letters, digits and underscores. */
  readonly name: string;
  /** Whether the table goes when the index is closed; it stays when absent. */
  readonly isTemporary?: boolean;
}

/**
 * An index in a table of PostgreSQL with pgvector, so that many processes search one. Rows are ordered by the database and scored
 * anew by the exact cosines of their float32 vectors, which stand beside. What is awaited is committed. A table of the
 * name is made anew. Throws `DATABASE_*`.
 */
export async function makePgvectorIndex(
  dimension: number,
  { isTemporary = false, ...place }: PgvectorPlace,
  settings: PgvectorSettings,
): Promise<VectorIndex> {
  const table = { ...place, dimension, precision: settings.precision, isTemporary };
  await makeTable(table);
  return new PgvectorIndex(table, settings);
}

/** Opens the pgvector index that was saved of a source with the same settings, checking every row. Throws `INDEX_FORMAT` and `DATABASE_*`. */
export async function openPgvectorIndex(
  source: string,
  database: Database,
  settings: PgvectorSettings,
): Promise<VectorIndex> {
  const found = await findSaved(database, { source, settings });
  return new PgvectorIndex(
    { ...found, database, precision: settings.precision, isTemporary: false },
    settings,
  );
}

class PgvectorIndex implements VectorIndex {
  readonly stamp: IndexStamp;
  readonly isExact: boolean;
  readonly dimension: number;
  readonly #table: VectorTable;
  readonly #settings: PgvectorSettings;

  constructor(table: VectorTable, settings: PgvectorSettings) {
    this.stamp = { kind: 'pgvector', settings: { ...settings } };
    this.isExact = settings.search === 'flat';
    this.dimension = table.dimension;
    this.#table = table;
    this.#settings = settings;
  }

  async count(): Promise<number> {
    const [first] = await this.#table.database.query<{ count: string }>(
      `select count(*) as count from ${this.#table.name}`,
    );
    return Number(first?.count ?? 0);
  }

  async add(ids: readonly number[], vectors: Matrix, signal?: AbortSignal): Promise<void> {
    assertNewIds(ids, vectors);
    assertUnitVectors(vectors, this.dimension);
    const { database, name, precision } = this.#table;
    const taken = await database.query<{ id: string }>(
      `select id from ${name} where id = any($1::bigint[]) order by id limit 1`,
      [ids],
    );
    if (taken[0] !== undefined) throw idTaken(Number(taken[0].id));
    await database.transaction(async (transaction) => {
      for (let first = 0; first < ids.length; first += ADDED_AT_ONCE) {
        throwIfAborted(signal);
        const some = ids.slice(first, first + ADDED_AT_ONCE);
        const rows = some.map((_, n) => row(vectors, first + n));
        await transaction.query(
          `insert into ${name} (id, searched, exact)
           select id, searched::${precision}, decode(exact, 'base64')
           from unnest($1::bigint[], $2::text[], $3::text[]) as given (id, searched, exact)`,
          [some, rows.map(vectorText), rows.map((values) => bytesOf(values).toString('base64'))],
        );
      }
    });
  }

  async remove(ids: readonly number[]): Promise<number> {
    const { database, name } = this.#table;
    const gone = await database.query(`delete from ${name} where id = any($1::bigint[]) returning id`, [ids]);
    return gone.length;
  }

  async search(probes: Matrix, k: number): Promise<VectorHit[][]> {
    assertUnitVectors(probes, this.dimension);
    if (this.#settings.search === 'hnsw') await this.#makeGraph();
    const hits: VectorHit[][] = [];
    for (let first = 0; first < probes.rows; first += PROBES_AT_ONCE) {
      const some = rowRange(probes, first, Math.min(first + PROBES_AT_ONCE, probes.rows));
      hits.push(...(this.isExact ? await this.#exactHits(some, k) : await this.#graphHits(some, k)));
    }
    return hits;
  }

  async save(_folder: string, source: string): Promise<void> {
    await saveRecord(this.#table, { source, settings: this.#settings });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { database, name, isTemporary } = this.#table;
    if (isTemporary) await database.query(`drop table if exists ${name}`);
  }

  /** After the first vectors are there: a graph is made faster of many at once. Later ones are linked as they come. */
  async #makeGraph(): Promise<void> {
    const { database, name, precision } = this.#table;
    const { m, 'ef-construction': width } = this.#settings;
    await database.query(
      `create index if not exists ${name}_graph on ${name}
       using hnsw (searched ${precision}_ip_ops) with (m = ${m}, ef_construction = ${Math.max(width, 2 * m)})`,
    );
  }

  async #graphHits(probes: Matrix, k: number): Promise<VectorHit[][]> {
    const { 'ef-search': width, rescore } = this.#settings;
    const limit = Math.max(k, rescore);
    const settings = [
      'set local enable_seqscan = off',
      `set local hnsw.ef_search = ${Math.min(EF_MOST, Math.max(width, limit))}`,
    ];
    const found = await this.#lookUp(probes, limit, settings);
    return found.map((rows) =>
      rows
        .map(({ hit }) => hit)
        .sort(bestFirst)
        .slice(0, k),
    );
  }

  async #exactHits(probes: Matrix, k: number): Promise<VectorHit[][]> {
    const limit = Math.max(k, this.#settings.rescore) + MARGIN;
    // A table that once had a graph is still to be read row by row.
    const settings = ['set local enable_indexscan = off'];
    const found = await this.#lookUp(probes, limit, settings);
    return await Promise.all(
      found.map(async (rows, p) => {
        const hits = rows
          .map(({ hit }) => hit)
          .sort(bestFirst)
          .slice(0, k);
        const { precision } = this.#settings;
        const error = precision === 'halfvec' ? float16Error(this.dimension) : float32Error(this.dimension);
        const lastProduct = rows.at(-1)?.product ?? 0;
        if (rows.length < limit || isCertain({ hits, lastProduct, error })) return hits;
        const [again = []] = await this.#exactHits(rowRange(probes, p, p + 1), limit * 4);
        return again.slice(0, k);
      }),
    );
  }

  /** The rows of the largest products with each probe, by the database. */
  async #lookUp(probes: Matrix, limit: number, settings: readonly string[]): Promise<LookedUp[][]> {
    const { database, name, precision } = this.#table;
    const texts = Array.from({ length: probes.rows }, (_, p) => vectorText(row(probes, p)));
    const rows = await database.transaction(async (transaction) => {
      for (const setting of settings) await transaction.query(setting);
      return await transaction.query<{ p: string; id: string; exact: Uint8Array; product: number }>(
        // Texts become vectors once, not once for each row.
        `with probe as materialized (
           select p, given::${precision}(${this.dimension}) as v from unnest($1::text[]) with ordinality as texts (given, p)
         )
         select p, id, exact, product from probe cross join lateral (
           select id, exact, -(searched <#> v) as product from ${name} order by searched <#> v limit ${limit}
         ) as near
         order by p, product desc`,
        [texts],
      );
    });
    const found: LookedUp[][] = Array.from({ length: probes.rows }, () => []);
    for (const { p, id, exact, product } of rows) {
      const probe = Number(p) - 1;
      const score = exactCosine(row(probes, probe), floatsOf(exact, { name, dimension: this.dimension }));
      found[probe]?.push({ hit: { id: Number(id), score }, product });
    }
    return found;
  }
}

interface LookedUp {
  readonly hit: VectorHit;
  /** By which the database orders. */
  readonly product: number;
}

function vectorText(values: Float32Array): string {
  return `[${values.join(',')}]`;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function floatsOf(
  bytes: Uint8Array,
  { name, dimension }: { readonly name: string; readonly dimension: number },
): Float32Array {
  if (bytes.byteLength !== dimension * 4) throw indexFault(name, 'a row is not as long as it should be');
  // A copy: bytes of a message need not begin where a float may.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
