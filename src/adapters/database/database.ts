/** A value a statement can be given. */
export type SqlValue =
  | string
  | number
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly string[]
  | readonly number[];

/** Something statements can be sent to: a database, or a transaction in it. */
export interface Queryable {
  /** Runs one statement with `$1`, `$2`, ... @returns its rows, by column name. Throws `DATABASE_*` */
  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

/** A PostgreSQL, embedded or a server: the same statements for both. */
export interface Database extends Queryable, AsyncDisposable {
  readonly kind: 'embedded' | 'server';
  /** Runs statements of which all or none take effect; throws what `work` throws, and then none did. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Runs several statements, divided by `;`, that take no parameters and give no rows. Throws `DATABASE_*` */
  script(sql: string): Promise<void>;
}
