import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { nearestClassMeanHead } from '../../src/heads/nearest-class-mean.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trainedBundle, writeTrained } from '../support/trained-bundle.ts';
import { expectFault, quen, quenDone } from './quen.ts';

it('quen export writes the heads of a bundle, says what they promise and on what terms', async () => {
  const folder = temporaryFolder();
  const QUEN_CACHE = temporaryFolder();
  vi.stubEnv('QUEN_CACHE', QUEN_CACHE);
  const heads = [{ weight: 1, head: nearestClassMeanHead() }];
  const bundle = await writeTrained(folder, await trainedBundle({ heads, rejection: 'gallery' }));
  vi.unstubAllEnvs();
  const out = join(folder, 'exported');
  const args = ['export', '--onnx', '--bundle', bundle, '--out', out, '--fpir', '0.05'];
  const said = await quenDone(args, { env: { QUEN_CACHE } });
  expect(said).toContain(`${out}: head-1.onnx, templates.onnx, export.json\n`);
  expect(said).toContain('200 people');
  expect(said).toContain('  made-network: none. none\n');
  const written = readdirSync(out).sort();
  expect(written).toEqual(['export.json', 'head-1.onnx', 'templates.onnx']);
  const bytes = written.map((name) => readFileSync(join(out, name)));
  await quenDone(args, { env: { QUEN_CACHE } });
  expect(written.map((name) => readFileSync(join(out, name)))).toEqual(bytes);
});

const WRONG = [
  { what: 'no format', args: '--bundle b --out o', code: 'CONFIG_INVALID', says: '--onnx' },
  { what: 'no bundle', args: '--onnx --out o', code: 'CONFIG_INVALID', says: 'bundle: missing' },
  { what: 'a rate of 2', args: '--onnx --bundle b --out o --fpir 2', code: 'CONFIG_INVALID', says: 'fpir' },
  { what: 'no such file', args: '--onnx --bundle b --out o', code: 'BUNDLE_FORMAT', says: 'does not exist' },
];

it.each(WRONG)('quen export with $what says so and writes nothing', async ({ args, code, says }) => {
  const cwd = temporaryFolder();
  const exit = code === 'CONFIG_INVALID' ? 2 : 3;
  expectFault(await quen(['export', ...args.split(' ')], { cwd }), { exit, code, says: [says] });
  expect(readdirSync(cwd)).toEqual([]);
});

it('quen export of a file that is no bundle says so and writes nothing', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'people.quen'), 'QUENBNDL and then nothing');
  const ended = await quen(['export', '--onnx', '--bundle', 'people.quen', '--out', 'o'], { cwd });
  expectFault(ended, { exit: 3, code: 'BUNDLE_FORMAT', says: ['people.quen', 'quen train'] });
  expect(readdirSync(cwd)).toEqual(['people.quen']);
});
