import type { types } from '@slack/bolt';
import type { Button, Choice, OutgoingMessage } from '../../../chat/message.ts';
import { cutText } from '../../../chat/limits.ts';
import { tell } from '../../../locales/tell.ts';
import { sentence } from '../../../sentence.ts';
import { escapeText, splitText } from './mrkdwn.ts';
import type { UploadedPicture } from './upload.ts';

/** Slack's limits on blocks. @see https://docs.slack.dev/reference/block-kit/blocks */
const SECTION_LENGTH = 3000;
const FALLBACK_LENGTH = 3000;
const BUTTON_LENGTH = 75;
const OPTION_LENGTH = 75;
const BUTTONS_IN_ROW = 5;
const PICTURES = 20;
const BAR_CELLS = 10;

/**
 * `action_id` of what can be pressed in a message: `limner.button.0`, `limner.ask.1` (opens a form), `limner.link.2`
 * (opens an address), `limner.choice`.
 */
export const ACTION = {
  button: 'limner.button',
  ask: 'limner.ask',
  link: 'limner.link',
  choice: 'limner.choice',
} as const;

/** What goes into chat.postMessage and chat.update. */
export interface SlackContent {
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
}

export const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: true });
/** `verbatim`: Slack makes no link and no mention of what only looks like one. */
export const words = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });

export interface WriteOptions {
  /** Thread or person of the conversation: travels in the `block_id` of everything that can be pressed. */
  readonly anchor: string;
  /** Heads the first message of a thread that a slash command began. */
  readonly asked?: string | undefined;
  readonly locale?: string | undefined;
}

/** Reads the anchor back from a `block_id`. */
export const anchorOf = (blockId: string | undefined): string | undefined =>
  /@(\S+)$/u.exec(blockId ?? '')?.[1];

/** Writes a message as Block Kit. */
export function writeMessage(
  message: OutgoingMessage,
  pictures: readonly UploadedPicture[],
  { anchor, asked, locale }: WriteOptions,
): SlackContent {
  const text = message.text === '' && message.error !== undefined ? message.error.message : message.text;
  const blocks: types.KnownBlock[] = [
    ...(asked === undefined ? [] : [{ type: 'context' as const, elements: [words(asked)] }]),
    ...splitText(text, SECTION_LENGTH).map((piece) => ({
      type: 'section' as const,
      text: words(escapeText(piece)),
    })),
    ...pictures.slice(0, PICTURES).map(writePicture),
    ...(message.progress === undefined
      ? []
      : [{ type: 'context' as const, elements: [words(escapeText(writeProgress(message.progress)))] }]),
    ...writeChoices(message.choices ?? [], tell(locale, sentence('pick.placeholder')), anchor),
    ...writeButtons(message.buttons ?? [], anchor),
  ];
  const fallback = [text, message.progress?.label ?? '', ...pictures.map(({ alt }) => alt)];
  return {
    text: escapeText(cutText(fallback.filter((part) => part !== '').join(' · ') || '…', FALLBACK_LENGTH)),
    blocks,
  };
}

const writePicture = ({ file, alt }: UploadedPicture): types.ImageBlock => ({
  type: 'image',
  slack_file: { id: file },
  alt_text: alt === '' ? 'picture' : alt,
});

function writeProgress({ fraction, label }: { readonly fraction: number; readonly label: string }): string {
  const full = Math.round(Math.min(Math.max(fraction, 0), 1) * BAR_CELLS);
  return `${'▓'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${label}`;
}

function writeButtons(buttons: readonly Button[], anchor: string): types.ActionsBlock[] {
  const elements = buttons.map(({ id, label, style, ask, url }, index): types.Button => ({
    type: 'button',
    action_id: `${url !== undefined ? ACTION.link : ask === undefined ? ACTION.button : ACTION.ask}.${index}`,
    text: plain(cutText(label, BUTTON_LENGTH)),
    ...(url === undefined ? { value: id } : { url }),
    ...(style === 'primary' || style === 'danger' ? { style } : {}),
  }));
  return Array.from({ length: Math.ceil(elements.length / BUTTONS_IN_ROW) }, (_, row) => ({
    type: 'actions',
    block_id: `limner.buttons.${row}@${anchor}`,
    elements: elements.slice(row * BUTTONS_IN_ROW, (row + 1) * BUTTONS_IN_ROW),
  }));
}

function writeChoices(choices: readonly Choice[], placeholder: string, anchor: string): types.ActionsBlock[] {
  if (choices.length === 0) return [];
  const menu: types.StaticSelect = {
    type: 'static_select',
    action_id: ACTION.choice,
    placeholder: plain(placeholder),
    options: choices.map(({ id, number, label }) => ({
      text: plain(cutText(`${number} · ${label}`, OPTION_LENGTH)),
      value: id,
    })),
  };
  return [{ type: 'actions', block_id: `limner.choices@${anchor}`, elements: [menu] }];
}
