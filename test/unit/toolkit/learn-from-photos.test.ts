import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExtractedPhoto } from '../../../src/core/photo.ts';
import { unitRows } from '../../../src/heads/classed-rows.ts';
import { row, stackRows } from '../../../src/numerics/matrix.ts';
import type { LabelledExtraction } from '../../../src/pipeline/enrol.ts';
import {
  type LearningSources,
  type LearntPhotos,
  learnFromPhotos,
} from '../../../src/toolkit/learn-from-photos.ts';
import { madeNumbers } from '../../support/made-numbers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DIMENSION = 64;
const PEOPLE = 150;
const STRANGERS = 150;

/** Every third photo of a person is a poor one, which one enrolled photo alone does not always name. */
function face(person: string, photo: number): Float32Array {
  const spread = photo % 3 === 0 ? 1.5 : 0.8;
  const noise = madeNumbers(`${person} ${photo}`, DIMENSION, [-spread, spread]);
  const values = madeNumbers(person, DIMENSION, [-1, 1]).map((value, k) => value + (noise[k] ?? 0));
  return row(unitRows(stackRows([values], DIMENSION)), 0);
}

function extracted(name: string, embedding: Float32Array): ExtractedPhoto {
  const found = { box: { xPx: 0, yPx: 0, widthPx: 9, heightPx: 9 }, score: 1, embeddings: [embedding] };
  return {
    photo: { name, path: name },
    sha256: `hash of ${name}`,
    extraction: { kind: 'faces', rung: 'normal', widthPx: 9, heightPx: 9, faces: [found] },
  } as unknown as ExtractedPhoto;
}

const photosOf = (people: number, name: string, numbers: readonly number[]): LabelledExtraction[] =>
  Array.from({ length: people }, (_, n) => `${name} ${n}`).flatMap((label) =>
    numbers.map((number) => ({ ...extracted(`${label}/${number}.jpg`, face(label, number)), label })),
  );

function madeSources(): LearningSources {
  const enrolled = photosOf(PEOPLE, 'person', [0, 1, 2]).filter(
    ({ label, photo }) => Number(label.slice(7)) % 2 === 0 || photo.name.endsWith('1.jpg'),
  );
  const identities = [...new Set(enrolled.map(({ label }) => label))];
  return {
    gallery: {
      embedders: [{ name: 'made', sha256: '00' }],
      identities,
      faces: enrolled.map(({ label, photo, sha256 }) => ({
        photo: photo.name,
        sha256,
        identity: identities.indexOf(label),
        box: { xPx: 0, yPx: 0, widthPx: 9, heightPx: 9 },
        rung: 'normal' as const,
      })),
      templates: stackRows(
        enrolled.map(({ label, photo }) => face(label, Number(photo.name.at(-5)))),
        DIMENSION,
      ),
      nonMated: { rule: 'blend', setOn: 'leave-one-identity-out', people: [[0.1], [0.2]] },
    },
    strangers: photosOf(STRANGERS, 'stranger', [1]),
    probes: [...photosOf(PEOPLE, 'person', [3, 4, 5]), ...photosOf(STRANGERS, 'nobody', [1])],
  };
}

const sources = madeSources();
let learnt: LearntPhotos;

beforeAll(async () => {
  learnt = await learnFromPhotos(sources, {});
});

