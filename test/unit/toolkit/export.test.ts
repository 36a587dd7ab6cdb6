import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { writeBundle } from '../../../src/adapters/files/bundle-store.ts';
import { ldaHead } from '../../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../../src/heads/nearest-class-mean.ts';
import { galleryRecogniser } from '../../../src/pipeline/recogniser.ts';
import { exportHeads } from '../../../src/toolkit/export.ts';
import { madeProbes, madeStrangers } from '../../support/made-embeddings.ts';
import { largestDifference, scoresOfGraph } from '../../support/score-graph.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type BundleParts, PEOPLE_COUNT, trainedBundle, writeTrained } from '../../support/trained-bundle.ts';

let folder: string;
let out: string;

beforeEach(() => {
  folder = temporaryFolder();
  out = join(folder, 'exported');
  vi.stubEnv('QUEN_CACHE', temporaryFolder());
  return () => {
    vi.unstubAllEnvs();
  };
});

const exported = async (parts: BundleParts, fpir = 0.01) =>
  await exportHeads({ bundle: await writeTrained(folder, await trainedBundle(parts)), out, fpir });

test('every head is a file that scores as it does, with its hash and its share in the description', async () => {
  const heads = [
    { weight: 3, head: nearestClassMeanHead() },
    { weight: 1, head: ldaHead() },
  ];
  const { files, description } = await exported({ heads, rejection: 'head' });
  expect(files).toEqual(['head-1.onnx', 'head-2.onnx', 'export.json']);
  expect(readdirSync(out).sort()).toEqual([...files].sort());
  expect(JSON.parse(readFileSync(join(out, 'export.json'), 'utf8'))).toEqual(description);
  const probes = madeProbes(PEOPLE_COUNT);
  for (const [place, { head }] of heads.entries()) {
    const { name, sha256, weight } = description.heads[place];
    const graph = readFileSync(join(out, name));
    expect(sha256).toBe(createHash('sha256').update(graph).digest('hex'));
    expect(weight).toBe([0.75, 0.25][place]);
    expect(statSync(join(out, name)).mode & 0o077).toBe(0);
    const { values } = await head.predict(probes);
    expect(largestDifference(await scoresOfGraph(graph, probes.rows), values)).toBeLessThan(1e-5);
  }
});

test('the description has the columns, the networks with their pixels, the threshold and the licences', async () => {
  const strangers = madeStrangers(2, 'class');
  const heads = [{ weight: 1, head: nearestClassMeanHead() }];
  const { description } = await exported({ heads, rejection: 'head', strangers }, 0.05);
  const { identities, networks, decision, licences } = description;
  expect(identities).toEqual(['person 0', 'person 1', 'person 2', 'person 3']);
  expect(description.heads).toMatchObject([
    { head: 'class-mean', score_kind: 'cosine', columns: 5, stranger_column: 4 },
  ]);
  expect(networks).toMatchObject([
    {
      name: 'made-network',
      sha256: createHash('sha256')
        .update(Uint8Array.of(1, 2, 3))
        .digest('hex'),
      input: { widthPx: 112, colourOrder: 'RGB', mean: [0, 0, 0] },
      normalisation: 'l2',
      template: { name: '112x112' },
    },
  ]);
  expect(networks[0].template?.points.map((point) => point.length)).toEqual([2, 2, 2, 2, 2]);
  expect(decision.threshold).toMatchObject({ fpirAsked: 0.05, personCount: 200, isPromised: true });
  expect(decision.threshold.value).toBeGreaterThan(0.4);
  expect(licences).toEqual([{ network: 'made-network', stated: 'none', limits: 'none', source: 'made up' }]);
});

test('where the gallery rejects, its templates are a file too, with the scores of its search', async () => {
  const parts = { heads: [{ weight: 1, head: nearestClassMeanHead() }], rejection: 'gallery' } as const;
  const { files, description } = await exported(parts);
  expect(files).toEqual(['head-1.onnx', 'templates.onnx', 'export.json']);
  expect(description.templates).toMatchObject({ name: 'templates.onnx', rule: 'blend' });
  const { gallery } = await trainedBundle(parts);
  const { rows } = madeProbes(1);
  const unit = { ...rows, data: rows.data.map((value) => value / Math.hypot(...rows.data)) };
  const [hit] = await galleryRecogniser(gallery).search(unit, { candidateCount: PEOPLE_COUNT });
  const found = await scoresOfGraph(readFileSync(join(out, 'templates.onnx')), rows);
  for (const { identity, score } of hit.candidates) expect(found.data[identity]).toBeCloseTo(score, 5);
});

test('a card of another file than the bundle was made with is refused, and nothing is written', async () => {
  const bundle = await trainedBundle({
    heads: [{ weight: 1, head: nearestClassMeanHead() }],
    rejection: 'head',
  });
  const path = await writeTrained(folder, bundle);
  const sha256 = 'c'.repeat(64);
  const { manifest, gallery } = bundle;
  await writeBundle(path, {
    ...bundle,
    manifest: { ...manifest, networks: [{ ...manifest.networks[0], sha256 }] },
    gallery: { ...gallery, embedders: [{ ...gallery.embedders[0], sha256 }] },
  });
  await expect(exportHeads({ bundle: path, out })).rejects.toMatchObject({
    code: 'GALLERY_NETWORK_MISMATCH',
  });
  expect(readdirSync(folder)).toEqual(['people.quen']);
});

test('what is no bundle is refused, and nothing is written', async () => {
  const path = join(folder, 'people.quen');
  writeFileSync(path, 'not a bundle');
  await expect(exportHeads({ bundle: path, out })).rejects.toMatchObject({ code: 'BUNDLE_FORMAT' });
  expect(readdirSync(folder)).toEqual(['people.quen']);
});
