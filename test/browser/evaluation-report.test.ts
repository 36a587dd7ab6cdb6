import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderComparison } from '../../src/report/comparison/render-comparison.ts';
import { renderEvaluation } from '../../src/report/evaluation/render-evaluation.ts';
import { madeComparison } from '../unit/report/comparison/made-comparison.ts';
import { madeEvaluation } from '../unit/report/evaluation/made-evaluation.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { faintTexts } from './contrast.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!hasChromium())('the pages of an evaluation in a browser', () => {
  let browser: Browser;
  let folder: string;
  let files: Record<'evaluation' | 'comparison', string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quen-evaluation-'));
    files = { evaluation: join(folder, 'report.html'), comparison: join(folder, 'diff.html') };
    await writeFile(files.evaluation, await renderEvaluation(madeEvaluation()));
    await writeFile(files.comparison, renderComparison(madeComparison()));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page from its file; `faults` gathers everything it complains of or asks for. */
  async function open(
    file: string,
    options: BrowserContextOptions,
  ): Promise<{ readonly page: Page; readonly faults: string[] }> {
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

  const unfold = (page: Page): Promise<void> =>
    page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });

  const sizes = (['evaluation', 'comparison'] as const).flatMap((name) =>
    [1280, 390].flatMap((width) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ name, width, colorScheme })),
    ),
  );

  it.each(sizes)('$name fits $width px in $colorScheme, is readable, and asks for nothing', async (size) => {
    const { name, width, colorScheme } = size;
    const { page, faults } = await open(files[name], { viewport: { width, height: 900 }, colorScheme });
    await unfold(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await faintTexts(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  // Wide and light, narrow and dark: each of the four at least once, as the auditor takes seconds.
  const audited = sizes.filter(({ width, colorScheme }) => (width === 390) === (colorScheme === 'dark'));

  it.each(audited)('$name has no fault that axe finds at $width px in $colorScheme', async (size) => {
    const { name, width, colorScheme } = size;
    const viewport = { width, height: 900 };
    // The auditor is a script, which the page's own policy would not let run.
    const { page } = await open(files[name], { viewport, colorScheme, bypassCSP: true });
    await unfold(page);
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    const told = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
    expect(told).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('draws plots in the colours of the page in %s', async (colorScheme) => {
    const { page } = await open(files.evaluation, { colorScheme });
    const [drawn, due] = await page.evaluate(() => {
      const line = document.querySelector('#plot-dir-fpir svg [stroke="var(--identified)"]');
      const probe = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      const wanted = getComputedStyle(document.documentElement).getPropertyValue('--identified');
      probe.setAttribute('stroke', wanted);
      document.body.append(probe);
      return [line, probe].map((element) => element && getComputedStyle(element).stroke);
    });
    expect(drawn).toMatch(/^rgb/);
    expect(drawn).toBe(due);
    await page.context().close();
  });

  it('keeps the letters of its plots readable on a phone', async () => {
    const { page } = await open(files.evaluation, { viewport: { width: 390, height: 900 } });
    const smallest = await page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll('svg.plot text')].map((text) => {
          const scale =
            (text.closest('svg')?.clientWidth ?? 0) / (text.closest('svg')?.viewBox.baseVal.width ?? 1);
          return scale * Number.parseFloat(getComputedStyle(text).fontSize);
        }),
      ),
    );
    expect(smallest).toBeGreaterThanOrEqual(11);
    await page.context().close();
  });

  it('has no letters of a plot outside its picture', async () => {
    const { page } = await open(files.evaluation, { viewport: { width: 1280, height: 900 } });
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('svg.plot text')]
        .filter((text) => {
          const [inner, outer] = [text, text.closest('svg') as Element].map((el) =>
            el.getBoundingClientRect(),
          );
          return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1;
        })
        .map((text) => text.textContent),
    );
    expect(outside).toEqual([]);
    await page.context().close();
  });
});
