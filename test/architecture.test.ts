import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which folder may import which; docs/architecture.md shows the same table as a picture. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  once: ['chat'],
  platforms: ['chat', 'sessions', 'image'],
  commands: ['chat', 'sessions', 'planning', 'jobs', 'image'],
  chat: ['sessions', 'planning', 'jobs', 'image', 'vocabulary'],
  sessions: ['planning', 'engine', 'image'],
  planning: ['english'],
  english: [],
  vocabulary: ['english'],
  jobs: ['planning', 'engine', 'image'],
  engine: [
    'detection',
    'methods',
    'sampling',
    'models',
    'runtime',
    'compiler',
    'planning',
    'image',
    'tensor',
  ],
  detection: ['english', 'models', 'runtime', 'compiler', 'image', 'tensor'],
  methods: ['tensor'],
  sampling: ['tensor'],
  models: ['compiler', 'tensor'],
  runtime: ['compiler', 'tensor'],
  compiler: ['tensor'],
  image: ['tensor'],
  tensor: [],
};

/** Folders of which only types may be taken: what lies behind them stays out of the importer's process. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  sessions: ['planning', 'engine'],
  jobs: ['engine', 'planning'],
};

/** Packages with one home. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  'discord.js': ['platforms/discord'],
  '@discordjs/ws': ['platforms/discord'],
  '@slack/bolt': ['platforms/slack'],
  '@slack/web-api': ['platforms/slack'],
  hono: ['platforms/web', 'platforms/programs'],
  '@modelcontextprotocol/sdk': ['platforms/programs/mcp'],
  '@hono/node-server': ['platforms/web'],
  'onnxruntime-node': ['runtime'],
  sharp: ['image'],
  keyv: ['sessions'],
  '@keyv/redis': ['sessions'],
  lmdb: ['sessions'],
  ollama: ['planning'],
  compromise: ['english'],
  bullmq: ['jobs'],
  '@huggingface/hub': ['models/hub'],
  'intl-messageformat': ['locales'],
};

/** Files directly in src/: leaves that anyone may import, roots that may import anything. */
const LEAVES = new Set(['errors.ts', 'log.ts', 'program.ts', 'sentence.ts', 'locales']);
const ROOTS = new Set([
  'main.ts',
  'serve.ts',
  'serve-mcp.ts',
  'open-platforms.ts',
  'composition.ts',
  'engine-entry.ts',
  'library.ts',
]);
/** Looks at every part, builds none. */
const INSPECTORS = new Set(['doctor.ts', 'invite.ts']);
/** May import leaves only. */
const ALONE = new Set(['config.ts', 'connect.ts', 'stop-signals.ts']);
const MAIN_LINES = 80;

