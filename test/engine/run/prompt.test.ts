import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { joinInstructions } from '../../../src/engine/run/prompt.ts';

const model = join(import.meta.dirname, '../../golden/core/models/tiny-ip2p');

it('joinInstructions leaves the marks of weights out of the words and keeps the keyword', async () => {
  const checkpoint = await openCheckpoint(model);
  const { tokenizer } = checkpoint.text;
  const parts = [
    { instruction: 'make the (car red:1.4)', keyword: 'car' },
    { instruction: 'remove the dog', keyword: 'dog' },
  ];
  const { ids, weights, parts: found } = joinInstructions(checkpoint, parts);
  expect(ids).toEqual(tokenizer.tokenize('make the car red, remove the dog'));
  expect(weights).toHaveLength(ids.length);
  const before = tokenizer.tokenize('make the').length;
  const weighted = tokenizer.tokenize('car red').length;
  expect(weights.flatMap((weight, at) => (weight === 1.4 ? [at] : []))).toEqual(
    Array.from({ length: weighted }, (_, at) => before + at),
  );
  expect(found.map(({ keyword }) => keyword.map((at) => ids[at - 1]))).toEqual([
    tokenizer.tokenize('car'),
    tokenizer.tokenize('dog'),
  ]);
});
