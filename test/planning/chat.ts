import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/errors.ts';
import type { ObjectReference, PlanContext, PlannedBy, Planner, PlanStep } from '../../src/planning/plan.ts';
import { contextOf, type Sentence } from './sentences.ts';

/** What people type in a chat, with the judged answer. */
export interface ChatLine {
  readonly part: 'tuned' | 'held-out';
  /** Turns, oldest first; the last is judged. */
  readonly said: readonly string[];
  readonly picture: string;
  /** Answers that are right: steps joined by " + ", in the words of `briefly`; `ask` is any answer that changes nothing. */
  readonly right: readonly string[];
}

/** Pictures that the lines speak of. */
const PICTURES: Readonly<Record<string, Sentence['context']>> = {
  A: { caption: 'a cat and a dog on grass', objects: ['cat', 'dog'] },
  B: { caption: 'a red car next to a house on a road', objects: ['car', 'house'] },
  C: { caption: 'two blue balls and a tree on grass', objects: ['ball', 'ball', 'tree'] },
  D: { caption: 'a man and a woman on a beach', objects: ['man', 'woman'] },
  E: { caption: 'an apple and a banana on a table', objects: ['apple', 'banana'] },
  F: { caption: 'three balloons and a tree in the snow', objects: ['balloon', 'balloon', 'balloon', 'tree'] },
  G: { objects: ['person', 'bicycle'] },
  N: { hasPicture: false },
};

export function readChatLines(part: ChatLine['part']): readonly ChatLine[] {
  const text = readFileSync(join(import.meta.dirname, `chat-${part}.tsv`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [picture = '', said = '', right = ''] = line.split('\t');
      return { part, picture, said: said.replaceAll('\\n', '\n').split(' >> '), right: right.split(' / ') };
    });
}

const ORDINALS = ['', '', '2nd', '3rd'];

/** "left ball", "biggest cat", "2 balloon": what tells a thing from others, and its noun. */
function nameOf({ noun, attributes = [], ordinal, order, side, count, relation }: ObjectReference): string {
  const position =
    order === 'size'
      ? ordinal === -1
        ? 'smallest'
        : 'biggest'
      : ordinal === 1
        ? '1st'
        : (ORDINALS[ordinal ?? 0] ?? '');
  const owner = relation?.kind === 'on' ? `on ${relation.noun}` : '';
  return [count ?? '', side ?? '', position, ...attributes, noun, owner]
    .filter((part) => part !== '')
    .join(' ');
}

const bare = (words = ''): string => words.toLowerCase().replace(/^(?:an?|the|some) /, '');

/** One step in a few words: "recolor cat blue", "move dog left", "add hat @ dog". */
export function briefly(step: PlanStep): string {
  switch (step.kind) {
    case 'instruct': {
      const { action, target, object, scope } = step;
      const name = object === undefined ? '' : nameOf(object);
      if (action === 'add') return `add ${bare(target)}${name === '' ? '' : ` @ ${name}`}`;
      if (action === 'replace') return `replace ${name} > ${bare(target)}`;
      if (scope === 'global') return `${action} ${bare(target)}`;
      return `${action} ${name} ${bare(target)}`.trim();
    }
    case 'place':
      return brieflyPlaced(step);
    case 'session':
      return ['session', step.action, step.number].filter((part) => part !== undefined).join(' ');
    default:
      return step.kind;
  }
}

