import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPhotos, fourPortraits } from '../../e2e/photos.ts';
import { hasChromium, launchChromium } from '../chromium.ts';
import { drop, openPage } from './page.ts';
import { droppable, type ReviewService, seed, startReviewService } from './service.ts';

describe.skipIf(!hasChromium())('the review page with a service', () => {
  let browser: Browser;
  let service: ReviewService;
  let portraits: Awaited<ReturnType<typeof fourPortraits>>;
  let stranger: string;

  beforeAll(async () => {
    portraits = await fourPortraits();
    stranger = join((await demoPhotos()).photos, 'male 42.jpg');
    [service, browser] = await Promise.all([startReviewService(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const enrolled = () => seed(service, { Emily: [portraits.emily], Tara: [portraits.tara] });
  const waiting = () =>
    seed(service, { Emily: [portraits.emily], Tara: [portraits.tara] }, [
      portraits.emilyAgain,
      portraits.taraAgain,
    ]);
  const told = (page: Page, text: string) => page.locator('.notices').getByText(text).waitFor();
  const person = (id: string) =>
    service.ask<{ name: string; faceCount: number; consent?: string }>('GET', `/v1/people/${id}`);
  const dialog = (page: Page) => page.getByRole('dialog');

  it('makes a collection and leads to its people', async () => {
    const { page, faults } = await openPage(browser, service.url, '');
    await page.getByLabel('Name', { exact: true }).fill('A club');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    expect(await page.getByLabel('Collection').locator('option:checked').textContent()).toBe('A club');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('adds somebody, enrols a photo that is dropped on them, and takes it back', async () => {
    const { collectionId } = await seed(service, {});
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/people`);
    await page.getByRole('button', { name: 'Add a person' }).click();
    await dialog(page).getByLabel('Name').fill('Emily Willis');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Emily Willis', level: 1 }).waitFor();
    await drop(page, '.dropzone p', [droppable(portraits.emily)]);
    await page.locator('.virtual img.face').waitFor();
    const notice = page.locator('.notice', { hasText: '1 photo added to Emily Willis.' });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('No photo yet.').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('renames somebody, merges them into somebody else, and undoes both in the history', async () => {
    const { collectionId, personIds } = await enrolled();
    const { Emily = '', Tara = '' } = personIds;
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/people/${Emily}`);
    await page.getByRole('button', { name: 'Rename' }).click();
    await dialog(page).getByLabel('Name').fill('Emilia');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Emilia', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Merge' }).click();
    await dialog(page).getByRole('combobox').fill('tar');
    await dialog(page).getByRole('option', { name: 'Tara' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tara', level: 1 }).waitFor();
    expect((await person(Tara)).faceCount).toBe(2);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Undo: Two people were merged' }).click();
    await page.getByRole('button', { name: 'Undo: Two people were merged' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo: A person was renamed' }).click();
    await page.getByRole('button', { name: 'Undo: A person was renamed' }).waitFor({ state: 'detached' });
    expect(await Promise.all([person(Emily), person(Tara)])).toMatchObject([
      { name: 'Emily', faceCount: 1 },
      { name: 'Tara', faceCount: 1 },
    ]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('moves a face to somebody else, and removes somebody', async () => {
    const { collectionId, personIds } = await enrolled();
    const { Emily = '', Tara = '' } = personIds;
    const { page } = await openPage(browser, service.url, `#/c/${collectionId}/people/${Emily}`);
    await page.getByRole('button', { name: 'Select face 1' }).click();
    await page.getByRole('button', { name: 'Is somebody else' }).click();
    await dialog(page).getByRole('option', { name: 'Tara' }).click();
    await told(page, '1 face moved.');
    expect((await person(Tara)).faceCount).toBe(2);
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog(page).getByRole('button', { name: 'Remove' }).click();
    await told(page, 'Emily was removed.');
    await expect(person(Emily)).rejects.toThrow('404');
    await page.context().close();
  });

  it('erases somebody once their name is typed, and shows the proof', async () => {
    const { collectionId, personIds } = await enrolled();
    const { Emily = '' } = personIds;
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/people/${Emily}`);
    await page.getByRole('button', { name: 'Erase for good …' }).click();
    const erase = dialog(page).getByRole('button', { name: 'Erase for good' });
    await dialog(page).getByRole('textbox').fill('Emil');
    expect(await erase.isDisabled()).toBe(true);
    await dialog(page).getByRole('textbox').fill('Emily');
    await erase.click();
    await dialog(page).getByText('Nothing is left that names the person.').waitFor();
    expect(await dialog(page).locator('dd').first().textContent()).toBe('1');
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    await expect(person(Emily)).rejects.toThrow('404');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('tries photos that are dropped anywhere, says who and why, and keeps one for review', async () => {
    const { collectionId } = await enrolled();
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/history`);
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await drop(page, 'main', [droppable(portraits.emilyAgain), droppable(stranger)]);
    await page.getByRole('heading', { name: 'Who is in a photo?' }).waitFor();
    const [known, unknown] = [portraits.emilyAgain, stranger].map((photo) =>
      page.getByRole('article', { name: droppable(photo).name }),
    ) as [ReturnType<Page['locator']>, ReturnType<Page['locator']>];
    await known.getByRole('heading', { name: '1 Emily' }).waitFor();
    expect(await known.getByText(/reaches the threshold/).count()).toBe(1);
    expect(await known.getByText(/^Quality 0\.\d\d: sharp, /).count()).toBe(1);
    await known.locator('.pair img.face').waitFor();
    await unknown.getByRole('heading', { name: '1 Unknown' }).waitFor();
    expect(await unknown.getByText(/stays below the threshold/).count()).toBe(1);
    await known.getByRole('button', { name: 'Keep for review' }).click();
    await known.getByText('Waits for review').waitFor();
    const { items } = await service.ask<{ items: unknown[] }>(
      'GET',
      `/v1/collections/${collectionId}/questions`,
    );
    expect(items).toHaveLength(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('answers questions with keys: yes, not sure, someone new, and takes an answer back', async () => {
    const { collectionId, personIds } = await waiting();
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/queue`);
    await page.getByText('2 left').waitFor();
    const first = await page.locator('#question-title').textContent();
    await page.keyboard.press('?');
    await expect.poll(() => page.locator('#question-title').textContent()).not.toBe(first);
    await page.keyboard.press('y');
    await page.getByText('1 left').waitFor();
    await told(page, 'Answered.');
    await page.keyboard.press('z');
    await page.getByText('2 left').waitFor();
    await page.keyboard.press('y');
    await page.getByText('1 left').waitFor();
    await page.keyboard.press('s');
    await dialog(page).getByRole('combobox').fill('Somebody New');
    await dialog(page).getByRole('option', { name: 'New person “Somebody New”' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('No questions.').waitFor();
    // The page shows an answer before the service has it.
    const people = async () =>
      (
        await service.ask<{ items: { name: string; faceCount: number }[] }>(
          'GET',
          `/v1/collections/${collectionId}/people`,
        )
      ).items;
    await expect
      .poll(async () => (await people()).map(({ name }) => name))
      .toEqual(['Emily', 'Somebody New', 'Tara']);
    expect((await people()).reduce((sum, { faceCount }) => sum + faceCount, 0)).toBe(4);
    expect(Object.keys(personIds)).toHaveLength(2);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('asks about the next candidate after "not this person", and never about the refused one again', async () => {
    const { collectionId } = await waiting();
    const { page } = await openPage(browser, service.url, `#/c/${collectionId}/queue`);
    const title = page.locator('#question-title');
    const asked = (await title.textContent()) ?? '';
    await page.keyboard.press('n');
    await told(page, 'Answered.');
    await page.reload();
    await title.waitFor();
    const titles = [await title.textContent()];
    await page.keyboard.press('ArrowRight');
    titles.push(await title.textContent());
    // The one that was refused as "asked" is now asked as the other; the untouched one is asked as that already.
    expect(titles.filter((one) => one === asked)).toEqual([]);
    await page.context().close();
  });

  it('answers many questions at once in the grid, as one change', async () => {
    const { collectionId } = await waiting();
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/queue`);
    await page.getByText('2 left').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+X');
    await page.getByText('2 selected').waitFor();
    await page.keyboard.press('y');
    await told(page, '2 answered.');
    await page.getByText('No questions.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByText('2 left').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('names a group of unknown faces without one that is left out, and puts a group aside', async () => {
    const copies = [portraits.emily, portraits.emilyAgain, portraits.emily];
    const { collectionId } = await seed(service, { Tara: [portraits.tara] }, copies);
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/groups`);
    await page.getByRole('heading', { name: 'New person, 3 photos' }).waitFor();
    await page.getByRole('button', { name: 'Face 3: leave out' }).click();
    await page.getByRole('heading', { name: 'New person, 2 photos' }).waitFor();
    await page.getByRole('button', { name: 'Name them' }).click();
    await dialog(page).getByRole('combobox').fill('Emily');
    await dialog(page).getByRole('option', { name: 'New person “Emily”' }).click();
    await told(page, '2 faces named Emily.');
    await page.getByText('No groups.').waitFor();
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'New person, 3 photos' }).waitFor();
    await page.getByRole('button', { name: 'Put aside' }).click();
    await page.getByText('No groups.').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('notes consent and time, exports what is kept of somebody, and shows who read it', async () => {
    const { collectionId, personIds } = await enrolled();
    const { Emily = '' } = personIds;
    const { page, faults } = await openPage(browser, service.url, `#/c/${collectionId}/privacy`);
    await page.getByRole('option', { name: 'Emily' }).click();
    await page.getByLabel('Consent').fill('Agreed on paper');
    await page.getByLabel('Keep until').fill('2040-01-02');
    await page.getByRole('button', { name: 'Save' }).click();
    await told(page, 'Saved.');
    expect(await person(Emily)).toMatchObject({
      consent: 'Agreed on paper',
      retainUntil: '2040-01-02T23:59:59.000Z',
    });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export data' }).click(),
    ]);
    const kept = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(kept.person.name).toBe('Emily');
    expect(kept.faces[0].crop).toMatch(/^data:image\/jpeg;base64,/);
    expect(JSON.stringify(kept)).not.toContain('embedding');
    await page.getByRole('heading', { name: 'Access log: Emily' }).waitFor();
    await page.getByRole('cell', { name: 'Person read' }).first().waitFor();
    await page.getByLabel('Keep until').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => person(Emily)).not.toHaveProperty('retainUntil');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('makes a key that works, shows its secret once, and revokes it', async () => {
    const { collectionId } = await seed(service, {});
    const { page } = await openPage(browser, service.url, `#/c/${collectionId}/privacy`);
    await page.getByLabel('What is it for?').fill('A door');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    const status = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await fetch(`${service.url}/v1/collections`, { headers })).status;
    };
    expect(await status()).toBe(200);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke the key A door' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
    expect(await status()).toBe(401);
    await page.context().close();
  });
});
