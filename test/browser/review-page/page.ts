import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The page, and all it complains of or asks for elsewhere. */
export interface Opened {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens the review page at an address below `url`. */
export async function openPage(
  browser: Browser,
  url: string,
  hash: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const at = request.url();
    if (!at.startsWith(url) && !/^(blob|data):/.test(at)) faults.push(`request: ${at}`);
  });
  await page.goto(`${url}/${hash}`);
  return { page, faults };
}

/** Drops photos on an element, as a mouse would. */
export async function drop(
  page: Page,
  selector: string,
  photos: readonly { readonly name: string; readonly base64: string }[],
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }));
    }
    return transfer;
  }, photos);
  await page.dispatchEvent(selector, 'dragover', { dataTransfer });
  await page.dispatchEvent(selector, 'drop', { dataTransfer });
}
