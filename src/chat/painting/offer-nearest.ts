import { randomUUID } from 'node:crypto';
import { lines, sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { openOffer } from '../../sessions/tree.ts';
import type { UnknownWord } from '../../vocabulary/vocabulary.ts';
import { commandButton } from '../command.ts';
import type { Interaction, Services } from '../command.ts';
import { checkWords } from '../requests/check-words.ts';
import type { CheckedSteps } from '../requests/check-words.ts';
import type { PaintRequest } from './paint-request.ts';

/** A request that was held against the vocabulary of the checkpoint that would paint it. */
export interface CheckedRequest extends CheckedSteps {
  readonly caption: string;
}

/** Holds a request against what its checkpoint can draw; undefined when that is not known. */
export async function checkRequest(
  { vocabularyOf }: Services,
  { steps, caption, settings }: PaintRequest,
): Promise<CheckedRequest | undefined> {
  const task = steps.some(({ kind }) => kind === 'instruct') ? 'edit' : 'image';
  const vocabulary = await vocabularyOf?.(task, settings.model);
  if (vocabulary === undefined) return undefined;
  const checked = checkWords(steps, vocabulary);
  const [only] = checked.steps;
  const isPainted = checked.steps.length === 1 && (only?.kind === 'generate' || only?.kind === 'layout');
  return { ...checked, caption: isPainted ? only.prompt : caption };
}

/** Says what another word was painted for, and which words nothing was made of. */
export const notesOf = ({ taken, unused }: CheckedRequest): readonly Said[] => [
  ...taken.map(({ word, as }) => sentence('anyway.taken', { word, thing: as })),
  ...(unused.length === 0 ? [] : [sentence('anyway.leftOut', { words: unused })]),
];

/** Tells before anything is painted what cannot be drawn, and lets the person choose. */
export async function offerNearest(
  interaction: Interaction,
  { sessions }: Services,
  request: PaintRequest,
  { unknown, nearest }: CheckedRequest,
): Promise<void> {
  const { base, said, steps, caption, line, plannedBy, protect, region, settings } = request;
  const id = await interaction.request.remember('offer', randomUUID);
  await sessions.change(interaction.conversation, (session) =>
    openOffer(session, {
      id,
      userId: interaction.userId,
      said,
      steps,
      nearest,
      caption,
      line,
      plannedBy,
      picture: base?.number,
      protect,
      region,
      settings,
    }),
  );
  const first = nearest?.[0];
  const words = first?.kind === 'generate' ? first.prompt : undefined;
  await interaction.reply({
    text: lines(...unknown.map(cannotDraw), sentence('anyway.howTo')),
    buttons: [
      ...(nearest === undefined
        ? []
        : [
            commandButton(
              interaction,
              words === undefined || words.length > BUTTON_WORDS
                ? sentence('anyway.takeNearest')
                : sentence('anyway.paintWords', { words }),
              'anyway',
              { offer: id, nearest: true },
              'primary',
            ),
          ]),
      commandButton(interaction, sentence('anyway.paintAnyway'), 'anyway', { offer: id }),
    ],
  });
}

/** Longest label that all platforms show whole. */
const BUTTON_WORDS = 60;

const cannotDraw = ({ word, nearest }: UnknownWord): Said =>
  nearest.length === 0
    ? sentence('anyway.unknown', { word })
    : sentence('anyway.unknownButNear', { word, things: [...nearest] });