function brieflyPlaced(step: Extract<PlanStep, { kind: 'place' }>): string {
  const { operation, object, other, dx = 0, dy = 0, toX, toY, relation, scale = 1 } = step;
  const name = nameOf(object);
  if (operation === 'swap') return `swap ${name}${other === undefined ? '' : ` ${nameOf(other)}`}`;
  if (operation === 'resize') return `resize ${name} ${Math.round(scale * 1000) / 1000}`;
  if (operation === 'front' || operation === 'remove') return `${operation} ${name}`;
  if (relation !== undefined) return `${operation} ${name} ${relation} ${other?.noun ?? ''}`;
  const row = (toY ?? 0.5 + dy) < 0.5 ? 'up' : (toY ?? 0.5 + dy) > 0.5 ? 'down' : '';
  const column = (toX ?? 0.5 + dx) < 0.5 ? 'left' : (toX ?? 0.5 + dx) > 0.5 ? 'right' : '';
  const where = [row, column].filter(Boolean).join(' ');
  const isMiddle = where === '' && (toX !== undefined || toY !== undefined);
  return `${operation} ${name} ${isMiddle ? 'middle' : where}`.trim();
}

export interface ChatJudgement {
  readonly line: ChatLine;
  readonly isRight: boolean;
  /** True when something would be changed that nobody asked for. */
  readonly isUnasked: boolean;
  readonly got: string;
}

/** Plans a line with the turns before it and compares what would happen with the judged answers. */
export async function judgeChat(planner: Planner, line: ChatLine): Promise<ChatJudgement> {
  const context = contextOf({ context: PICTURES[line.picture] ?? {} } as Sentence);
  const turns: { said: string; steps: readonly PlanStep[] }[] = [];
  for (const said of line.said.slice(0, -1)) {
    const before = await planOrRefuse(planner, said, { ...context, turns });
    turns.push({ said, steps: before?.plan.steps ?? [] });
  }
  const now = turns.length === 0 ? context : { ...context, turns };
  const planned = await planOrRefuse(planner, line.said.at(-1) ?? '', now);
  const got = outcome(planned);
  const isRight = line.right.some((right) => isSame(right, got));
  const wanted = line.right.flatMap((right) => right.split(' + '));
  const isUnasked =
    !isRight &&
    got.some(
      (one) =>
        !/^(?:ask|session|inspect|generate|keep|reword)/.test(one) &&
        !wanted.some((right) => fits(right, one)),
    );
  return { line, isRight, isUnasked, got: got.join(' + ') };
}

async function planOrRefuse(
  planner: Planner,
  said: string,
  context: PlanContext,
): Promise<PlannedBy | undefined> {
  try {
    return await planner.plan(said, context);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function outcome(planned: PlannedBy | undefined): readonly string[] {
  if (planned === undefined || planned.plan.question !== undefined) return ['ask'];
  const { plan, unread = [] } = planned;
  return [
    ...plan.steps.map(briefly),
    ...plan.protect.map((thing) => `keep ${thing}`),
    ...(unread.length > 0 ? ['ask'] : []),
  ];
}

function isSame(right: string, got: readonly string[]): boolean {
  const wanted = right.split(' + ');
  return wanted.length === got.length && wanted.every((one, index) => fits(one, got[index] ?? ''));
}

/** True when a step is the judged one: sizes by their direction, places by their words, targets with or without "look". */
function fits(wanted: string, got: string): boolean {
  if (wanted === got || wanted === got.replace(/\bthe /g, '')) return true;
  const [, name, way] = /^resize (.+) (up|down|[\d.]+)$/.exec(wanted) ?? [];
  const [, gotName, scale] = /^resize (.+) ([\d.]+)$/.exec(got) ?? [];
  if (name !== undefined && scale !== undefined) {
    const isWay =
      way === 'up'
        ? Number(scale) > 1
        : way === 'down'
          ? Number(scale) < 1
          : Math.abs(Number(way) - Number(scale)) < 0.02;
    return name === gotName && isWay;
  }
  if (/^(?:reword|inspect|generate)$/.test(wanted)) return got === wanted;
  const plain = (words: string): string =>
    words
      .replace(/\b(?:look like|looks? like|a|an|the|more like|number|of|one) /g, '')
      .replace(/ (?:bottom|top) (left|right)$/, (whole) =>
        whole.replace('bottom', 'down').replace('top', 'up'),
      )
      .replace(/ to middle$/, ' middle');
  return plain(wanted) === plain(got);
}