describe('learnFromPhotos', () => {
  it('lets many faces join, nearly all under their own name, and says so', () => {
    const { labels, learning } = learnt;
    expect(labels.length).toBeGreaterThan(PEOPLE);
    const wrong = labels.filter(
      ({ photo, named }) => named.kind === 'unknown' || !photo.startsWith(`${named.identity}/`),
    );
    expect(wrong.length / labels.length).toBeLessThan(0.03);
    expect(learning).toMatchObject({ faceCount: labels.length, revokedCount: 0, barredCount: 0 });
    expect(learning.roundCount).toBeGreaterThanOrEqual(1);
    expect(learning.statement).toContain(`${labels.length} faces of the photos joined the templates in`);
    const [before, after] = [learning.leakFree[0], learning.leakFree[learning.roundCount]];
    expect(learning.statement).toContain(`${before?.map5.toFixed(4)} before`);
    expect(learning.statement).toContain(`${after?.map5.toFixed(4)} after`);
  });

  it('gives the same bytes again', async () => {
    const again = await learnFromPhotos(madeSources(), {});
    const bytes = ({ labels, learning, recogniser }: LearntPhotos): string =>
      JSON.stringify([labels, learning, recogniser.nonMated, recogniser.mated]);
    expect(bytes(again)).toBe(bytes(learnt));
  });

  it('gives a revoked face no label, and nothing is left of what it taught', async () => {
    const [revoked] = learnt.labels;
    const file = writtenFile([revoked]);
    const without = await learnFromPhotos(sources, { revoke: file });
    expect(without.learning).toMatchObject({ revokedCount: 1, barredCount: 1 });
    expect(without.labels.some(({ photo }) => photo === revoked?.photo)).toBe(false);
    expect(without.labels.length).toBeGreaterThan(PEOPLE);
    const probes = sources.probes.filter(({ photo }) => photo.name !== revoked?.photo);
    const neverThere = await learnFromPhotos({ ...sources, probes }, {});
    expect(namesOf(without)).toEqual(namesOf(neverThere));
    expect(without.learning.leakFree).toEqual(neverThere.learning.leakFree);
  });

  it('takes back all labels of a file that it gave', async () => {
    const without = await learnFromPhotos(sources, { revoke: writtenFile(learnt.labels) });
    const revoked = new Set(learnt.labels.map(({ photo }) => photo));
    expect(without.learning.revokedCount).toBe(revoked.size);
    expect(without.labels.filter(({ photo }) => revoked.has(photo))).toEqual([]);
  });

  it.each([
    ['of a face that is not there', [{ photo: 'gone.jpg' }], 'gone.jpg'],
    ['that is no list of labels', 'all of them', 'no usable pseudo-labels'],
  ])('refuses a list to revoke %s', async (_, changes, says) => {
    const [label] = learnt.labels;
    const value = typeof changes === 'string' ? changes : changes.map((change) => ({ ...label, ...change }));
    await expect(learnFromPhotos(sources, { revoke: writtenFile(value) })).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringContaining(says),
    });
  });

  it('names by the gallery alone, and says why, where nobody has two photos', async () => {
    const { gallery } = sources;
    const first = gallery.identities.map((_, identity) =>
      gallery.faces.findIndex((found) => found.identity === identity),
    );
    const single = {
      ...gallery,
      faces: first.flatMap((n) => gallery.faces[n] ?? []),
      templates: stackRows(
        first.map((n) => row(gallery.templates, n)),
        DIMENSION,
      ),
    };
    const { learning, labels, recogniser } = await learnFromPhotos({ ...sources, gallery: single }, {});
    expect(labels).toEqual([]);
    expect(learning).toMatchObject({ faceCount: 0, roundCount: 0 });
    expect(learning.statement).toMatch(/^No face of the photos joined the templates: .*nobody has two/);
    expect(recogniser.nonMated).toBe(gallery.nonMated);
  });

  it('lets nobody join who is in the pile twice or enrolled already', async () => {
    const [probe] = sources.probes;
    const copy = { ...probe, photo: { name: 'copy.jpg', path: 'copy.jpg' } } as ExtractedPhoto;
    const enrolled = photosOf(1, 'person', [1]);
    const probes = [...sources.probes, copy, ...enrolled];
    const { learning, labels } = await learnFromPhotos({ ...sources, probes }, {});
    expect(learning.barredCount).toBe(3);
    const barred = [probe?.photo.name, 'copy.jpg', enrolled[0]?.photo.name];
    expect(labels.filter(({ photo }) => barred.includes(photo))).toEqual([]);
  });
});

const namesOf = ({ labels }: LearntPhotos) =>
  labels.map(({ photo, named, round }) => ({ photo, named, round }));

function writtenFile(value: unknown): string {
  const path = join(temporaryFolder(), 'revoked.json');
  writeFileSync(path, JSON.stringify(value));
  return path;
}
