import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../../adapters/database/database.ts';
import { type InnerProductSession, openInnerProducts } from '../../adapters/onnx/inner-products.ts';
import { makeExactIndex, openExactIndex } from '../../adapters/vector-index/exact-index.ts';
import { pgvectorSettingsSchema, usearchSettingsSchema } from '../../adapters/vector-index/index-settings.ts';
import { isQuenError, QuenError } from '../../core/errors.ts';
import type { IndexStamp } from '../../core/index-stamp.ts';
import type { SearchableGallery } from '../../gallery/identity-scores.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { addTemplates, indexableRows } from '../../pipeline/indexed/indexed-gallery.ts';
import type { MakeIndex, VectorIndex } from '../../vector-index/vector-index.ts';
import { parseOptions } from '../parse-options.ts';

/** Fixed, so that a result never depends on the threads that a machine has. */
const PRODUCT_THREADS = 2;

/** Indexes of one kind and settings, where one gallery's are kept. */
export interface IndexStore extends AsyncDisposable {
  readonly stamp: IndexStamp;
  /** Makes an index that is not kept. */
  readonly makeTemporary: MakeIndex;
  /** Compares with all templates, whatever the kind. */
  readonly innerProducts: AsyncInnerProducts;
  /** The index of a gallery: the one that was kept of these very templates, or one made anew and kept. Throws `ABORTED`. */
  open(target: SearchableGallery, signal?: AbortSignal): Promise<VectorIndex>;
}

/** Where a store keeps its indexes. */
export interface StorePlace {
  /** Path of the gallery's file. */
  readonly gallery: string;
  readonly databaseUrl?: string | undefined;
}

/** Opens the store of a gallery's indexes: files beside it or, for pgvector, tables. Throws `CONFIG_INVALID` and `DATABASE_*`. */
export async function openIndexStore(
  stamp: IndexStamp,
  { gallery, databaseUrl }: StorePlace,
): Promise<IndexStore> {
  const database = stamp.kind === 'pgvector' ? await openDatabase(databaseUrl) : undefined;
  // Only a threshold that is set through an approximate index needs them.
  let products: Promise<InnerProductSession> | undefined;
  const makers = await indexMakers(stamp, { folder: `${gallery}.index`, database });
  return {
    stamp,
    makeTemporary: (dimension) => makers.make(dimension, { name: tableName('temporary'), isTemporary: true }),
    innerProducts: async (a, b) => {
      products ??= openInnerProducts({ threads: PRODUCT_THREADS });
      return await (await products).innerProducts(a, b);
    },
    open: (target, signal) => openOrMake(makers, target, signal),
    [Symbol.asyncDispose]: async () => {
      await (await products)?.[Symbol.asyncDispose]();
      await database?.[Symbol.asyncDispose]();
    },
  };
}

interface IndexMakers {
  /** Where an index in files is kept. */
  readonly folder: string;
  make(
    dimension: number,
    table: { readonly name: string; readonly isTemporary: boolean },
  ): Promise<VectorIndex>;
  open(source: string): Promise<VectorIndex>;
}

/** What an index runs on is loaded when it is chosen. */
async function indexMakers(
  { kind, settings }: IndexStamp,
  { folder, database }: { readonly folder: string; readonly database: Database | undefined },
): Promise<IndexMakers> {
  const threads = { threads: PRODUCT_THREADS };
  switch (kind) {
    case 'exact':
      return {
        folder,
        make: (dimension) => makeExactIndex(dimension, threads),
        open: (source) => openExactIndex(folder, source, threads),
      };
    case 'usearch': {
      const { makeUsearchIndex, openUsearchIndex } = await import(
        '../../adapters/vector-index/usearch-index.ts'
      );
      const parsed = parseOptions(usearchSettingsSchema, settings);
      return {
        folder,
        make: async (dimension) => makeUsearchIndex(dimension, parsed),
        open: (source) => openUsearchIndex(folder, source, parsed),
      };
    }
    case 'pgvector': {
      if (database === undefined) throw new QuenError('CONFIG_INVALID', NO_DATABASE);
      const { makePgvectorIndex, openPgvectorIndex } = await import(
        '../../adapters/vector-index/pgvector-index.ts'
      );
      const parsed = parseOptions(pgvectorSettingsSchema, settings);
      return {
        folder,
        make: (dimension, table) => makePgvectorIndex(dimension, { database, ...table }, parsed),
        open: (source) => openPgvectorIndex(source, database, parsed),
      };
    }
  }
}

async function openOrMake(
  makers: IndexMakers,
  target: SearchableGallery,
  signal: AbortSignal | undefined,
): Promise<VectorIndex> {
  const source = hashOf(target.templates);
  try {
    return await makers.open(source);
  } catch (cause) {
    // What is not there, damaged or of other templates is made again: the gallery has all that it takes.
    if (!isQuenError(cause, 'INDEX_FORMAT')) throw cause;
  }
  const index = await makers.make(target.templates.cols, { name: tableName('kept'), isTemporary: false });
  try {
    await addTemplates(index, target, { rows: indexableRows(target).within, signal });
    await keepWherePossible(index, { folder: makers.folder, source });
    return index;
  } catch (cause) {
    await index[Symbol.asyncDispose]();
    throw cause;
  }
}

/** A gallery may lie where nothing can be written, such as on a shared disk: its index is then made for every run. */
async function keepWherePossible(
  index: VectorIndex,
  { folder, source }: { readonly folder: string; readonly source: string },
): Promise<void> {
  try {
    await index.save(folder, source);
  } catch (cause) {
    if (!isQuenError(cause, 'OUTPUT_UNWRITABLE')) throw cause;
  }
}

function hashOf({ data }: Matrix): string {
  const hash = createHash('sha256');
  // In parts: one call takes at most 2 GiB.
  for (let at = 0; at < data.length; at += HASHED_AT_ONCE) {
    const part = data.subarray(at, at + HASHED_AT_ONCE);
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return hash.digest('hex');
}

const HASHED_AT_ONCE = 1 << 24;

/** A name of its own for every table, so that processes that make one at the same time do not meet. */
function tableName(what: 'kept' | 'temporary'): string {
  return `quen_${what}_${randomBytes(8).toString('hex')}`;
}

const NO_DATABASE =
  'The gallery is searched through pgvector: give the URL of its database (--index-database, or DATABASE_URL).';

async function openDatabase(url: string | undefined): Promise<Database> {
  if (url === undefined) throw new QuenError('CONFIG_INVALID', NO_DATABASE);
  const { openServerDatabase } = await import('../../adapters/database/server-database.ts');
  return await openServerDatabase(url);
}
