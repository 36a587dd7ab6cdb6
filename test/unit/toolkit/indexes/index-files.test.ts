import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServerDatabase } from '../../../../src/adapters/database/server-database.ts';
import type { IndexStamp } from '../../../../src/core/index-stamp.ts';
import { rowRange } from '../../../../src/numerics/matrix.ts';
import { searchable } from '../../../../src/pipeline/recogniser.ts';
import { openIndexStore } from '../../../../src/toolkit/indexes/index-files.ts';
import { stampAsked } from '../../../../src/toolkit/indexes/index-options.ts';
import { madeGallery } from '../../../support/made-gallery.ts';
import { type PgvectorServer, startPgvectorServer } from '../../../support/pgvector-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const GALLERY = searchable(madeGallery({ people: 20, photos: 2, dimension: 16, spread: 0.3 }));
const OTHER = searchable(madeGallery({ people: 20, photos: 2, dimension: 16, spread: 0.3, first: 500 }));
const USEARCH = stampAsked({ index: 'usearch' }) as IndexStamp;

/** What the first three templates find. */
async function found(gallery: string, target = GALLERY, stamp = USEARCH, databaseUrl?: string) {
  await using store = await openIndexStore(stamp, { gallery, databaseUrl });
  await using index = await store.open(target);
  return await index.search(rowRange(target.templates, 0, 3), 2);
}

const filesOf = (gallery: string): string[] => readdirSync(`${gallery}.index`).sort();

describe("a gallery's index", () => {
  it('is made once, beside the gallery, readable by its owner alone, and opened from then on', async () => {
    const gallery = join(temporaryFolder(), 'x.gallery');
    const first = await found(gallery);
    const files = filesOf(gallery);
    expect(files.map((name) => name.split('-')[0])).toEqual(['graph', 'manifest.json', 'vectors']);
    for (const name of files) expect(statSync(join(`${gallery}.index`, name)).mode & 0o077).toBe(0);
    expect(await found(gallery)).toEqual(first);
    expect(filesOf(gallery)).toEqual(files);
  });

  it('is made again for other templates and other settings, and what it replaces goes', async () => {
    const gallery = join(temporaryFolder(), 'x.gallery');
    await found(gallery);
    const files = filesOf(gallery);
    const [[best] = []] = await found(gallery, OTHER);
    expect(best?.id).toBe(0);
    expect(filesOf(gallery)).toHaveLength(3);
    expect(filesOf(gallery)).not.toEqual(files);
    await found(gallery, OTHER, stampAsked({ index: 'exact' }));
    expect(filesOf(gallery).map((name) => name.split('-')[0])).toEqual(['manifest.json', 'vectors']);
  });

  it('that was damaged in any file is made again, and finds the same', async () => {
    const gallery = join(temporaryFolder(), 'x.gallery');
    const expected = await found(gallery);
    for (const damaged of ['graph', 'vectors', 'manifest']) {
      const name = filesOf(gallery).find((file) => file.startsWith(damaged)) ?? '';
      const path = join(`${gallery}.index`, name);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      expect(await found(gallery)).toEqual(expected);
      const again = filesOf(gallery).find((file) => file.startsWith(damaged)) ?? '';
      truncateSync(join(`${gallery}.index`, again), 10);
      expect(await found(gallery)).toEqual(expected);
    }
  });

  it('is what it was before where a save was ended in the middle', async () => {
    const gallery = join(temporaryFolder(), 'x.gallery');
    const expected = await found(gallery);
    const files = filesOf(gallery);
    // What a killed process leaves: files that no manifest names.
    writeFileSync(join(`${gallery}.index`, 'vectors-0123456789abcdef'), 'half');
    expect(await found(gallery)).toEqual(expected);
    expect(filesOf(gallery)).toEqual([...files, 'vectors-0123456789abcdef'].sort());
  });

  it('serves where nothing can be kept', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const [[best] = []] = await found(join(folder, 'file', 'x.gallery'));
    expect(best?.id).toBe(0);
  });
});

describe("a gallery's index in PostgreSQL", () => {
  const pgvector = stampAsked({ index: 'pgvector', indexSettings: { search: 'flat' } }) as IndexStamp;

  it('needs the URL of the database', async () => {
    await expect(openIndexStore(pgvector, { gallery: 'x' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  let server: PgvectorServer;
  beforeAll(async () => {
    server = await startPgvectorServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is made once, kept under the hash of its templates, and made again where rows were changed', async () => {
    const expected = await found('nowhere/x.gallery', GALLERY, pgvector, server.url);
    expect(expected[0]?.[0]?.id).toBe(0);
    await using database = await openServerDatabase(server.url);
    const [kept] = await database.query<{ name: string }>('select name from quen_vector_indexes');
    await database.query(`create table mark as select oid from pg_class where relname = $1`, [
      kept?.name ?? '',
    ]);
    const isTheSame = async (): Promise<boolean> =>
      (await database.query(`select 1 from mark join pg_class using (oid)`)).length === 1;
    expect(await found('nowhere/x.gallery', GALLERY, pgvector, server.url)).toEqual(expected);
    expect(await isTheSame()).toBe(true);
    await database.query(`delete from ${kept?.name} where id = 1`);
    expect(await found('nowhere/x.gallery', GALLERY, pgvector, server.url)).toEqual(expected);
    expect(await isTheSame()).toBe(false);
  });

  it('a temporary one leaves no table behind', async () => {
    await using store = await openIndexStore(pgvector, { gallery: 'x', databaseUrl: server.url });
    const index = await store.makeTemporary(16);
    await index.add([0], rowRange(GALLERY.templates, 0, 1));
    expect(await index.count()).toBe(1);
    await index[Symbol.asyncDispose]();
    await using database = await openServerDatabase(server.url);
    expect(await database.query(`select 1 from pg_class where relname like 'quen_temporary%'`)).toEqual([]);
  });
});
