import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FaceResult, PhotoResult } from '../../dist/index.js';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos, itWithLfw, writeLfwTask } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

interface Results {
  readonly threshold: { readonly value: number; readonly rejector?: string };
  readonly photos: readonly PhotoResult[];
}

const resultsOf = (out: string): Results => JSON.parse(readFileSync(join(out, 'identities.json'), 'utf8'));

function facesOf({ photos }: Results): FaceResult[] {
  return photos.flatMap((photo) => (photo.kind === 'searched' ? photo.faces : []));
}

describe('a rejector', () => {
  it('decides who is named, in a gallery as in one go, and says what it decided by', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const sources = ['--people', people, '--strangers', strangers, '--rejector', 'learned'];
    const [once, later] = [join(folder, 'once'), join(folder, 'later')];
    await quenDone(['identify', ...sources, '--photos', photos, '--out', once]);
    const gallery = join(folder, 'people.gallery');
    await quenDone(['enrol', ...sources, '--out', gallery]);
    await quenDone(['identify', '--gallery', gallery, '--photos', photos, '--out', later]);
    expect(resultsOf(later)).toEqual(resultsOf(once));
    const { threshold } = resultsOf(once);
    expect(threshold.rejector).toBe('learned');
    const faces = facesOf(resultsOf(once));
    for (const { acceptance = Number.NaN, decision, reason } of faces) {
      expect(decision.kind).toBe(acceptance >= threshold.value ? 'identified' : 'unknown');
      expect(reason).toContain("rejector 'learned': ");
    }
    expect(faces.filter(({ decision }) => decision.kind === 'identified')).toHaveLength(8);
    expect(readFileSync(join(once, 'report.html'), 'utf8')).toContain(
      'The rejector &#39;learned&#39; decides',
    );
    expect(JSON.parse(readFileSync(join(later, 'run.json'), 'utf8')).options.rejector).toBe('learned');
  });

  it('that needs no strangers is set on the enrolled where there are none, and orders candidates no differently', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const candidatesBy = async (rejector: string) => {
      const out = join(folder, rejector);
      await quenDone([
        'identify',
        '--people',
        people,
        '--photos',
        photos,
        '--rejector',
        rejector,
        '--out',
        out,
      ]);
      return facesOf(resultsOf(out)).map(({ candidates }) => candidates);
    };
    expect(await candidatesBy('distance-ratio')).toEqual(await candidatesBy('none'));
  });

  it('of scores of heads is kept in a bundle, which is not exported', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const bundle = join(folder, 'people.quen');
    const sources = ['--people', people, '--strangers', strangers];
    const said = await quenDone([
      'train',
      ...sources,
      '--head',
      'linear',
      '--rejector',
      'energy',
      '--out',
      bundle,
    ]);
    expect(said).toContain('rejected by the rejector');
    expect(said).toContain('linear, rejector rejects');
    const out = join(folder, 'out');
    await quenDone(['identify', '--gallery', bundle, '--photos', photos, '--out', out]);
    const { threshold } = resultsOf(out);
    expect(threshold.rejector).toBe('energy');
    for (const { acceptance = Number.NaN, decision } of facesOf(resultsOf(out)))
      expect(decision.kind).toBe(acceptance >= threshold.value ? 'identified' : 'unknown');
    const ended = await quen(['export', '--onnx', '--bundle', bundle, '--out', join(folder, 'onnx')]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['energy', '--rejector'] });
  });

  itWithLfw('is judged by evaluate, alone and with a head', async () => {
    const { train, test, strangers, images } = writeLfwTask(temporaryFolder());
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    const said = await quenDone(['evaluate', ...tables, '--fpir', '0.1', '--rejector', 'adaptive-norm']);
    expect(said).toContain('10 searches for enrolled people, 10 for strangers');
    const withHead = ['--head', 'class-mean', '--rejector', 'mean-cosine'];
    const more = await quenDone(['evaluate', ...tables, '--fpir', '0.1', ...withHead]);
    expect(more).toContain('class-mean, rejector rejects');
  });

  it.each([
    ['a name that is none of one', ['--rejector', 'magic'], ['learned', 'mean-cosine', 'none']],
    ['no strangers to learn from', ['--rejector', 'learned'], ['--strangers']],
    ['no head to ask', ['--rejector', 'energy'], ['head']],
    ['photos to name that teach', ['--rejector', 'mean-cosine', '--learn-from-photos'], ['learnFromPhotos']],
    ['the autoencoder, which tells nobody apart', ['--rejector', 'autoencoder'], ['must be one of']],
  ])('is refused with %s', async (_, flags, says) => {
    const ended = await quen(['identify', '--people', 'a', '--photos', 'b', ...flags]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['rejector', ...says] });
  });

  it('is refused for a gallery that was made with another, as is another rule', async () => {
    const { people, photos } = await demoPhotos();
    const gallery = join(temporaryFolder(), 'people.gallery');
    await quenDone(['enrol', '--people', people, '--out', gallery]);
    for (const [flag, value, kept] of [
      ['--rejector', 'mean-cosine', "'none'"],
      ['--rule', 'nearest', "'blend'"],
    ] as const) {
      const ended = await quen(['identify', '--gallery', gallery, '--photos', photos, flag, value]);
      const says = [gallery, kept, `${flag} ${value}`];
      expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says });
    }
  });
});