const root = resolve(import.meta.dirname, '..');
const IMPORT = /^\s*(import|export)\b(\s+type\b)?(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gmu;

/** `src/sampling/euler.ts` → `sampling`, `commands/edit.ts` → `commands`. */
const folderOf = (file: string): string =>
  relative(root, file)
    .split(sep)
    .find((part) => part !== 'src') ?? '';

function violations(path: string, source: string): string[] {
  const from = folderOf(path);
  return [...source.matchAll(IMPORT)].flatMap(([, , type, specifier = '']) => {
    const where = `${relative(root, path)} imports ${specifier}`;
    if (!specifier.startsWith('.')) return foreign(path, specifier, where);
    const to = folderOf(resolve(dirname(path), specifier));
    const allowed = ALONE.has(from) ? [] : MAY_IMPORT[from];
    if (allowed === undefined) return [`${where}: ${from}/ has no row in MAY_IMPORT`];
    if (from === to || LEAVES.has(to)) return [];
    if (!allowed.includes(to))
      return [`${where}: ${from}/ may import only ${allowed.join(', ') || 'nothing of ours'}`];
    const mustBeType = type === undefined && TYPES_ONLY[from]?.includes(to) === true;
    return mustBeType ? [`${where}: ${from}/ may take only types of ${to}/`] : [];
  });
}

/** `src/platforms/web/app.ts` → `platforms/web/app.ts`, `commands/edit.ts` as it is. */
const homeOf = (path: string): string => relative(root, path).replace(/^src\//u, '');

function foreign(path: string, specifier: string, where: string): string[] {
  const [scope = '', name = ''] = specifier.split('/');
  const homes = ONLY_IN[specifier.startsWith('@') ? `${scope}/${name}` : scope];
  const isHome = homes?.some((home) => homeOf(path).startsWith(`${home}/`)) ?? true;
  return isHome ? [] : [`${where}: only ${homes?.join(', ')}/ may`];
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(root, folder, name));
const sources = ['src', 'commands']
  .flatMap(filesIn)
  .filter((path) => ![ROOTS, LEAVES, INSPECTORS].some((names) => names.has(folderOf(path))));

describe('architecture', () => {
  it('looks at the files', () => expect(sources.length).toBeGreaterThan(100));

  it.each(sources.map((path) => relative(root, path)))('imports flow downwards in %s', (path) => {
    expect(violations(join(root, path), readFileSync(join(root, path), 'utf8'))).toEqual([]);
  });

  it('finds a forbidden import, types included', () => {
    const path = join(root, 'src/tensor/bad.ts');
    expect(
      violations(path, "import type { Step } from '../sampling/step.ts';\nimport sharp from 'sharp';"),
    ).toEqual([
      'src/tensor/bad.ts imports ../sampling/step.ts: tensor/ may import only nothing of ours',
      'src/tensor/bad.ts imports sharp: only image/ may',
    ]);
  });

  it('finds a value where only types may be taken, and a folder without a row', () => {
    expect(
      violations(join(root, 'src/jobs/bad.ts'), "import { createEngine } from '../engine/index.ts';"),
    ).toEqual(['src/jobs/bad.ts imports ../engine/index.ts: jobs/ may take only types of engine/']);
    expect(violations(join(root, 'src/shed/bad.ts'), "import { plan } from '../planning/plan.ts';")).toEqual([
      'src/shed/bad.ts imports ../planning/plan.ts: shed/ has no row in MAY_IMPORT',
    ]);
  });

  it('finds an SDK outside its platform', () => {
    const path = join(root, 'src/platforms/web/bad.ts');
    expect(violations(path, "import { Client } from 'discord.js';")).toEqual([
      'src/platforms/web/bad.ts imports discord.js: only platforms/discord/ may',
    ]);
  });

  it('finds the client of the Hub outside src/models/hub', () => {
    const line = "import { listFiles } from '@huggingface/hub';";
    expect(violations(join(root, 'src/models/hub/good.ts'), line)).toEqual([]);
    expect(violations(join(root, 'src/models/lora/bad.ts'), line)).toEqual([
      'src/models/lora/bad.ts imports @huggingface/hub: only models/hub/ may',
    ]);
  });

  it('keeps the composition roots short', () => {
    const lines = [...ROOTS].map(
      (name) =>
        readFileSync(join(root, 'src', name), 'utf8')
          .trimEnd()
          .split('\n').length,
    );
    expect(Math.max(...lines)).toBeLessThanOrEqual(MAIN_LINES);
  });

  it('keeps commands at a hundred lines', () => {
    const long = filesIn('commands').filter(
      (path) => readFileSync(path, 'utf8').trimEnd().split('\n').length > 100,
    );
    expect(long.map((path) => relative(root, path))).toEqual([]);
  });

  it('has no drawer for everything', () => {
    const drawers = sources.filter((path) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\.ts$|\/)/u.test(path),
    );
    expect(drawers).toEqual([]);
  });
});

/** Where forms of English, and of names in files, are still long. */
const UNFINISHED = /^src\/(?:planning\/reading|english|models\/single-file)/u;
const MOST_FILES = 30;
const MOST_LINES = 500;
const MOST_OF_A_REGEXP = 100;

/** Regular expressions of a text, as they stand where a value can begin. */
const regexpsIn = (source: string): string[] =>
  [
    ...source.matchAll(/(?<=[=(,:!&|?{};[\s])\/(?![*/ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/gu),
  ].map(([found]) => found);

/** Our files by their folder, tools and tests included. */
function filesByFolder(): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const top of ['src', 'commands', 'tools', 'test'])
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
      const folder = relative(root, entry.parentPath);
      if (!entry.isFile() || /node_modules|__pycache__|golden|^test\/output/u.test(folder)) continue;
      folders.set(folder, [...(folders.get(folder) ?? []), entry.name]);
    }
  return folders;
}

describe('rooms', () => {
  const folders = filesByFolder();
  const code = [...folders]
    .filter(([folder]) => !folder.startsWith('test'))
    .flatMap(([folder, names]) => names.map((name) => join(folder, name)))
    .filter((path) => /\.[jt]s$/u.test(path));

  it(`hold at most ${MOST_FILES} files`, () => {
    const full = [...folders].filter(
      ([folder, { length }]) => length > MOST_FILES && !UNFINISHED.test(folder),
    );
    expect(full.map(([folder, { length }]) => `${folder}: ${length}`)).toEqual([]);
  });

  it(`hold files of at most ${MOST_LINES} lines`, () => {
    const long = code.filter(
      (path) => readFileSync(join(root, path), 'utf8').split('\n').length > MOST_LINES,
    );
    expect(long).toEqual([]);
  });

  it(`hold regular expressions of at most ${MOST_OF_A_REGEXP} characters`, () => {
    const long = code
      .filter((path) => !UNFINISHED.test(path))
      .flatMap((path) =>
        regexpsIn(readFileSync(join(root, path), 'utf8'))
          .filter(({ length }) => length > MOST_OF_A_REGEXP)
          .map((found) => `${path}: ${found}`),
      );
    expect(long).toEqual([]);
  });

  it('sees a long regular expression', () => {
    const long = `/^(?:${'a|'.repeat(60)}b)$/iu`;
    expect(regexpsIn(`const A = ${long};\nconst half = 3 / 4; // a / b`)).toEqual([long]);
  });
});

/** A seam's folder, and how a file shows that it is an implementation. */
const SEAMS: readonly { readonly folder: string; readonly implementation: RegExp }[] = [
  { folder: 'commands', implementation: /defineCommand\(/u },
  { folder: 'src/platforms', implementation: /(?:): Platform \| undefined\b/u },
  { folder: 'src/sampling', implementation: /^export const \w+: Sampler\b/mu },
  { folder: 'src/models', implementation: /^export const \w+: ModelFamily\b/mu },
];

/** Every implementation below a seam's folder that its index.ts does not name. */
function unregistered(folder: string, implementation: RegExp): string[] {
  const file = join(root, folder, 'index.ts');
  const index = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return filesIn(folder)
    .filter((path) => implementation.test(readFileSync(path, 'utf8')))
    .map((path) => `./${relative(join(root, folder), path)}`)
    .filter((path) => !index.includes(`'${path}'`));
}

describe('registries', () => {
  it.each(SEAMS)('name every implementation of $folder in its index.ts', ({ folder, implementation }) => {
    expect(filesIn(folder).some((path) => implementation.test(readFileSync(path, 'utf8')))).toBe(true);
    expect(unregistered(folder, implementation)).toEqual([]);
  });

  it('would notice one that is missing', () => {
    expect(unregistered('commands', /optionalText/u)).toEqual([]);
    expect(unregistered('src/chat', /createBot\(/u)).toEqual(['./bot.ts']);
  });
});
