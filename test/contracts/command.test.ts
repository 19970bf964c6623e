import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { defineCommand, integer, optionalText, text } from '../../src/chat/command.ts';
import { commandContract, commandProblems } from './command.contract.ts';

commandContract(commands);

describe('commandProblems', () => {
  it('rejects what platforms cannot offer', () => {
    const broken = defineCommand({
      name: 'Paint It',
      description: `paint ${'x'.repeat(100)}`,
      options: {
        size: { ...integer(), description: 'How large' },
        Prompt: { ...text(), description: 'What' },
        style: { ...optionalText(['x'.repeat(101)]), description: '' },
      },
      run: () => Promise.resolve(),
    });
    expect(commandProblems(broken)).toEqual([
      'the name "Paint It" is not 1…32 small letters',
      'the description has 106 characters, not 1…100',
      'the description is no sentence',
      'a required option stands after an optional one',
      'the option "Prompt" is not 1…32 small letters',
      'the description of "style" is not 1…100 characters',
      'a choice of "style" is not 1…100 characters',
    ]);
  });
});
