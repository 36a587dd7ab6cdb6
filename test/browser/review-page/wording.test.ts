import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../chromium.ts';
import { HOSTILE_NAME, MADE_ID, madeFindings, madePeople } from './made-people.ts';
import { MADE_URL, madeService } from './made-service.ts';

/** Where pictures of the pages go, where somebody wants to look at them. */
const SHOTS = process.env.QUEN_SCREENSHOTS;
const FINDINGS = madeFindings(madePeople(40));
const REASONS = {
  'en-GB': /mean score|picture stands|not like each other/,
  'vi-VN': /Điểm trung bình|điểm trung bình|cùng một ảnh|không giống nhau/,
} as const;

describe.skipIf(!hasChromium())('what the review page says of findings and of the quality of faces', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function open(path: string, locale: string, width = 1280): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width, height: 900 } });
    await madeService(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${MADE_URL}/#/c/${MADE_ID}/${path}`);
    return page;
  }
  const shot = async (page: Page, name: string): Promise<void> => {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  };
  const photo = () =>
    sharp({ create: { width: 400, height: 300, channels: 3, background: '#557' } })
      .jpeg()
      .toBuffer();

  it.each(['en-GB', 'vi-VN'] as const)('gives the reason of every finding in %s alone', async (locale) => {
    const page = await open('findings', locale, locale === 'vi-VN' ? 390 : 1280);
    await page.locator('details summary').click();
    const shown = page.locator('details p');
    let told = '';
    for (const [place, { reason }] of FINDINGS.entries()) {
      // Each has grounds of its own, so that the text changes with the finding.
      const before = told;
      await expect.poll(async () => (await shown.textContent()) ?? '').not.toBe(before);
      told = (await shown.textContent()) ?? '';
      expect(told).toMatch(REASONS[locale]);
      expect(told).not.toContain(reason);
      // Of what is not somebody's name, Vietnamese has no word that an English reason has.
      if (locale === 'vi-VN')
        expect(told.replaceAll(HOSTILE_NAME, '')).not.toMatch(/\b(the|of|is|are|with|its?|other|photos?)\b/i);
      if (place < 3) await shot(page, `finding-${place}-${locale}`);
      await page.keyboard.press('ArrowRight');
    }
    await page.context().close();
  });

  it.each([
    {
      locale: 'en-GB',
      width: 1280,
      good: 'Quality 0.82: sharp, frontal, well lit.',
      poor: 'Quality 0.21: very small, blurred, turned by 64°, badly lit.',
      asked: 'Quality of the face: 0.82',
    },
    {
      locale: 'vi-VN',
      width: 390,
      good: 'Chất lượng 0,82: nét, nhìn thẳng, đủ sáng.',
      poor: 'Chất lượng 0,21: rất nhỏ, mờ, quay 64°, ánh sáng xấu.',
      asked: 'Chất lượng khuôn mặt: 0,82',
    },
  ])('tells the quality of faces that are tried, and of those in the queue, in $locale', async (told) => {
    const page = await open('try', told.locale, told.width);
    const file = { name: 'two.jpg', mimeType: 'image/jpeg', buffer: await photo() };
    await page.locator('input[type=file]').setInputFiles(file);
    const results = page.locator('.result');
    await results.nth(1).waitFor();
    await shot(page, `quality-${told.locale}`);
    expect(await results.nth(0).getByText(told.good).count()).toBe(1);
    expect(await results.nth(1).getByText(told.poor).count()).toBe(1);
    await page.goto(`${MADE_URL}/#/c/${MADE_ID}/queue`);
    await page.getByText(told.asked).waitFor();
    await shot(page, `queue-${told.locale}`);
    await page.context().close();
  });

  it.each([
    { locale: 'en-GB', width: 1280, told: '0.9% named by mistake (0.63% to 1.2% with 95 % confidence)' },
    { locale: 'vi-VN', width: 390, told: '0,9% bị gọi nhầm (từ 0,63% đến 1,2%, độ tin cậy 95 %)' },
  ])('tells the rate that was measured for the threshold, in $locale', async ({ locale, width, told }) => {
    const page = await open('figures', locale, width);
    await page.locator('.status').getByText(told).waitFor();
    await shot(page, `status-${locale}`);
    await page.context().close();
  });
});
