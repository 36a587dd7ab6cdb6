import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../chromium.ts';
import { faintTexts } from '../contrast.ts';
import { HOSTILE_NAME, MADE_ID, madePeople } from './made-people.ts';
import { MADE_URL, madeService } from './made-service.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [, HOSTILE] = madePeople(2);
/** Every page, with a text that says that it is there, in both languages. */
const PAGES: Readonly<Record<string, RegExp | string>> = {
  '#/': /^(Collections|Bộ sưu tập)$/,
  try: /Who is in a photo|Ai trong ảnh/,
  people: /^(People|Mọi người)$/,
  [`people/${HOSTILE.id}`]: HOSTILE_NAME,
  queue: /Questions for you|Câu hỏi cho bạn/,
  findings: /Is everybody right|Mọi người có đúng không/,
  groups: /Unknown people|Người chưa biết/,
  jobs: /^(Many photos|Nhiều ảnh)$/,
  figures: /How sure is it|Chắc đến mức nào/,
  history: /^(History|Lịch sử)$/,
  privacy: /^(Privacy|Riêng tư)$/,
};
const hashOf = (path: string): string => (path === '#/' ? path : `#/c/${MADE_ID}/${path}`);

describe.skipIf(!hasChromium())('the look of the review page', () => {
  let browser: Browser;
  let photo: Buffer;

  beforeAll(async () => {
    browser = await launchChromium();
    photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#557' } })
      .jpeg()
      .toBuffer();
  });

  afterAll(() => browser?.close());

  async function open(
    path: string,
    options: BrowserContextOptions = {},
    made: Parameters<typeof madeService>[1] = {},
  ): Promise<{ page: Page; faults: string[] }> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    await madeService(context, made);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(MADE_URL) && !/^(blob|data):/.test(request.url()))
        faults.push(`request: ${request.url()}`);
    });
    await page.goto(`${MADE_URL}/${path === '' ? '' : hashOf(path)}`);
    return { page, faults };
  }

  /** Everything a page shows, shown: photos tried, pictures there. */
  async function settle(page: Page, path: string): Promise<void> {
    await page.getByRole('heading', { name: PAGES[path], level: 1 }).waitFor();
    if (path === 'try') {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'two.jpg', mimeType: 'image/jpeg', buffer: photo });
      await page.locator('.result').nth(1).waitFor();
    }
    await page.locator('.waiting').waitFor({ state: 'detached' });
  }

  const sizes = Object.keys(PAGES).flatMap((path) => [
    { path, width: 1280, colorScheme: 'light', locale: 'en-GB' } as const,
    { path, width: 390, colorScheme: 'dark', locale: 'vi-VN' } as const,
  ]);

  it.each(sizes)(
    '$path fits $width px in $colorScheme ($locale) and has no fault that axe finds',
    async (size) => {
      const { path, width, colorScheme, locale } = size;
      // The auditor is a script, which the page's own policy would not let run.
      const options = { viewport: { width, height: 900 }, colorScheme, locale, bypassCSP: true };
      const { page, faults } = await open(path, options);
      await settle(page, path);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await faintTexts(page)).toEqual([]);
      await page.evaluate(AXE);
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
      expect(violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it.each(Object.keys(PAGES))('%s breaks no rule of its own content policy', async (path) => {
    const { page, faults } = await open(path, { colorScheme: 'dark' });
    await settle(page, path);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows few of 10,000 people at a time, and reaches the last', async () => {
    const { page } = await open('people', {}, { peopleCount: 10_000 });
    const list = page.getByRole('list', { name: 'People' });
    await list.getByText('00000').waitFor();
    const started = performance.now();
    // The list grows while its end is looked at, so that the end is looked for again.
    const last = list.getByText('09999');
    while (!(await last.isVisible()))
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    console.info(`10,000 people scrolled through in ${(performance.now() - started).toFixed(0)} ms`);
    expect(await list.getByRole('listitem').count()).toBeLessThan(150);
    expect(await list.getByRole('listitem').last().getAttribute('aria-setsize')).toBe('10000');
    await page.getByRole('searchbox').fill('07777');
    await page.getByText('1 person', { exact: true }).waitFor();
    await page.context().close();
  });

  it('shows a hostile name as text and runs nothing of it', async () => {
    const { page } = await open(`people/${HOSTILE.id}`);
    await page.getByRole('heading', { name: HOSTILE_NAME, level: 1 }).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await page.title()).not.toBe('hacked');
    await page.context().close();
  });

  it('asks for a key where one is needed, sends it as a header, and forgets it at the end', async () => {
    const { page } = await open('', {}, { key: 'quen_secret' });
    await page.getByLabel('Key').fill('quen_wrong');
    await page.keyboard.press('Enter');
    await page.getByText('does not accept this key').waitFor();
    await page.getByLabel('Key').fill('quen_secret');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Everybody at the office/ }).click();
    await page.getByRole('link', { name: 'People' }).click();
    // Pictures are asked for with the key as well, and shown from memory.
    await page.locator('img.face[src^="blob:"]').first().waitFor();
    expect(page.url()).not.toContain('secret');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('secret');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Key').waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('secret');
    await page.context().close();
  });

  it('leads back to signing in when the key is accepted no more', async () => {
    const key = 'quen_secret';
    const { page } = await open('', {}, { key });
    await page.getByLabel('Key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Everybody at the office/ }).click();
    await page.getByRole('heading', { name: 'Who is in a photo?' }).waitFor();
    await page.context().unrouteAll();
    await madeService(page.context(), { key: 'quen_another' });
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByText('does not accept this key').waitFor();
    await page.context().close();
  });

  it('can be worked with the keyboard alone, with the focus in sight', async () => {
    const { page } = await open('people');
    await page.getByRole('list', { name: 'People' }).getByText('00000').waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('A Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('BUTTON Add a person');
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement as Element).outlineStyle,
    );
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('changes its language at once, and remembers it', async () => {
    const { page } = await open('people');
    await page.getByLabel('Language').selectOption('vi');
    await page.getByRole('heading', { name: 'Mọi người', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Mọi người', level: 1 }).waitFor();
    await page.context().close();
  });
});
