import type { APIAttachment } from 'discord.js';
import { assertFileSize, readFile } from '../../chat/incoming-file.ts';
import type { IncomingFile } from '../../chat/message.ts';
import { PlatformError, UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';

const HOSTS = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** Where files may be fetched from: Discord's own hosts, or the host of `DISCORD_API_URL`, nothing else. */
function isAllowed(url: URL, apiUrl: string): boolean {
  return (url.protocol === 'https:' && HOSTS.has(url.host)) || url.origin === new URL(apiUrl).origin;
}

/**
 * Wraps an attachment; it is fetched when somebody looks at it.
 *
 * @param field the option or form field that it was given for
 */
export function incomingFile(
  attachment: Pick<APIAttachment, 'filename' | 'content_type' | 'size' | 'url'>,
  apiUrl: string,
  field?: string,
): IncomingFile {
  const { filename, content_type: mediaType, size, url } = attachment;
  return {
    name: filename,
    mediaType,
    bytes: size,
    field,
    fetch: () => download(filename, size, url, apiUrl),
  };
}

async function download(name: string, size: number, address: string, apiUrl: string): Promise<Uint8Array> {
  const url = new URL(address);
  if (!isAllowed(url, apiUrl)) {
    throw new PlatformError('discord', `file ${name}: expected a file of Discord, got one of ${url.host}`);
  }
  assertFileSize(name, size);
  let response: Response;
  try {
    // Discord's files never redirect; whoever does leads somewhere else.
    response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatformError('discord', `file ${name}: ${reason}`, { hint: 'Discord could not be reached.' });
  }
  if (!response.ok || response.body === null) {
    throw new UserError('FILE_GONE', sentence('discord.fileGone', { name }));
  }
  return readFile(name, response.body);
}
