import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { enrolGallery, identify, type PhotoResult } from '../../dist/index.js';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos, readTable } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

const TRUTH: Record<string, string[]> = {
  'sample (1).jpg': ['emily willis', 'jessica smith', 'laura tilling', 'tara sanford'],
  'sample (2).jpg': ['tara sanford'],
  'sample (3).jpg': ['emily willis'],
  'sample (4).jpg': ['jessica smith'],
  'sample (5).jpg': ['laura tilling'],
};

beforeAll(async () => {
  await demoPhotos();
});

function named(photos: readonly PhotoResult[]): Record<string, string[]> {
  const pairs = photos.flatMap((photo) => {
    if (photo.kind !== 'searched') return [];
    const names = photo.faces.flatMap(({ decision }) =>
      decision.kind === 'identified' ? [decision.identity] : [],
    );
    return names.length === 0 ? [] : [[photo.photo, names.sort()] as const];
  });
  return Object.fromEntries(pairs);
}

const resultsOf = (out: string): { photos: PhotoResult[] } =>
  JSON.parse(readFileSync(join(out, 'identities.json'), 'utf8'));

describe('quen demo', () => {
  it('names everybody it knows in the five photos that show them, and no stranger', async () => {
    const out = join(temporaryFolder(), 'out');
    const said = await quenDone(['demo', '--out', out]);
    expect(said).toContain('41 photos');
    expect(said).toContain(`Look at ${join(out, 'report.html')}`);
    expect(named(resultsOf(out).photos)).toEqual(TRUTH);
    expect(readdirSync(out).sort()).toEqual(['identities.csv', 'identities.json', 'report.html', 'run.json']);
  });

  it('prints the identify command that does the same', async () => {
    const folder = temporaryFolder();
    const said = await quenDone(['demo', '--out', join(folder, 'demo')]);
    const [command = ''] = said.split('\n');
    const args = command.split(' ').slice(1);
    args[args.indexOf('--out') + 1] = join(folder, 'identify');
    await quenDone(args);
    const runs = ['demo', 'identify'].map((run) =>
      readFileSync(join(folder, run, 'identities.json'), 'utf8'),
    );
    expect(runs[0]).toBe(runs[1]);
  });
});

describe('quen identify', () => {
  it('writes the same answers to identities.csv and identities.json', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const out = join(temporaryFolder(), 'out');
    await quenDone([
      'identify',
      '--people',
      people,
      '--strangers',
      strangers,
      '--photos',
      photos,
      '--out',
      out,
    ]);
    const rows = readTable(join(out, 'identities.csv'));
    const candidates = [1, 2, 3, 4, 5].map((rank) => `candidate_${rank}`);
    expect(Object.keys(rows[0])).toEqual([
      ...['photo', 'face', 'box', ...candidates, 'probability', 'decision', 'identity', 'reason'],
    ]);
    const flat = resultsOf(out).photos.flatMap((photo): Record<string, string>[] => {
      if (photo.kind !== 'searched') return [{ photo: photo.photo, decision: photo.kind, identity: '' }];
      return photo.faces.map(({ decision }) => ({
        photo: photo.photo,
        decision: decision.kind,
        identity: decision.kind === 'identified' ? decision.identity : '',
      }));
    });
    expect(rows.map(({ photo, decision, identity }) => ({ photo, decision, identity }))).toEqual(flat);
    for (const row of rows.filter(({ decision }) => decision === 'identified')) {
      expect(row['candidate_1']).toMatch(new RegExp(`^${row['identity']}:0\\.\\d{4}$`));
      expect(Number(row['probability'])).toBeGreaterThan(0.5);
    }
  });

  it('states lower probabilities where more strangers are expected, and decides the same', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const facesAt = async (share: string) => {
      const out = join(folder, share);
      const sources = ['--people', people, '--photos', photos];
      await quenDone(['identify', ...sources, '--stranger-share', share, '--out', out]);
      const { probability } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
      expect(probability.model.strangerShare).toBe(Number(share));
      expect(probability.learntFrom).toMatchObject({
        matedPeople: 4,
        nonMatedSetOn: 'leave-one-identity-out',
      });
      return resultsOf(out).photos.flatMap((photo) => (photo.kind === 'searched' ? photo.faces : []));
    };
    const [few, many] = [await facesAt('0.1'), await facesAt('0.9')];
    expect(few.length).toBeGreaterThan(0);
    few.forEach(({ probability, decision }, place) => {
      expect(probability).toBeGreaterThan(many[place]?.probability ?? 1);
      expect(decision).toEqual(many[place]?.decision);
    });
  });

  it.each(['1', '-0.1', 'half'])('refuses %s as the share of strangers', async (share) => {
    const ended = await quen(['identify', '--people', 'a', '--photos', 'b', `--stranger-share=${share}`]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['strangerShare'] });
  });

  it('gives the same identities.csv from a gallery as from the photos it was enrolled from', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const gallery = join(folder, 'office.quen');
    const known = ['--people', people, '--strangers', strangers];
    const said = await quenDone(['enrol', ...known, '--out', gallery]);
    expect(said).toBe(`4 people enrolled from 19 photos: ${gallery}\n`);
    const rest = ['--photos', photos, '--fpir', '0.05', '--out'];
    await quenDone(['identify', '--gallery', gallery, ...rest, join(folder, 'a')]);
    await quenDone(['identify', ...known, ...rest, join(folder, 'b')]);
    const tables = ['a', 'b'].map((out) => readFileSync(join(folder, out, 'identities.csv'), 'utf8'));
    expect(tables[0]).toBe(tables[1]);
  });
});

describe('the library', () => {
  it('identifies and enrols as the commands do, and writes nothing without a place to write to', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const seen: number[] = [];
    const found = await identify(
      { people, strangers, photos, fpir: 0.05 },
      { onProgress: ({ doneCount }) => seen.push(doneCount) },
    );
    expect(named(found.photos)).toEqual(TRUTH);
    expect(seen.at(-1)).toBe(found.photoCount);
    const { gallery, skipped } = await enrolGallery({ people, out: join(temporaryFolder(), 'g.quen') });
    expect(gallery.identities).toEqual(found.identities);
    expect(skipped).toEqual([]);
  });
});
