import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { OutgoingMessage } from '../chat/message.ts';
import { UserError } from '../errors.ts';
import type { ScriptMessage, ScriptPlatform } from './script-platform.ts';

/** A painted layout that is painted from, as the layout painter would send it. */
export interface LayoutMessage {
  readonly prompt: string;
  readonly regions: string;
  /** Path of the painting. */
  readonly painting: string;
}

export interface OnceOptions {
  readonly messages: readonly (string | LayoutMessage)[];
  /** BCP 47 tag of the language of the answers; English without it. */
  readonly language?: string | undefined;
  /** Every picture and mask is written here. */
  readonly out: string;
  /** A photo that comes with the first message. */
  readonly image?: string | undefined;
  /** One JSON object a reply instead of text. */
  readonly json: boolean;
  readonly write: (line: string) => void;
}

/**
 * Says the messages one after another, each a reply to the newest picture, and writes down what comes back.
 *
 * @param script a started platform
 * @returns the exit code: 1 when any message failed
 */
export async function runOnce(script: ScriptPlatform, options: OnceOptions): Promise<number> {
  const { messages, out, image, json, language: locale, write } = options;
  await prepare(out, image);
  let hasFailed = false;
  for (const [index, text] of messages.entries()) {
    const to = newestPicture(script.messages);
    const files = index === 0 && image !== undefined ? [fileOf(image)] : [];
    const answers =
      typeof text === 'string'
        ? await script.say(text, { files, locale, ...(to !== undefined && { to: to.ref }) })
        : await script.send({ ...layoutCommand(text), locale });
    for (const { content } of answers.filter(isReply)) {
      const pictures = await writePictures(content, out);
      hasFailed ||= content.error !== undefined;
      write(json ? JSON.stringify(toJson(content, pictures)) : toText(content, pictures));
    }
  }
  return hasFailed ? 1 : 0;
}

/** Finds out before anything is painted whether it can be written and read. */
async function prepare(out: string, image: string | undefined): Promise<void> {
  await mkdir(out, { recursive: true }).catch((cause: Error) => {
    throw new UserError('BAD_ARGUMENTS', `--out ${out}: cannot make this folder (${cause.message}).`, {
      cause,
    });
  });
  if (image === undefined) return;
  await access(image, constants.R_OK).catch((cause: Error) => {
    throw new UserError('BAD_ARGUMENTS', `--image ${image}: cannot read this file (${cause.message}).`, {
      cause,
    });
  });
}

/** Receipts only told of the work; what is left of them counts when it is an error. */
const isReply = ({ content, wasProgress }: ScriptMessage): boolean =>
  !wasProgress || content.error !== undefined;

const newestPicture = (messages: readonly ScriptMessage[]) =>
  messages.findLast(
    ({ content }) => content.facts?.['number'] !== undefined && content.pictures !== undefined,
  );

const layoutCommand = ({ prompt, regions, painting }: LayoutMessage) => ({
  type: 'command' as const,
  name: 'layout',
  options: { prompt, regions },
  files: [fileOf(painting)],
});

const fileOf = (path: string) => ({ name: basename(path), fetch: () => readFile(path) });

interface WrittenPicture {
  readonly file: string;
  readonly role: string;
  readonly alt: string;
}

async function writePictures(
  { pictures = [] }: OutgoingMessage,
  out: string,
): Promise<readonly WrittenPicture[]> {
  const written: WrittenPicture[] = [];
  for (const { name, role, alt, data } of pictures) {
    const file = join(out, name);
    await writeFile(file, data);
    written.push({ file, role, alt });
  }
  return written;
}

function toJson({ text, error, facts = {} }: OutgoingMessage, pictures: readonly WrittenPicture[]): object {
  return error === undefined ? { text, ...facts, plan: facts['plan'] ?? [], pictures } : { error };
}

function toText({ text, error }: OutgoingMessage, pictures: readonly WrittenPicture[]): string {
  const files = pictures.map(({ role, file }) => `  ${role}: ${file}`);
  return [error === undefined ? text : `Error: ${error.message}`, ...files].join('\n');
}
