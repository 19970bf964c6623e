import { createHash } from 'node:crypto';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIActionRowComponent, APIButtonComponent, APIComponentInMessageActionRow } from 'discord.js';
import { cutText } from '../../chat/limits.ts';
import type { Button, ButtonForm, Choice } from '../../chat/message.ts';
import type { KeyValueStore } from '../../chat/platform.ts';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';

/**
 * `custom_id`s. A button of ours carries the id of the command call as it is, so that it works for ever; what
 * Discord's 100 characters cannot hold lies in the store under a hash.
 */
const MAX_ID = 100;
const FORM_MS = 180 * 24 * 3600 * 1000;
/** First character of ids that mean something to this folder only. */
const OWN = '~';
export const PICK_ID = `${OWN}pick`;
const LONG = `${OWN}long:`;
export const FORM = `${OWN}form:`;
export const EDIT = `${OWN}edit:`;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What stands behind a `custom_id`. */
export type Control =
  | { readonly kind: 'call'; readonly id: string }
  | { readonly kind: 'form'; readonly key: string }
  | { readonly kind: 'edit'; readonly key: string }
  | { readonly kind: 'pick' };

export const readControl = async (customId: string, store: KeyValueStore): Promise<Control | undefined> => {
  if (customId === PICK_ID) return { kind: 'pick' };
  if (customId.startsWith(FORM)) return { kind: 'form', key: customId.slice(FORM.length) };
  if (customId.startsWith(EDIT)) return { kind: 'edit', key: customId.slice(EDIT.length) };
  if (!customId.startsWith(LONG)) return { kind: 'call', id: customId };
  const id = await store.get<string>(`id/${customId.slice(LONG.length)}`);
  return id === undefined ? undefined : { kind: 'call', id };
};

const hash = (value: string) => createHash('sha256').update(value).digest('base64url').slice(0, 22);

/** An id that Discord takes: the id itself, or a name for it in the store. */
export async function shortId(id: string, store: KeyValueStore): Promise<string> {
  if (id.length <= MAX_ID && !id.startsWith(OWN)) return id;
  await store.set(`id/${hash(id)}`, id, FORM_MS);
  return LONG + hash(id);
}

/** A form that waits behind a button. */
export interface StoredForm {
  readonly id: string;
  readonly form: ButtonForm;
}

async function buttonId({ id, ask }: Button, store: KeyValueStore): Promise<string> {
  if (ask === undefined) return shortId(id, store);
  const stored: StoredForm = { id, form: ask };
  const key = hash(JSON.stringify(stored));
  await store.set(`form/${key}`, stored, FORM_MS);
  return FORM + key;
}

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** Rows of buttons, then the menu of choices: at most 5 rows in all, so 20 buttons beside a menu, else 25. */
export async function componentRows(
  buttons: readonly Button[],
  choices: readonly Choice[],
  store: KeyValueStore,
  locale?: string,
): Promise<Row[]> {
  const ready: APIButtonComponent[] = [];
  const ids = new Set<string>();
  for (const button of buttons) {
    if (button.url !== undefined) {
      // An address that only this machine knows would be no use there, and Discord refuses it.
      if (/^https?:\/\//u.test(button.url))
        ready.push({
          type: ComponentType.Button,
          style: ButtonStyle.Link,
          label: cutText(button.label, 80),
          url: button.url,
        });
      continue;
    }
    const id = await buttonId(button, store);
    // Discord refuses a message in which an id stands twice.
    if (ids.has(id)) continue;
    ids.add(id);
    ready.push({
      type: ComponentType.Button,
      style: STYLES[button.style ?? 'secondary'],
      label: cutText(button.label, 80),
      custom_id: id,
    });
  }
  const rows: Row[] = [];
  const room = choices.length > 0 ? 20 : 25;
  for (let first = 0; first < Math.min(ready.length, room); first += 5) {
    rows.push({ type: ComponentType.ActionRow, components: ready.slice(first, Math.min(first + 5, room)) });
  }
  if (choices.length === 0) return rows;
  const options = [];
  for (const { id, number, label } of choices.slice(0, 25)) {
    options.push({ label: cutText(`${number} · ${label}`, 100), value: await shortId(id, store) });
  }
  rows.push({
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: PICK_ID,
        placeholder: tell(locale, sentence('pick.placeholder')),
        options,
      },
    ],
  });
  return rows;
}
