import { messageArguments } from './message-arguments.ts';

/** Areas whose keys `sentence` does not take. */
const OTHERS = /^(?:commands|words|page)\./u;
const WIDTH = 110;

/** Writes `src/locales/message-values.ts`: the values of every English message, so that the compiler checks them. */
export function writeMessageValues(english: ReadonlyMap<string, string>): string {
  const entries = [...english]
    .filter(([key]) => !OTHERS.test(key))
    .map(([key, message]) => {
      const values = [...messageArguments(message)].map(
        ([name, { kind }]) => `${name}: ${kind === 'text' ? 'Text' : 'number'}`,
      );
      if (values.length === 0) return `  '${key}': undefined;`;
      const line = `  '${key}': { ${values.join('; ')} };`;
      return line.length <= WIDTH
        ? line
        : `  '${key}': {\n${values.map((value) => `    ${value};\n`).join('')}  };`;
    });
  return [
    '/** Written by `npm run locales` from en.json. The values that each message takes; `undefined`: none. */',
    'export interface MessageValues<Text> {',
    ...entries,
    '}\n',
  ].join('\n');
}
