import type { OutgoingPicture } from '../../../chat/message.ts';
import { PlatformError } from '../../../errors.ts';
import type { SlackApi } from '../connection/api.ts';
import type { Place } from '../place.ts';
import { within } from '../within.ts';

/** A picture that Slack has taken and understood. */
export interface UploadedPicture {
  readonly file: string;
  readonly alt: string;
  readonly role: OutgoingPicture['role'];
}

interface UploadUrl {
  readonly upload_url: string;
  readonly file_id: string;
}
interface FileInfo {
  readonly file?: { readonly mimetype?: string; readonly shares?: Readonly<Record<string, object>> };
}

const SENT_WITHIN_MS = 60_000;
const READY_WITHIN_MS = 60_000;
const FIRST_PAUSE_MS = 150;
const ALT_LENGTH = 1000;

/**
 * Uploads pictures in Slack's three calls and waits until each is ready to stand in a message: Slack works on them
 * in the background, and refuses a block with a file that it has not understood yet.
 *
 * @param share where the files are shown as a message of their own; without it only the bot sees them until a
 * posted message shows them in a block
 * @throws {PlatformError} when Slack refuses a file or is not done with it after a minute
 */
export async function uploadPictures(
  api: SlackApi,
  team: string,
  pictures: readonly OutgoingPicture[],
  share?: Place,
): Promise<readonly UploadedPicture[]> {
  if (pictures.length === 0) return [];
  const uploaded = await Promise.all(
    pictures.map(async (picture) => {
      const alt = picture.alt.slice(0, ALT_LENGTH);
      // The method's own name for the alt text is alt_txt; the library's typed helper sends another.
      const place = await api.call<UploadUrl>(team, 'files.getUploadURLExternal', {
        filename: picture.name,
        length: picture.data.length,
        ...(alt === '' ? {} : { alt_txt: alt }),
      });
      await send(api, place.upload_url, picture);
      return { file: place.file_id, title: picture.name, alt, role: picture.role };
    }),
  );
  await api.call(team, 'files.completeUploadExternal', {
    files: uploaded.map(({ file, title }) => ({ id: file, title })),
    ...(share === undefined ? {} : { channel_id: share.channel }),
    ...(share?.thread === undefined ? {} : { thread_ts: share.thread }),
  });
  // One after another: when the first is ready the others mostly are, and asking is rationed.
  for (const { file } of uploaded) await ready(api, team, file, share !== undefined);
  return uploaded.map(({ file, alt, role }) => ({ file, alt, role }));
}

/** Sends the bytes, without the token: the address alone is the permission. */
async function send(api: SlackApi, address: string, picture: OutgoingPicture): Promise<void> {
  const response = await within(SENT_WITHIN_MS, api.signal, (signal) =>
    fetch(address, {
      method: 'POST',
      body: Uint8Array.from(picture.data),
      headers: { 'content-type': 'application/octet-stream' },
      redirect: 'error',
      signal,
    }),
  ).catch((cause: unknown) => {
    throw new PlatformError('slack', `upload of ${picture.name}: the line broke`, { cause });
  });
  if (!response.ok) {
    throw new PlatformError('slack', `upload of ${picture.name}: got HTTP ${response.status}, expected 200`);
  }
}

async function ready(api: SlackApi, team: string, file: string, shared: boolean): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
    const { file: info } = await api.call<FileInfo>(team, 'files.info', { file });
    const isShared = Object.keys(info?.shares ?? {}).length > 0;
    if (info?.mimetype && (isShared || !shared)) return;
    if (Date.now() > deadline) {
      throw new PlatformError(
        'slack',
        `file ${file}: Slack is not done with it after ${READY_WITHIN_MS / 1000} s`,
      );
    }
    await api.pause(pauseMs);
  }
}
