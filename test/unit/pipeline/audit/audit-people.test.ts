import { describe, expect, it } from 'vitest';
import { UPRIGHT_FIVE_POINTS } from '../../../../src/core/five-points.ts';
import type { Extraction } from '../../../../src/core/photo.ts';
import { row } from '../../../../src/numerics/matrix.ts';
import { auditPeople } from '../../../../src/pipeline/audit/audit-people.ts';
import type { LabelledExtraction } from '../../../../src/pipeline/enrol.ts';
import { noiseImage } from '../../../support/images.ts';
import { inOwnFolders, type MadeFile, madeFolders, plainPorts } from '../../../support/made-folders.ts';

const COUNTS = Array.from({ length: 30 }, (_, n) => 3 + (n % 3));
const BOX = { xPx: 20, yPx: 20, widthPx: 70, heightPx: 80 };

/** What an earlier run measured of one face: nothing to complain of. */
const MEASURED = new TextEncoder().encode(
  JSON.stringify([
    {
      facePx: 120,
      pose: { yawDeg: 0 },
      sharpness: 0.3,
      underexposedShare: 0,
      overexposedShare: 0,
      flatShare: 0.02,
      overall: 0.9,
    },
  ]),
);

/** Extracted photos of made people; every photo is a picture of its own. */
function extracted(files: readonly MadeFile[]): LabelledExtraction[] {
  const { faces, photos } = madeFolders(files);
  return files.map(({ folder }, n) => {
    const embeddings = [row(faces.templates, n).slice()];
    const face = { box: BOX, landmarks: UPRIGHT_FIVE_POINTS, score: 0.9, embeddings };
    const extraction: Extraction = {
      kind: 'faces',
      widthPx: 112,
      heightPx: 112,
      rung: 'normal',
      faces: [face],
    };
    const name = photos[n]?.name ?? '';
    return {
      photo: { path: `/people/${name}`, name },
      sha256: photos[n]?.sha256 ?? '',
      extraction,
      label: folder,
    };
  });
}

/** Ports whose photos are noise of their own; those of `gone` are not there any more. */
function ports(gone: readonly string[] = []) {
  const shas = new Map<string, string>();
  return {
    ...plainPorts,
    concurrency: 2,
    shas,
    read: async ({ name }: { readonly name: string }) => ({
      bytes: new Uint8Array(1),
      sha256: gone.includes(name) ? 'another' : (shas.get(name) ?? ''),
    }),
    decode: async (_: Uint8Array, sha256: string) => ({
      image: noiseImage(112, 112, Number.parseInt(sha256.slice(-6), 10) + 1),
      widthPx: 112,
      heightPx: 112,
    }),
    measures: { get: () => MEASURED, set: () => undefined },
  };
}

async function auditOf(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[] = [],
  gone: readonly string[] = [],
) {
  const fake = ports(gone);
  for (const { photo, sha256 } of [...people, ...strangers]) fake.shas.set(photo.name, sha256);
  return await auditPeople({ people, strangers }, fake, { minConfidence: 0.5, control: {} });
}

/** Findings about who is who; noise is no good face. */
const aboutPeople = ({ findings }: Awaited<ReturnType<typeof auditOf>>) =>
  findings.filter(({ kind }) =>
    [
      'wrong-person',
      'far-from-everybody',
      'same-person',
      'two-people',
      'exact-copy',
      'near-copy',
      'no-face',
      'unreadable',
    ].includes(kind),
  );

describe('an audit of people', () => {
  it('finds nothing where every photo is in its own folder', async () => {
    expect(aboutPeople(await auditOf(extracted(inOwnFolders(COUNTS))))).toEqual([]);
  });

  it('finds a photo in the wrong folder and where it belongs', async () => {
    const found = await auditOf(extracted([...inOwnFolders(COUNTS), { shows: 'p003', folder: 'p010' }]));
    expect(aboutPeople(found)).toMatchObject([
      {
        kind: 'wrong-person',
        id: 'f0001',
        people: ['p010', 'p003'],
        proposal: { kind: 'move', person: 'p003' },
      },
    ]);
    expect(found.counts).toEqual({ people: 30, photos: 120 + 1, faces: 121 });
  });

  it('finds a folder of two people as one thing, and the folder the smaller part belongs to', async () => {
    const mixed = Array.from({ length: 3 }, () => ({ shows: 'p004', folder: 'p011' }));
    const found = aboutPeople(await auditOf(extracted([...inOwnFolders(COUNTS), ...mixed])));
    expect(found).toMatchObject([
      {
        kind: 'two-people',
        people: ['p011', 'p004'],
        proposal: { kind: 'move', person: 'p004', isNew: false },
      },
    ]);
  });

  it('finds the same file under two people as one thing, and takes it from the wrong one', async () => {
    const people = extracted([...inOwnFolders(COUNTS), { shows: 'p003', folder: 'p010' }]);
    const [original] = people.filter(({ label }) => label === 'p003');
    const copied = people.map((photo, n) =>
      n === people.length - 1 && original
        ? { ...photo, sha256: original.sha256, extraction: original.extraction }
        : photo,
    );
    expect(aboutPeople(await auditOf(copied))).toMatchObject([
      { kind: 'exact-copy', proposal: { kind: 'set-aside', photos: [copied.at(-1)?.photo.name] } },
    ]);
  });

  it('takes a stranger in a folder for the stranger handed in', async () => {
    const files = [
      ...inOwnFolders(COUNTS),
      { shows: 'q', folder: 'p002' },
      ...Array.from({ length: 4 }, () => ({ shows: 'q', folder: 'q' })),
    ];
    const all = extracted(files);
    const found = aboutPeople(await auditOf(all.slice(0, -4), all.slice(-4)));
    expect(found).toMatchObject([
      { kind: 'wrong-person', people: ['p002'], proposal: { kind: 'set-aside' } },
    ]);
    expect(found[0]?.reason).toContain('q (stranger), a stranger handed in');
  });

  it('takes a photo that has gone or changed meanwhile for no copy, and goes on', async () => {
    const people = extracted(inOwnFolders(COUNTS));
    const [first, second] = people;
    const twin = people.map((photo) =>
      photo === second && first ? { ...photo, extraction: first.extraction } : photo,
    );
    const gone = [first?.photo.name ?? ''];
    expect(aboutPeople(await auditOf(twin, [], gone))).toEqual([]);
  });

  it('looks at two photos, at photos without a face and at files that cannot be read', async () => {
    const [one, two] = extracted(inOwnFolders([2]));
    const failed: Extraction = { kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'It is empty.' };
    const people = [
      { ...one, extraction: { kind: 'no-face', widthPx: 9, heightPx: 9 } },
      { ...two, sha256: '', extraction: failed },
    ] as LabelledExtraction[];
    expect((await auditOf(people)).findings.map(({ kind }) => kind)).toEqual(['no-face', 'unreadable']);
    expect(aboutPeople(await auditOf(extracted(inOwnFolders([2]))))).toEqual([]);
  });

  it('stops on request', async () => {
    const people = extracted(inOwnFolders(COUNTS));
    const control = { signal: AbortSignal.abort() };
    await expect(
      auditPeople({ people, strangers: [] }, ports(), { minConfidence: 0.5, control }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
