import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, fourPortraits } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

it('quen export embeddings writes a row a face, for the eyes of its owner alone, twice the same', async () => {
  const folder = temporaryFolder();
  const { emily, tara, emilyAgain } = await fourPortraits();
  const photos = join(folder, 'photos');
  copyPhotos(photos, { 'a/emily.jpg': emily, 'tara.jpg': tara, 'emily-again.jpg': emilyAgain });
  writeFileSync(join(photos, 'broken.jpg'), 'no photo');
  const out = join(folder, 'faces.parquet');
  const args = ['export', 'embeddings', '--photos', photos, '--out', out];
  const said = await quenDone(args);
  expect(said).toContain(`3 faces in 4 photos: ${out}\n  embedding_faceplugin-fr-feature: 512 values\n`);
  expect(said).toContain('left out: broken.jpg');
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(out);
  const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
  const faces = new Map(rows.map((row) => [row.photo, row['embedding_faceplugin-fr-feature'] as number[]]));
  const alike = (a: string, b: string): number =>
    (faces.get(a) as number[]).reduce((sum, value, i) => sum + value * (faces.get(b)?.[i] ?? 0), 0);
  expect(alike('a/emily.jpg', 'emily-again.jpg')).toBeGreaterThan(alike('a/emily.jpg', 'tara.jpg') + 0.2);
  await quenDone(args);
  expect(readFileSync(out).equals(bytes)).toBe(true);
});

const WRONG = [
  { what: 'no source', args: '--out o', code: 'CONFIG_INVALID', exit: 2, says: '--photos' },
  {
    what: 'two sources',
    args: '--photos p --store s --out o',
    code: 'CONFIG_INVALID',
    exit: 2,
    says: '--store',
  },
  {
    what: 'a network for a store',
    args: '--store s --network n --out o',
    code: 'CONFIG_INVALID',
    exit: 2,
    says: 'networks',
  },
  {
    what: 'no such store',
    args: '--store s --out o',
    code: 'STORE_UNREACHABLE',
    exit: 5,
    says: 'does not exist',
  },
  { what: 'an odd store', args: '--store gs://s --out o', code: 'CONFIG_INVALID', exit: 2, says: 's3://' },
];

it.each(WRONG)('quen export embeddings with $what says so and writes nothing', async ({ args, ...fault }) => {
  const cwd = temporaryFolder();
  const ended = await quen(['export', 'embeddings', ...args.split(' ')], { cwd });
  expectFault(ended, { exit: fault.exit, code: fault.code, says: [fault.says] });
  expect(readdirSync(cwd)).toEqual([]);
});
