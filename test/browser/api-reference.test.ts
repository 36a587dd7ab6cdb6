import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { madeService } from '../support/made-service.ts';
import { OPEN_SETTINGS } from '../support/service-client.ts';
import { hasChromium, launchChromium } from './chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures of the page go, if anywhere. */
const PICTURES = process.env.QUEN_PICTURES;

/** Each width and each scheme once: axe takes its time over so long a page. */
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

describe.skipIf(!hasChromium())('the page of the API', () => {
  let browser: Browser;
  let listening: Listening;
  beforeAll(async () => {
    // The page is made of the document alone.
    const none = { kind: 'embedded', query: async () => [], transaction: () => Promise.reject(new Error()) };
    const watch = { report: () => undefined, stopping: new AbortController().signal };
    listening = await listen(createApp(madeService(none as never), OPEN_SETTINGS, watch), OPEN_SETTINGS);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await listening.stop();
  });

  const openReference = async (width: number, colorScheme: 'light' | 'dark') => {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
    const page = await context.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${listening.url}/docs`);
    return { page, asked, faults };
  };

  it.each(LOOKS)(
    'fits $width px in $colorScheme and has no fault that axe finds',
    async ({ width, colorScheme }) => {
      const { page } = await openReference(width, colorScheme);
      if (PICTURES !== undefined) await picture(page, `api-${width}-${colorScheme}`);
      await page.evaluate(AXE);
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.context().close();
    },
  );

  it('asks for nothing but itself and its style, and breaks no policy', async () => {
    const { page, asked, faults } = await openReference(1280, 'light');
    expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([
      `${listening.url}/docs`,
      `${listening.url}/docs/style.css`,
    ]);
    expect(faults.filter((fault) => !/404/.test(fault))).toEqual([]);
    await page.context().close();
  });

  it('leads from every link within it to a place that is there', async () => {
    const { page } = await openReference(1280, 'light');
    const lost = await page.$$eval('a[href^="#"]', (links) =>
      links
        .map((link) => link.getAttribute('href') ?? '')
        .filter((href) => document.getElementById(href.slice(1)) === null),
    );
    expect(lost).toEqual([]);
    const ids = await page.$$eval('[id]', (marked) => marked.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
    await page.context().close();
  });
});

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES ?? '', { recursive: true });
  await page.screenshot({ path: join(PICTURES ?? '', `${name}.png`) });
  await page.evaluate(
    "document.getElementById('post-v1-collections-collectionid-identify').scrollIntoView()",
  );
  await page.screenshot({ path: join(PICTURES ?? '', `${name}-operation.png`) });
}
