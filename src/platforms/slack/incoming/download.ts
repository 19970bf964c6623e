import { PlatformError, UserError } from '../../../errors.ts';
import { sentence } from '../../../sentence.ts';
import { assertFileSize, readFile } from '../../../chat/incoming-file.ts';
import { within } from '../within.ts';

const REDIRECTS = 3;
const FETCHED_WITHIN_MS = 60_000;

/** How the kinds of pictures that we read begin. */
const BEGINNINGS: readonly (readonly [offset: number, bytes: string])[] = [
  [0, '\u0089PNG\r\n'],
  [0, '\u00ff\u00d8\u00ff'],
  [0, 'GIF8'],
  [8, 'WEBP'],
  [4, 'ftyp'],
  [0, 'BM'],
  [0, 'II*\0'],
  [0, 'MM\0*'],
];

/**
 * Fetches a file of Slack with the bot's token. The token goes only to Slack's file hosts (and to the host of
 * `apiUrl`): another address, also one that a redirect leads to, is refused.
 *
 * @throws {UserError} `SLACK_FILE_SCOPE` when Slack sent its login page, `NOT_AN_IMAGE`, `FILE_TOO_LARGE` ·
 * {PlatformError} when the file cannot be had
 */
export async function downloadFile(
  file: { readonly name: string; readonly url: string; readonly bytes?: number | undefined },
  token: string,
  apiUrl: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  assertFileSize(file.name, file.bytes ?? 0);
  const data = await within(FETCHED_WITHIN_MS, signal, async (ending) => {
    const { body } = await request(new URL(file.url), token, apiUrl, ending);
    return body === null ? new Uint8Array() : readFile(file.name, body);
  });
  const head = Buffer.from(data.subarray(0, 512)).toString('latin1');
  if (/^\s*<(?:!doctype html|html)/iu.test(head)) {
    throw new UserError('SLACK_FILE_SCOPE', sentence('slack.noScope', { name: file.name }));
  }
  if (!BEGINNINGS.some(([offset, bytes]) => head.startsWith(bytes, offset))) {
    throw new UserError(
      'NOT_AN_IMAGE',
      sentence('slack.notAPicture', {
        name: file.name,
      }),
    );
  }
  return data;
}

async function request(first: URL, token: string, apiUrl: string, signal: AbortSignal): Promise<Response> {
  let url = first;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    assertOurHost(url, apiUrl);
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal,
    }).catch((cause: unknown) => {
      throw new PlatformError('slack', 'download: the line broke', { cause });
    });
    if (response.status >= 300 && response.status < 400) {
      url = new URL(response.headers.get('location') ?? '', url);
      continue;
    }
    if (!response.ok) throw new PlatformError('slack', `download: got HTTP ${response.status}, expected 200`);
    return response;
  }
  throw new PlatformError('slack', `download: more than ${REDIRECTS} redirects`);
}

/** Slack keeps files under slack.com; a stand-in for Slack keeps them where its API is. */
function assertOurHost(url: URL, apiUrl: string): void {
  const api = new URL(apiUrl);
  const isSlack = url.protocol === 'https:' && /(?:^|\.)slack\.com$/u.test(url.hostname) && url.port === '';
  if (isSlack || (url.origin === api.origin && !/(?:^|\.)slack\.com$/u.test(api.hostname))) return;
  throw new PlatformError('slack', `download: ${url.host} is not one of Slack's file hosts`);
}
