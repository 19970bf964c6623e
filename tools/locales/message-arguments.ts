import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';

/** What the placeholders of an ICU message stand for, by their names; forms are those of a plural or select. */
export type MessageArguments = ReadonlyMap<
  string,
  { readonly kind: 'text' | 'number'; readonly forms: string[] }
>;

/** @throws {SyntaxError} when the message is not well-formed */
export function messageArguments(message: string): MessageArguments {
  const found = new Map<string, { kind: 'text' | 'number'; forms: string[] }>();
  const collect = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) continue;
      const isText = element.type === TYPE.argument || element.type === TYPE.select;
      const known = found.get(element.value) ?? { kind: isText ? 'text' : 'number', forms: [] };
      found.set(element.value, known);
      if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
      known.forms.push(...Object.keys(element.options));
      for (const { value } of Object.values(element.options)) collect(value);
    }
  };
  collect(parse(message, { ignoreTag: true }));
  return found;
}
