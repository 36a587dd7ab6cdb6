import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Quiet flags: nothing of the browser's own may reach for the network while a test counts requests. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether the browser tests can run here. Says so when not, and throws in CI, where they must. */
export function hasChromium(): boolean {
  if (existsSync(EXECUTABLE)) return true;
  const message = `No Chromium at ${EXECUTABLE}. Install it or set CHROMIUM_PATH.`;
  if (process.env.CI) throw new Error(message);
  console.warn(`BROWSER TESTS SKIPPED. ${message}`);
  return false;
}

/** A fresh browser; close it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
}
