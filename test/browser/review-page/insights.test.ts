import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourPortraits } from '../../e2e/photos.ts';
import { hasChromium, launchChromium } from '../chromium.ts';
import { drop, openPage } from './page.ts';
import { droppable, type ReviewService, seed, startReviewService } from './service.ts';

/** Where pictures of the pages go, where somebody wants to look at them. */
const SHOTS = process.env.QUEN_SCREENSHOTS;

describe.skipIf(!hasChromium())('the pages of the review page that look at a whole collection', () => {
  let browser: Browser;
  let service: ReviewService;
  let portraits: Awaited<ReturnType<typeof fourPortraits>>;

  beforeAll(async () => {
    portraits = await fourPortraits();
    [service, browser] = await Promise.all([startReviewService(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const told = (page: Page, text: string) => page.locator('.notices').getByText(text).first().waitFor();
  const countOf = async (personId: string | undefined): Promise<number> =>
    (await service.ask<{ faceCount: number }>('GET', `/v1/people/${personId}`)).faceCount;
  const shot = async (page: Page, name: string): Promise<void> => {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  };
  /** Emily twice under two names, so that the same picture stands under both. */
  const doubled = () =>
    seed(service, {
      Emily: [portraits.emily, portraits.emilyAgain],
      Double: [portraits.emily],
      Tara: [portraits.tara, portraits.taraAgain],
    });

  it('mends a finding by a key, takes that back by another, and does not ask again after "no"', async () => {
    const { collectionId, personIds } = await doubled();
    const before = await countOf(personIds['Double']);
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/findings`);
    await page.getByText(/^\d+ left$/).waitFor();
    const asked = await page.locator('#question-title').textContent();
    expect(asked).toMatch(/Emily|Double/);
    await page.locator('.finding-faces img.face').first().waitFor();
    await shot(page, 'findings');
    const left = Number.parseInt((await page.getByText(/^\d+ left$/).textContent()) ?? '', 10);
    await page.keyboard.press('y');
    await told(page, 'Answered.');
    const total = async () =>
      (await countOf(personIds['Emily'])) + (await countOf(personIds['Double']).catch(() => 0));
    await expect.poll(total).not.toBe(2 + before);
    await page.keyboard.press('z');
    await told(page, 'Taken back.');
    await page.getByText(`${left} left`).waitFor();
    expect(await countOf(personIds['Double'])).toBe(before);
    for (let n = 0; n < left; n++) await page.keyboard.press('n');
    await page.getByText('Nothing looks wrong.').waitFor();
    await expect
      .poll(
        async () =>
          (await service.ask<{ total: number }>('GET', `/v1/collections/${collectionId}/findings`)).total,
      )
      .toBe(0);
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('Nothing looks wrong.').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('answers all findings at once in the grid, as one change', async () => {
    const { collectionId } = await doubled();
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/findings`);
    await page.getByText(/^\d+ left$/).waitFor();
    await page.keyboard.press('g');
    await page.getByRole('button', { name: 'Select all' }).click();
    await page.keyboard.press('n');
    await page.getByText('Nothing looks wrong.').waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Findings were answered').first().waitFor();
    expect(await page.getByText('Findings were answered').count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows figures and plots of the people as they are, in the language of the page', async () => {
    const { collectionId } = await doubled();
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/figures`);
    await page.locator('.in-use .chip').getByText('in use').waitFor();
    await page.locator('svg.plot').first().waitFor();
    expect(await page.locator('svg.plot text').allTextContents()).toContain('score of the best candidate');
    await page.getByText(/Judged on 3 people: \d+ searches of somebody enrolled, 5 of strangers/).waitFor();
    await page.getByLabel('Language').selectOption('vi');
    await page.locator('.in-use .chip').getByText('đang dùng').waitFor();
    await expect
      .poll(() => page.locator('svg.plot text').allTextContents())
      .toContain('điểm của ứng viên giống nhất');
    await shot(page, 'figures');
    // Another photo, and the figures are others.
    const other = await seed(service, { Emily: [portraits.emily] });
    await page.goto(`${service.url}/#/c/${other.collectionId}/figures`);
    await page.getByText('Hãy ghi danh ít nhất hai người để xem số liệu.').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('makes a job of many photos that are dropped, shows how far it is and what it found', async () => {
    const { collectionId } = await seed(service, { Emily: [portraits.emily], Tara: [portraits.tara] });
    const empty = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#777' } })
      .jpeg()
      .toBuffer();
    const plain = Array.from({ length: 20 }, (_, n) => ({
      name: `plain-${n}.jpg`,
      base64: empty.toString('base64'),
    }));
    const broken = { name: 'broken.jpg', base64: Buffer.from('no photo').toString('base64') };
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/history`);
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await drop(page, 'main', [droppable(portraits.emilyAgain), ...plain, broken]);
    await page.getByRole('heading', { name: 'Many photos' }).waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByText('22 of 22 done. 1 photo could not be used.').waitFor();
    await page.getByRole('button', { name: 'Show results' }).click();
    await page.getByText(/^Emily \(/).waitFor();
    await page.getByRole('button', { name: /Emily \(/ }).click();
    const why = page.getByRole('dialog');
    await why.getByText(/^Quality \d/).waitFor();
    await why
      .getByText(/Threshold|threshold/)
      .first()
      .waitFor();
    // Its own picture is there only where the faces of the job were kept.
    await why.locator('.pair img').first().waitFor();
    await shot(page, 'job-why');
    await page.keyboard.press('Escape');
    // Only the rows in sight are there.
    await page.keyboard.press('End');
    await page.getByText('broken.jpg').waitFor();
    await shot(page, 'jobs');
    await page.getByRole('button', { name: 'Remove from the list' }).click();
    await page.getByText('No batch yet.').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
