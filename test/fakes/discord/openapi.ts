import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';

/** Says what is wrong with a request according to Discord's published description; empty = nothing. */
export type RequestCheck = (method: string, path: string, body: unknown) => readonly string[];

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { requestBody?: { content: Readonly<Record<string, { schema: unknown }>> } }>>
    >
  >;
}

const folder = process.env['SPECS_DIR'] ?? resolve(import.meta.dirname, '../../../../shared/specs');
export const discordDescription = join(folder, 'discord-openapi.json');

/**
 * Reads Discord's OpenAPI description when it is on this machine.
 *
 * @returns a check of request bodies, or undefined when the file is not there
 */
export function readDiscordDescription(file = discordDescription): RequestCheck | undefined {
  if (!existsSync(file)) return undefined;
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false, inlineRefs: false });
  ajv.addSchema(description, 'discord');
  const compiled = new Map<string, ValidateFunction | 'unknown path' | 'no body'>();
  const templates = Object.keys(description.paths).map((template) => ({
    template,
    // A literal such as "@original" goes before a placeholder.
    weight: template.split('{').length,
    pattern: new RegExp(`^${template.replace(/\{[^}]+\}/gu, '[^/]+').replace(/\//gu, '\\/')}$`, 'u'),
  }));
  templates.sort((one, other) => one.weight - other.weight);

  const compile = (method: string, template: string) => {
    const operation = description.paths[template]?.[method];
    if (operation === undefined) return 'unknown path';
    if (operation.requestBody?.content['application/json'] === undefined) return 'no body';
    const pointer = ['paths', template, method, 'requestBody', 'content', 'application/json', 'schema'].map(
      (part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    return ajv.compile({ $ref: `discord#/${pointer.join('/')}` });
  };

  return (method, path, body) => {
    const template = templates.find(({ pattern }) => pattern.test(path))?.template ?? '';
    const key = `${method} ${template}`;
    const validate = compiled.get(key) ?? compile(method, template);
    compiled.set(key, validate);
    if (validate === 'unknown path') return [`${method} ${path} is not in Discord's description`];
    if (validate === 'no body') return body === undefined ? [] : [`${method} ${path} takes no body`];
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
