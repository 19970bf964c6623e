/** What common nouns are a kind of: a tree out of WordNet, made by tools/nouns/make-noun-tree.ts. */
import { readFileSync } from 'node:fs';

interface NounTree {
  /** For each node the one it is a kind of; −1 at the root. */
  readonly parents: readonly number[];
  readonly nouns: Readonly<Record<string, number>>;
}

let loaded: NounTree | undefined;
/** Read when it is needed first: a model with an open vocabulary never does. */
const tree = (): NounTree =>
  (loaded ??= JSON.parse(readFileSync(new URL('noun-tree.json', import.meta.url), 'utf8')) as NounTree);

/** True for a common noun of a thing one can see, in the singular: "wizard", "ice cream". */
export const isVisibleNoun = (noun: string): boolean => Object.hasOwn(tree().nouns, noun);

/** The noun's node and all it is a kind of, nearest first. */
function ancestorsOf(noun: string): readonly number[] {
  const { nouns, parents } = tree();
  const chain: number[] = [];
  if (!Object.hasOwn(nouns, noun)) return chain;
  for (let node = nouns[noun]; node !== undefined && node >= 0; node = parents[node]) chain.push(node);
  return chain;
}

/** Steps up from a noun to what it is a kind of: poodle → dog is 1, puppy → puppy 0; undefined when it is none. */
export function stepsUpTo(noun: string, general: string): number | undefined {
  const { nouns } = tree();
  const node = Object.hasOwn(nouns, general) ? nouns[general] : undefined;
  const steps = node === undefined ? -1 : ancestorsOf(noun).indexOf(node);
  return steps < 0 ? undefined : steps;
}

/**
 * How alike two nouns are by their places in the tree, 0…1: twice the depth of what both are a kind of over the sum of
 * their depths (Wu and Palmer, 1994, "Verb semantics and lexical selection").
 */
export function similarity(one: string, other: string): number {
  const [left, right] = [ancestorsOf(one), ancestorsOf(other)];
  const shared = left.findIndex((node) => right.includes(node));
  return shared < 0 ? 0 : (2 * (left.length - shared)) / (left.length + right.length);
}
