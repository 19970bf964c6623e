import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../../src/errors.ts';

/** One line of `edits.jsonl`. */
const editLine = z.object({
  /** File in the folder. */
  image: z.string().min(1),
  instruction: z.string().min(1).max(400),
  /** Captions of the picture before and after, for CLIP-D. */
  source: z.string().optional(),
  target: z.string().optional(),
  /** Mask in the folder: white where something may change. */
  mask: z.string().min(1).optional(),
});
export type EditLine = z.infer<typeof editLine>;

export const LIST = 'edits.jsonl';

/**
 * Reads the list of edits of a folder; file names become paths.
 *
 * @throws {UserError} `BAD_LIST` naming the line that cannot be read, or a file outside of the folder
 */
export async function readEditList(folder: string): Promise<readonly EditLine[]> {
  const text = await readFile(join(folder, LIST), 'utf8').catch((cause: unknown) => {
    throw new UserError('BAD_LIST', `${join(folder, LIST)} cannot be read; expected one edit a line.`, {
      cause,
    });
  });
  return text
    .split('\n')
    .map((line, index) => [line.trim(), index + 1] as const)
    .filter(([line]) => line !== '')
    .map(([line, number]) => parseLine(folder, line, number));
}

function parseLine(folder: string, line: string, number: number): EditLine {
  const parsed = editLine.safeParse(asJson(line));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new UserError('BAD_LIST', `${LIST} line ${number}: ${where} ${issue?.message}`);
  }
  const inside = (file: string): string => {
    const path = resolve(folder, file);
    if (path.startsWith(resolve(folder) + sep)) return path;
    throw new UserError('BAD_LIST', `${LIST} line ${number}: ${file} lies outside of the folder`);
  };
  const { image, mask } = parsed.data;
  return { ...parsed.data, image: inside(image), ...(mask !== undefined && { mask: inside(mask) }) };
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
