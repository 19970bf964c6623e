/** Heat maps of words, whole: added up over all steps and layers while a picture is painted or edited again (DAAM). */
import { findTokens } from '../../models/clip-tokenizer.ts';
import type { Checkpoint } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { type AttentionMaps, collectAttention, type HeatFigures } from '../../methods/attention-maps.ts';
import { methods } from '../../methods/index.ts';
import { sentence } from '../../sentence.ts';
import { type Grid, minMax } from '../../tensor/grid.ts';
import { denoise } from '../run/denoise.ts';
import { paintFromWords, prepareWords, wordsContext } from '../steps/from-words.ts';
import { classifierFreeGuidance } from '../run/guidance.ts';
import { editRun, sourceOf } from '../steps/instruct.ts';
import { promptIds } from '../run/prompt.ts';
import { fullSettings, type RunRequest, type Components } from '../components.ts';

/** Where a word is. */
export interface WordHeat {
  readonly word: string;
  /** Scaled to 0…1, at the latents' size. */
  readonly heat: Grid;
  readonly figures: HeatFigures;
}

/** What was looked at: which model, how often, and the words that stood in no prompt. */
export interface Heat {
  readonly words: readonly WordHeat[];
  readonly missing: readonly string[];
  readonly model: string;
  readonly steps: number;
}

const WORDS_ROWS = ['none', 'text'] as const;

/**
 * Looks where words are: in a picture that was painted from a prompt with all of them, while it is painted again;
 * else while the edit model follows an instruction on the picture.
 *
 * @param instruction  whose words are looked for on the edit model; default: the picture's caption when it has them all,
 *   else the words alone
 * @throws {UserError} `NO_SUCH_WORD`, `NO_EDIT_MODEL`, `NO_PICTURE`
 */
export async function wordHeat(
  components: Components,
  request: RunRequest,
  words: readonly string[],
  instruction?: string,
): Promise<Heat> {
  const { sourcePrompt: prompt, sourceCaption: caption } = request;
  const holds = (checkpoint: Checkpoint, text: string | undefined): text is string =>
    text !== undefined && words.every((word) => positionsOf(checkpoint, text, word).length > 0);
  if (instruction === undefined && holds(components.imageModel, prompt))
    return heatOfPainting(components, request, prompt, words);
  // A word alone gets all the attention, wherever that goes; among the others of the picture it finds its place.
  const among = holds(components.editModel, caption) ? caption : words.join(', ');
  return heatOfEdit(components, request, instruction ?? among, words);
}

/** Text to image: the picture's own prompt, seed and settings. */
async function heatOfPainting(
  components: Components,
  request: RunRequest,
  prompt: string,
  words: readonly string[],
): Promise<Heat> {
  const painting = { ...request, settings: request.sourceSettings ?? request.settings };
  const setup = await prepareWords(components, painting, { batch: WORDS_ROWS.length, control: true, prompt });
  const maps = collectAttention(wordsContext(setup, WORDS_ROWS), 'text');
  const { guidanceScale, steps } = setup.settings;
  await paintFromWords(components, setup, painting, {
    conditioning: [setup.none, await setup.encode(prompt)],
    method: {
      ...maps,
      combine: (predictions) => classifierFreeGuidance(predictions, WORDS_ROWS, guidanceScale),
    },
    name: 'attention-maps',
  });
  return { ...read(setup.checkpoint, maps, prompt, words), model: setup.checkpoint.name, steps };
}

/** InstructPix2Pix: plain guidance, the row of text and picture. */
async function heatOfEdit(
  components: Components,
  request: RunRequest,
  instruction: string,
  words: readonly string[],
): Promise<Heat> {
  const { editModel: checkpoint } = components;
  const source = sourceOf(request, checkpoint);
  const settings = fullSettings(checkpoint, request.settings, true);
  const step = {
    kind: 'instruct',
    instruction,
    keyword: words[0] ?? '',
    action: 'change',
    scope: 'global',
    strength: 1,
  } as const;
  const { run, context } = await editRun(components, [step], request, settings, source);
  const maps = collectAttention(context, 'text');
  const plain = methods.focusOnYourInstruction.start(
    context,
    methods.focusOnYourInstruction.settings.parse({
      subInstructions: [{ span: [1, 2], keyword: [1], scope: 'global', alpha: 0 }],
      guidanceScale: settings.guidanceScale,
      imageGuidanceScale: settings.imageGuidanceScale,
    }),
  );
  await denoise({ ...run, method: { combine: plain.combine, ...maps } });
  return {
    ...read(checkpoint, maps, instruction, words),
    model: checkpoint.name,
    steps: settings.steps,
  };
}

/** @throws {UserError} `NO_SUCH_WORD` when none of the words stands in the prompt */
function read(
  checkpoint: Checkpoint,
  maps: AttentionMaps,
  prompt: string,
  words: readonly string[],
): Pick<Heat, 'words' | 'missing'> {
  const all = promptIds(checkpoint, prompt).map((_, index) => index + 1);
  const places = words.map((word) => ({ word, tokens: positionsOf(checkpoint, prompt, word) }));
  const found = places.filter(({ tokens }) => tokens.length > 0);
  if (found.length === 0) throw new UserError('NO_SUCH_WORD', sentence('heatmap.noSuchWords', { prompt }));
  return {
    words: found.map(({ word, tokens }) => ({
      word,
      heat: minMax(maps.heat(tokens)),
      figures: maps.figures(tokens, all),
    })),
    missing: places.filter(({ tokens }) => tokens.length === 0).map(({ word }) => word),
  };
}

/** Positions of a word's tokens wherever it stands in the prompt; the start token is 0. */
function positionsOf(checkpoint: Checkpoint, prompt: string, word: string): number[] {
  const ids = promptIds(checkpoint, prompt);
  const phrase = promptIds(checkpoint, word);
  const found: number[] = [];
  for (let at = findTokens(ids, phrase); at !== -1; at = findTokens(ids, phrase, at + 1))
    found.push(...phrase.map((_, offset) => at + offset + 1));
  return found;
}
