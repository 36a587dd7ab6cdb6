import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PhotoResult, Threshold } from '../../dist/index.js';
import { startPgvectorServer } from '../support/pgvector-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

interface Results {
  readonly threshold: Threshold;
  readonly photos: readonly PhotoResult[];
}

const resultsOf = (out: string): Results => JSON.parse(readFileSync(join(out, 'identities.json'), 'utf8'));

/** Who was named in each face, and with what scores. */
const answersOf = (out: string): unknown[] =>
  resultsOf(out).photos.flatMap((photo) =>
    photo.kind === 'searched'
      ? photo.faces.map(({ decision, candidates: [best], nearest }) => ({ decision, best, nearest }))
      : [],
  );

async function enrolledBy(index: readonly string[], name: string): Promise<string> {
  const { people, strangers } = await demoPhotos();
  const gallery = join(temporaryFolder(), `${name}.gallery`);
  await quenDone(['enrol', '--people', people, '--strangers', strangers, '--out', gallery, ...index]);
  return gallery;
}

async function identifiedBy(gallery: string, more: readonly string[] = []): Promise<string> {
  const { photos } = await demoPhotos();
  const out = join(temporaryFolder(), 'out');
  await quenDone(['identify', '--gallery', gallery, '--photos', photos, '--out', out, ...more]);
  return out;
}

describe('a gallery that is searched through an index', () => {
  it('names as comparing with every template does, where the index finds all there is', async () => {
    const plain = await identifiedBy(await enrolledBy(['--rule', 'nearest'], 'plain'));
    expect(resultsOf(plain).threshold).not.toHaveProperty('index');
    for (const kind of ['exact', 'usearch']) {
      const out = await identifiedBy(await enrolledBy(['--index', kind], kind));
      expect(answersOf(out)).toEqual(answersOf(plain));
      expect(resultsOf(out).threshold.value).toBe(resultsOf(plain).threshold.value);
      expect(resultsOf(out).threshold.index?.kind).toBe(kind);
    }
  });

  it('tells what its index misses, where that may be anything', async () => {
    const { people } = await demoPhotos();
    const out = join(temporaryFolder(), 'told.gallery');
    const enrolling = ['enrol', '--people', people, '--out', out, '--index'];
    expect(await quenDone([...enrolling, 'usearch'])).toMatch(
      /found the nearest photo there is in 4 of 4 searches for enrolled people, and in 19 of 19 searches for strangers/,
    );
    expect(await quenDone([...enrolling, 'exact'])).not.toContain('nearest photo');
  });

  it('keeps its index beside it, and makes it again when it is gone', async () => {
    const gallery = await enrolledBy(['--index', 'usearch', '--index-settings', 'm=8,ef-search=64'], 'kept');
    const before = answersOf(await identifiedBy(gallery));
    const folder = `${gallery}.index`;
    expect(readdirSync(folder)).toHaveLength(3);
    rmSync(folder, { recursive: true });
    expect(answersOf(await identifiedBy(gallery))).toEqual(before);
    expect(existsSync(join(folder, 'manifest.json'))).toBe(true);
  });

  it('is refused through another index than it was calibrated with, in either direction, and taken when its threshold is set anew', async () => {
    const { photos } = await demoPhotos();
    const out = join(temporaryFolder(), 'out');
    const searched = (gallery: string, index: readonly string[]) =>
      quen(['identify', '--gallery', gallery, '--photos', photos, '--out', out, '--index', ...index]);
    const [plain, usearch] = [await enrolledBy([], 'plain'), await enrolledBy(['--index', 'usearch'], 'us')];
    const says = ['calibrated by searches through', '--recalibrate'];
    for (const ended of [
      await searched(plain, ['usearch']),
      await searched(usearch, ['exact']),
      await searched(usearch, ['usearch', '--index-settings', 'ef-search=32']),
    ])
      expectFault(ended, { exit: 3, code: 'GALLERY_INDEX_MISMATCH', says });
    const anew = await identifiedBy(plain, ['--index', 'usearch', '--recalibrate']);
    expect(resultsOf(anew).threshold).toMatchObject({
      index: { kind: 'usearch' },
      setOn: 'leave-one-identity-out',
    });
  });

  it('is searched in PostgreSQL, whose URL stands in no file', async () => {
    await using server = await startPgvectorServer();
    const database = ['--index-database', server.url];
    const plain = answersOf(await identifiedBy(await enrolledBy(['--rule', 'nearest'], 'plain')));
    const flat = ['--index', 'pgvector', '--index-settings', 'search=flat'];
    const gallery = await enrolledBy([...flat, ...database], 'rows');
    expect(existsSync(`${gallery}.index`)).toBe(false);
    const out = await identifiedBy(gallery, database);
    expect(answersOf(out)).toEqual(plain);
    for (const file of [gallery, ...readdirSync(out).map((name) => join(out, name))])
      expect(readFileSync(file, 'latin1')).not.toContain(server.url);
  });

  it('asks for what it needs: a rule that an index serves, and the database of pgvector', async () => {
    const { people } = await demoPhotos();
    const enrolling = ['enrol', '--people', people, '--out', join(temporaryFolder(), 'x')];
    expectFault(await quen([...enrolling, '--index', 'usearch', '--rule', 'mean']), {
      exit: 2,
      code: 'CONFIG_INVALID',
      says: ['nearest'],
    });
    expectFault(await quen([...enrolling, '--index', 'pgvector'], { env: { DATABASE_URL: '' } }), {
      exit: 2,
      code: 'CONFIG_INVALID',
      says: ['--index-database'],
    });
    expectFault(await quen([...enrolling, '--index', 'usearch', '--index-settings', 'm']), {
      exit: 2,
      code: 'CONFIG_INVALID',
      says: ['NAME=VALUE'],
    });
  });
});
