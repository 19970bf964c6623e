import { describeBytes } from '../../chat/limits.ts';
import type { IncomingFile } from '../../chat/message.ts';
import { tell } from '../../locales/tell.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { PictureStore } from '../../sessions/session.ts';
import type { LogEntry } from './log-entry.ts';
import { pictureType } from './picture-type.ts';

export const UPLOAD_BYTES = 20_000_000;
const FILES = 4;

/** A file that a person sent, by the hash of its bytes in the picture store. */
export interface KeptFile {
  readonly name: string;
  readonly mediaType?: string | undefined;
  readonly bytes: number;
  readonly field?: string | undefined;
  readonly hash: string;
  /** Its bytes are a picture that a browser shows. */
  readonly isShown: boolean;
}

/**
 * Reads the files of a form, `file` or `file.<field>`; they stay in memory until the bot has looked at them.
 *
 * @throws {UserError} `UPLOAD_TOO_LARGE`, `TOO_MANY_FILES`
 */
export async function readFiles(form: FormData): Promise<readonly IncomingFile[]> {
  const files = [...form.entries()].flatMap(([name, file]) => {
    const [, field] = /^file(?:\.([a-z]{1,32}))?$/u.exec(name) ?? [];
    return typeof file === 'string' || !/^file(?:\.|$)/u.test(name) ? [] : [{ file, field }];
  });
  if (files.length > FILES) {
    throw new UserError(
      'TOO_MANY_FILES',
      sentence('web.tooManyFiles', {
        count: files.length,
        most: FILES,
      }),
    );
  }
  return Promise.all(
    files.map(async ({ file, field }) => {
      if (file.size > UPLOAD_BYTES) {
        throw new UserError(
          'UPLOAD_TOO_LARGE',
          sentence('files.tooLarge', {
            name: file.name,
            size: describeBytes(file.size),
            limit: describeBytes(UPLOAD_BYTES),
          }),
        );
      }
      const data = new Uint8Array(await file.arrayBuffer());
      const mediaType = pictureType(data) ?? (file.type === '' ? undefined : file.type);
      return {
        name: file.name.slice(0, 200),
        mediaType,
        bytes: data.length,
        field,
        fetch: () => Promise.resolve(data),
      };
    }),
  );
}

/** Keeps files, so that they outlive a crash. */
export const keepFiles = (
  files: readonly IncomingFile[],
  pictures: PictureStore,
): Promise<readonly KeptFile[]> =>
  Promise.all(
    files.map(async (file) => {
      const { name, mediaType, field } = file;
      const data = await file.fetch();
      const isShown = pictureType(data) !== undefined;
      return { name, mediaType, field, bytes: data.length, hash: await pictures.put(data), isShown };
    }),
  );

/** A kept file as it came. */
export const keptFile = (
  { hash, isShown: _isShown, ...file }: KeptFile,
  pictures: PictureStore,
): IncomingFile => ({
  ...file,
  fetch: () => pictures.get(hash),
});

/** The pictures among the files for the log, and the names of the rest. */
export const logFiles = (
  files: readonly KeptFile[],
  locale: string | undefined,
): Pick<LogEntry, 'pictures' | 'files'> => ({
  pictures: files
    .filter(({ isShown }) => isShown)
    .map(({ hash, name }) => ({
      hash,
      name,
      role: 'picture',
      alt: tell(locale, sentence('web.yourPicture', { name })),
    })),
  files: files.filter(({ isShown }) => !isShown).map(({ name, bytes }) => ({ name, bytes })),
});
