import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a browser of this machine: `CHROMIUM_PATH`, or where systems put it. */
export const chromiumPath = [process.env['CHROMIUM_PATH'], ...KNOWN].find(
  (path): path is string => path !== undefined && existsSync(path),
);

/** Why the tests in a browser are skipped, for their name; empty when there is one. */
export const skipReason =
  chromiumPath === undefined ? ' (skipped: no Chromium found, set CHROMIUM_PATH)' : '';

/** Starts the browser without a window and without talking to anybody but the tests; `more` are further switches. */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}
