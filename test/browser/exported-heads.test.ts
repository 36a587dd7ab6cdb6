import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ldaHead } from '../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../../src/heads/nearest-neighbours.ts';
import { row } from '../../src/numerics/matrix.ts';
import { exportHeads } from '../../src/toolkit/export.ts';
import { embeddingsOf, madeProbes } from '../support/made-embeddings.ts';
import { BUNDLE_SET, PEOPLE_COUNT, trainedBundle, writeTrained } from '../support/trained-bundle.ts';
import { restoredHead, trainedSnapshot } from '../support/trained-snapshot.ts';
import { hasChromium, launchChromium } from './chromium.ts';

const SERVER = resolve(import.meta.dirname, '../../examples/browser/serve.mjs');

describe.skipIf(!hasChromium())('the example page in a browser', () => {
  const mlp = restoredHead(trainedSnapshot('method-mlp', 3, BUNDLE_SET));
  const heads = [
    { weight: 0.5, head: nearestClassMeanHead() },
    { weight: 0.25, head: ldaHead() },
    { weight: 0.15, head: nearestNeighboursHead(3) },
    // Not trained, so its opinion must not count for much.
    { weight: 0.1, head: { ...mlp, fit: async () => undefined } },
  ];
  let browser: Browser;
  let folder: string;
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quen-export-'));
    vi.stubEnv('QUEN_CACHE', join(folder, 'cache'));
    const bundle = await trainedBundle({ heads, rejection: 'gallery' });
    await exportHeads({ bundle: await writeTrained(folder, bundle), out: join(folder, 'exported') });
    server = spawn(process.execPath, [SERVER, join(folder, 'exported'), '0'], { stdio: 'pipe' });
    const [line] = await once(server.stdout ?? server, 'data');
    address = String(line).trim();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    server?.kill();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page once its heads are loaded; `faults` gathers what it complains of, `sent` all that left it. */
  async function open(): Promise<{
    readonly page: Page;
    readonly faults: string[];
    readonly sent: string[];
  }> {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    const faults: string[] = [];
    const sent: string[] = [];
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (!request.url().startsWith('data:') && origin !== new URL(address).origin) sent.push(request.url());
      if (request.method() !== 'GET' || request.postData() !== null) sent.push(request.method());
    });
    await page.goto(address);
    await page.getByRole('button', { name: 'Name it' }).and(page.locator(':enabled')).waitFor();
    return { page, faults, sent };
  }

  async function nameOf(page: Page, embedding: ArrayLike<number>): Promise<string | null> {
    await page.getByLabel('Embedding').fill(JSON.stringify([...Array.from(embedding)]));
    const before = await page.locator('#answer').textContent();
    await page.evaluate(() => {
      const answer = document.querySelector('#answer');
      if (answer) answer.textContent = '';
    });
    await page.getByRole('button', { name: 'Name it' }).click();
    await expect
      .poll(() => page.locator('#answer').textContent(), { message: `after ${before}` })
      .not.toBe('');
    return await page.locator('#answer').textContent();
  }

  it('scores as the heads do, to 1e-5', async () => {
    const { page } = await open();
    const probes = madeProbes(PEOPLE_COUNT);
    const embeddings = Array.from({ length: PEOPLE_COUNT }, (_, p) => [...row(probes.rows, p)]);
    // As text: the test runner would rewrite an import that it sees.
    const found: number[][] = await page.evaluate(`(async () => {
      const { loadExport, headScores } = await import('/exported-heads.js');
      const loaded = await loadExport('export/');
      const all = [];
      for (const values of ${JSON.stringify(embeddings)})
        all.push([...(await headScores(loaded, Float32Array.from(values)))]);
      return all;
    })()`);
    const due = await Promise.all(heads.map(({ head }) => head.predict(probes)));
    let largest = 0;
    for (let p = 0; p < PEOPLE_COUNT; p++)
      for (let c = 0; c < PEOPLE_COUNT; c++) {
        const sum = heads.reduce((total, { weight }, h) => total + weight * row(due[h].values, p)[c], 0);
        largest = Math.max(largest, Math.abs(found[p][c] - sum));
      }
    console.info(`Largest difference between browser and predict: ${largest.toExponential(1)}`);
    expect(largest).toBeLessThan(1e-5);
    await page.close();
  });

  it('names people and calls a stranger unknown, sends nothing and complains of nothing', async () => {
    const { page, faults, sent } = await open();
    const probes = madeProbes(PEOPLE_COUNT).rows;
    for (let p = 0; p < PEOPLE_COUNT; p++) expect(await nameOf(page, row(probes, p))).toBe(`person ${p}`);
    const stranger = embeddingsOf([row(probes, 0).map((value) => -value)]).rows;
    expect(await nameOf(page, stranger.data)).toBe('unknown');
    expect(await page.locator('#candidates tbody tr').count()).toBe(PEOPLE_COUNT);
    expect(sent).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('makes an embedding up on request, and it is nobody’s', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Make one up' }).click();
    const made = JSON.parse(await page.getByLabel('Embedding').inputValue()) as number[];
    expect(made).toHaveLength(16);
    expect(Math.hypot(...made)).toBeCloseTo(1, 4);
    await page.close();
  });

  it.each(['[1, 2]', 'nonsense', `[${'0,'.repeat(15)}0]`, '[]'])(
    'says what is wrong with %s',
    async (text) => {
      const { page } = await open();
      await page.getByLabel('Embedding').fill(text);
      await page.getByRole('button', { name: 'Name it' }).click();
      await expect.poll(() => page.locator('#answer').textContent()).toMatch(/16 numbers|JSON/);
      expect(await page.locator('#candidates').isVisible()).toBe(false);
      await page.close();
    },
  );

  it.each(['/../package.json', '/export/..%2f..%2fpackage.json', '/.hidden', '/export/'])(
    'does not serve %s',
    async (path) => {
      expect((await fetch(new URL(path, address))).status).toBe(404);
    },
  );
});
