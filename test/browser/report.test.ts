import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import {
  emptyReport,
  HOSTILE_NAME,
  madeFace,
  madeReport,
  UNPROMISED,
  VIETNAMESE_NFC,
  VIETNAMESE_NFD,
} from '../unit/report/made-report.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { faintTexts } from './contrast.ts';

const PHOTO_COUNT = 40;

describe.skipIf(!hasChromium())('the report page in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quen-report-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a report from its file; `faults` gathers everything it complains of or asks for. */
  async function open(
    model: ReportModel,
    options: BrowserContextOptions = {},
  ): Promise<{ readonly page: Page; readonly faults: string[] }> {
    const file = join(folder, 'report.html');
    await writeFile(file, renderReport(model));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(data|file):/.test(request.url())) faults.push(`request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, faults };
  }

  const visiblePhotos = (page: Page): Promise<number> => page.locator('article.photo:not([hidden])').count();

  const sizes = [1280, 390].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );

  it.each(sizes)('fits $width px in $colorScheme, is readable, and asks for nothing', async (size) => {
    const model = madeReport(PHOTO_COUNT, { threshold: UNPROMISED });
    const viewport = { width: size.width, height: 900 };
    const { page, faults } = await open(model, { viewport, colorScheme: size.colorScheme });
    // Cards that are not laid out yet could hide an overflow.
    await page.evaluate(() => {
      for (const card of document.querySelectorAll('article')) card.style.contentVisibility = 'visible';
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    expect(await faintTexts(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows every photo and no dead controls without JavaScript', async () => {
    const { page, faults } = await open(madeReport(PHOTO_COUNT), { javaScriptEnabled: false });
    expect(await page.locator('article.photo').count()).toBe(PHOTO_COUNT);
    expect(await visiblePhotos(page)).toBe(PHOTO_COUNT);
    expect(await page.locator('#tools').isVisible()).toBe(false);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('finds a name in either normal form, and without its marks', async () => {
    const photos = [VIETNAMESE_NFC, VIETNAMESE_NFD, 'Trần Đức Minh'].map((name, place) => ({
      kind: 'searched' as const,
      photo: `${place}.jpg`,
      faces: [madeFace(name, 0.9)],
    }));
    const { page } = await open(emptyReport({ photos }));
    for (const [words, count] of [
      [VIETNAMESE_NFC, 2],
      [VIETNAMESE_NFD, 2],
      ['tuyet  NGUYEN', 2],
      ['duc', 1],
      ['2.jpg', 1],
      ['nobody', 0],
    ] as const) {
      await page.getByRole('searchbox').fill(words);
      expect([words, await visiblePhotos(page)]).toEqual([words, count]);
    }
    expect(await page.getByRole('status').textContent()).toBe('No photo fits.');
    await page.context().close();
  });

  it('filters by what became of a photo, with the counts it states', async () => {
    const { page } = await open(madeReport(PHOTO_COUNT));
    for (const kind of ['Identified', 'Unknown', 'No face', 'Failed', 'All']) {
      const label = page.locator('.segments label', { hasText: kind });
      await label.click();
      const stated = Number(await label.locator('b').textContent());
      await expect.poll(() => visiblePhotos(page), { message: kind }).toBe(stated);
      expect(stated).toBeGreaterThan(0);
    }
    await page.context().close();
  });

  it('sorts by closeness to the threshold and back', async () => {
    const { page } = await open(madeReport(PHOTO_COUNT));
    const order = (key: string): Promise<number[]> =>
      page.evaluate(
        (name) =>
          Array.from(document.querySelectorAll<HTMLElement>('article.photo'), (card) =>
            Number(card.dataset[name]),
          ),
        key,
      );
    await page.getByLabel('Sort').selectOption('margin');
    const margins = await order('margin');
    expect(margins).toEqual([...margins].sort((a, b) => a - b));
    await page.getByLabel('Sort').selectOption('file');
    expect(await order('order')).toEqual(Array.from({ length: PHOTO_COUNT }, (_, place) => place));
    await page.context().close();
  });

  it('leads from a face to its photo even when the filter hides it', async () => {
    const { page } = await open(madeReport(PHOTO_COUNT));
    await page.getByRole('searchbox').fill('no photo has this name');
    const tile = page.locator('#people a.tile').first();
    const target = (await tile.getAttribute('href')) ?? '';
    await tile.focus();
    await page.keyboard.press('Enter');
    await page.locator(`article${target}:not([hidden])`).waitFor();
    expect(await visiblePhotos(page)).toBe(PHOTO_COUNT);
    await page.context().close();
  });

  it('can be worked with the keyboard alone', async () => {
    const { page } = await open(madeReport(PHOTO_COUNT));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the photos');
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('input[name=kind]:checked').getAttribute('value')).toBe('unknown');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('sort');
    await page.context().close();
  });

  it('names every picture, control and section, with headings in order', async () => {
    const { page } = await open(madeReport(PHOTO_COUNT));
    const nameless = await page.evaluate(() =>
      [
        ...document.querySelectorAll('img:not([alt]), img[alt=""], section:not([aria-labelledby])'),
        ...[...document.querySelectorAll('input, select')].filter(
          (control) => !(control as HTMLInputElement).labels?.length,
        ),
      ].map((element) => element.outerHTML.slice(0, 80)),
    );
    const levels = await page.evaluate(() =>
      Array.from(document.querySelectorAll('h1, h2, h3'), ({ tagName }) => Number(tagName[1])),
    );
    expect(nameless).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, place) => level - (levels[place - 1] ?? 0) > 1)).toEqual([]);
    await page.context().close();
  });

  it('shows a hostile name as text and runs nothing of it', async () => {
    const photos = [{ kind: 'searched' as const, photo: HOSTILE_NAME, faces: [madeFace(HOSTILE_NAME, 0.9)] }];
    const { page, faults } = await open(emptyReport({ photos, title: HOSTILE_NAME }));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(HOSTILE_NAME);
    expect(await page.locator('article.photo h3').textContent()).toBe(HOSTILE_NAME);
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('opens, searches and sorts 2,000 photos without a long wait', async () => {
    const started = performance.now();
    const { page } = await open(madeReport(2000, { shownPhotoCount: 2000 }));
    const opened = performance.now() - started;
    const workedMs = await page.evaluate(() => {
      const search = document.querySelector<HTMLInputElement>('#search');
      const sort = document.querySelector<HTMLSelectElement>('#sort');
      const before = performance.now();
      if (search) search.value = 'minh';
      search?.dispatchEvent(new Event('input', { bubbles: true }));
      if (sort) sort.value = 'margin';
      sort?.dispatchEvent(new Event('input', { bubbles: true }));
      // Reading a size forces the layout into the time measured.
      document.body.getBoundingClientRect();
      return performance.now() - before;
    });
    console.info(`2,000 photos: open ${opened.toFixed(0)} ms, search and sort ${workedMs.toFixed(0)} ms`);
    expect(workedMs).toBeLessThan(5000);
    await page.context().close();
  });
});
