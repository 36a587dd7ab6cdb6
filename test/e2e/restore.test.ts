import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, demoPhotos, fourPortraits, itWithModels, MODELS } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

describe('--restore', () => {
  itWithModels('adds its network to those that run.json lists', async () => {
    const folder = temporaryFolder();
    const { emily, tara, emilyAgain } = await fourPortraits();
    copyPhotos(folder, { 'people/emily/1.jpg': emily, 'people/tara/1.jpg': tara, 'pile/1.jpg': emilyAgain });
    const [people, pile, out] = ['people', 'pile', 'out'].map((name) => join(folder, name));
    const args = ['identify', '--people', people, '--photos', pile, '--out', out];
    await quenDone([...args, '--restore', 'fsrcnn-x2'], { env: { QUEN_MODELS: MODELS } });
    const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
    expect(run.options.restorer).toBe('fsrcnn-x2');
    expect(run.networks.map(({ task }: { task: string }) => task)).toEqual([
      'detector',
      'embedder',
      'restorer',
    ]);
  });

  it('takes no network of another kind', async () => {
    const { people, photos } = await demoPhotos();
    const args = ['identify', '--people', people, '--photos', photos, '--restore', 'faceplugin-fr-feature'];
    const says = ['faceplugin-fr-feature', 'kind embedder'];
    expectFault(await quen(args), { exit: 2, code: 'CONFIG_INVALID', says });
  });

  it('says what to do for a network whose file is not here', async () => {
    const { people, photos } = await demoPhotos();
    const args = ['identify', '--people', people, '--photos', photos, '--restore', 'colorization-eccv16'];
    const ended = await quen(args, { env: { QUEN_MODELS: temporaryFolder() } });
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stderr).toMatch(/colorization_release_v2-9b330a0b\.pth.*quen networks import/);
  });
});
