import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadNetwork } from '../../src/adapters/onnx/load-network.ts';
import { galleryGraph } from '../../src/bundle/gallery-graph.ts';
import { headGraph } from '../../src/heads/head-graph.ts';
import { ldaHead } from '../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../../src/heads/nearest-neighbours.ts';
import { pldaHead } from '../../src/heads/plda.ts';
import type { NetworkCard } from '../../src/networks/card.ts';
import { CATALOGUE } from '../../src/networks/catalogue.ts';
import { sharedNetworks } from '../support/detector-networks.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { BUNDLE_SET, trainedBundle } from '../support/trained-bundle.ts';
import { trainedSnapshot } from '../support/trained-snapshot.ts';

const PYTHON = '/usr/bin/python3';
const SCRIPT = join(import.meta.dirname, 'onnx-checker.py');
const hasChecker = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
if (!hasChecker) console.warn("SKIPPED: ONNX's own checker, for want of Debian's python3-onnx.");

const store = sharedNetworks();
const present: NetworkCard[] = [];
for (const card of CATALOGUE) if ((await store.state(card)).kind === 'present') present.push(card);

test.skipIf(!hasChecker)(
  'every prepared network whose files are here passes ONNX’s own checker',
  async () => {
    const folder = temporaryFolder();
    const paths: string[] = [];
    for (const card of present) {
      for (const [place, graph] of (await loadNetwork(card, store)).entries()) {
        const path = join(folder, `${card.name}-${place}.onnx`);
        writeFileSync(path, graph);
        paths.push(path);
      }
    }
    expect(execFileSync(PYTHON, [SCRIPT, ...paths], { encoding: 'utf8' })).toBe('');
  },
);

test.skipIf(!hasChecker)(
  'every exported head passes ONNX’s own checker, and so do the templates',
  async () => {
    const folder = temporaryFolder();
    const closedForm = [
      nearestClassMeanHead(),
      ldaHead(),
      ldaHead({ score: 'log-likelihood' }),
      pldaHead(),
      nearestNeighboursHead(1),
      nearestNeighboursHead(5),
    ];
    const heads = closedForm.map((head) => ({ head, weight: 1 }));
    const bundle = await trainedBundle({ heads, rejection: 'gallery' });
    const trained = (['mlp', 'method-mlp', 'linear', 'arcface', 'cosface'] as const).map((name) =>
      trainedSnapshot(name, 2, BUNDLE_SET),
    );
    const snapshots = [...bundle.heads.map(({ snapshot }) => snapshot), ...trained];
    const graphs = [...snapshots.map(headGraph), galleryGraph(bundle.gallery)];
    const paths = graphs.map((_, place) => join(folder, `${place}-${snapshots[place]?.head}.onnx`));
    for (const [place, graph] of graphs.entries()) writeFileSync(paths[place], graph);
    expect(execFileSync(PYTHON, [SCRIPT, ...paths], { encoding: 'utf8' })).toBe('');
  },
);

test.skipIf(!hasChecker)('the checker finds a graph that has no name', () => {
  const path = join(temporaryFolder(), 'broken.onnx');
  writeFileSync(path, new Uint8Array([8, 8, 58, 0]));
  expect(execFileSync(PYTHON, [SCRIPT, path], { encoding: 'utf8' })).toContain('broken.onnx');
});
