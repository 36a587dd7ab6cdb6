import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixesFileSchema } from '../../src/audit/fix.ts';
import { renderAudit } from '../../src/report/audit/render-audit.ts';
import { madeAudit } from '../unit/report/audit/made-audit.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { faintTexts } from './contrast.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(!hasChromium())('the page of an audit in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quen-audit-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the page from its file; `faults` gathers everything it complains of or asks for. */
  async function open(
    options: BrowserContextOptions = {},
  ): Promise<{ readonly page: Page; readonly faults: string[] }> {
    const file = join(folder, 'audit.html');
    await writeFile(file, [...renderAudit(madeAudit())].join(''));
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(20_000);
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(data|file|blob):/.test(request.url())) faults.push(`request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, faults };
  }

  const tick = (page: Page, finding: string): Promise<void> =>
    page.locator(`input[data-finding="${finding}"]`).check();

  const sizes = [1280, 390].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );

  it.each(sizes)(
    'fits $width px in $colorScheme, is readable, and asks for nothing',
    async ({ width, colorScheme }) => {
      const { page, faults } = await open({ viewport: { width, height: 900 }, colorScheme });
      await page.evaluate(() => {
        for (const card of document.querySelectorAll('article')) card.style.contentVisibility = 'visible';
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await faintTexts(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it.each(['light', 'dark'] as const)(
    'has no accessibility fault that axe knows, in %s',
    async (colorScheme) => {
      const { page } = await open({ colorScheme, bypassCSP: true });
      await page.addScriptTag({ path: AXE });
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.context().close();
    },
  );

  it('saves the list with what was ticked accepted, ready to be applied', async () => {
    const { page, faults } = await open({ acceptDownloads: true });
    await tick(page, 'f0002');
    await tick(page, 'f0003');
    expect(await page.locator('#accepted').textContent()).toBe('2 fixes accepted, 2 photos to move');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()]);
    expect(download.suggestedFilename()).toBe('accepted-fixes.json');
    const list = fixesFileSchema.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
    expect(list.fixes.map(({ finding, accepted }) => [finding, accepted])).toEqual([
      ['f0001', false],
      ['f0002', true],
      ['f0003', true],
    ]);
    expect(list.people).toBe('/p');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('does not save two fixes that move one photo to two places, and says which', async () => {
    const { page } = await open();
    expect(await page.locator('#download').isEnabled()).toBe(false);
    await tick(page, 'f0001');
    expect(await page.locator('#download').isEnabled()).toBe(true);
    await tick(page, 'f0002');
    expect(await page.locator('#download').isEnabled()).toBe(false);
    expect(await page.locator('#clash').textContent()).toContain('f0001 and f0002 both move Anna Berg/1.jpg');
    await page.context().close();
  });

  it('shows every finding and no dead controls without JavaScript', async () => {
    const { page, faults } = await open({ javaScriptEnabled: false });
    expect(await page.locator('article').count()).toBe(4);
    expect(await page.locator('input:visible, button:visible').count()).toBe(0);
    expect(await page.locator('.plain:visible').count()).toBe(3);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
