import type { types } from '@slack/bolt';
import { createHash } from 'node:crypto';
import { cutText } from '../../../chat/limits.ts';
import type { Button, ButtonForm } from '../../../chat/message.ts';
import { MASK_FIELD, maskLabel } from '../../../chat/painting/picture-forms.ts';
import type { KeyValueStore } from '../../../chat/platform.ts';
import { tell } from '../../../locales/tell.ts';
import { sentence } from '../../../sentence.ts';
import { plain } from '../outgoing/blocks.ts';
import type { SlackFile, ViewPayload } from './payloads.ts';

/** `callback_id` of the forms: one behind a button, one behind "Edit this picture". */
export const FORM = { button: 'limner.form', edit: 'limner.edit' } as const;

/** A form that a button opens, as it is kept until the button is pressed. */
interface KeptForm {
  readonly id: string;
  readonly ask: ButtonForm;
}

const KEPT_MS = 180 * 24 * 3600 * 1000;
const TITLE_LENGTH = 24;
const LABEL_LENGTH = 2000;
const VALUE_LENGTH = 3000;

/** What a form remembers while it is open: at most 3,000 characters in Slack. */
export interface FormPlace {
  readonly team: string;
  readonly channel: string;
  readonly thread: string;
  readonly message: string;
  /** Id of the button whose form it is. */
  readonly button?: string;
  /** Files of a picture that is not ours. */
  readonly files?: readonly SlackFile[];
}

const view = (
  callbackId: string,
  place: FormPlace,
  title: string,
  submit: string,
  blocks: types.KnownBlock[],
): types.ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  private_metadata: JSON.stringify(place),
  title: plain(cutText(title, TITLE_LENGTH)),
  submit: plain(cutText(submit, TITLE_LENGTH)),
  blocks,
});

/** The form behind a button, for example "Edit the plan". */
export function buttonForm(
  place: FormPlace,
  { title, fields }: ButtonForm,
  locale?: string,
): types.ModalView {
  return view(
    FORM.button,
    place,
    title,
    tell(locale, sentence('slack.edit')),
    fields.map(({ name, label, value, isLong, isRequired, isPicture }): types.InputBlock =>
      isPicture === true
        ? upload(name, label)
        : {
            type: 'input',
            block_id: name,
            optional: isRequired !== true,
            label: plain(cutText(label, LABEL_LENGTH)),
            element: {
              type: 'plain_text_input',
              action_id: 'value',
              multiline: isLong === true,
              ...(value === undefined || value === '' ? {} : { initial_value: value.slice(0, VALUE_LENGTH) }),
            },
          },
    ),
  );
}

/** The form of the message shortcut "Edit this picture". */
export function editForm(place: FormPlace, locale?: string): types.ModalView {
  const input: types.InputBlock = {
    type: 'input',
    block_id: 'words',
    label: plain(tell(locale, sentence('forms.change'))),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: true,
      placeholder: plain(cutText(tell(locale, sentence('forms.editExample')), 150)),
    },
  };
  return view(
    FORM.edit,
    place,
    tell(locale, sentence('forms.editThis')),
    tell(locale, sentence('slack.edit')),
    [input, upload(MASK_FIELD, tell(locale, maskLabel))],
  );
}

/** What was typed into the fields, by their names, and the files that were put into them. */
export function readForm({ view: { state } }: ViewPayload) {
  const fields = Object.entries(state.values).map(([field, elements]) => ({ field, ...elements['value'] }));
  const typed = fields.filter(({ files }) => files === undefined);
  return {
    values: Object.fromEntries(typed.map(({ field, value }) => [field, value ?? ''])),
    uploads: fields.map(({ field, files }) => ({ field, files: files ?? [] })),
  };
}

/** A place for one picture that nobody has to fill. */
const upload = (name: string, label: string): types.InputBlock => ({
  type: 'input',
  block_id: name,
  optional: true,
  label: plain(cutText(label, LABEL_LENGTH)),
  element: {
    type: 'file_input',
    action_id: 'value',
    filetypes: ['png', 'jpg', 'jpeg', 'webp'],
    max_files: 1,
  },
});

/** Stores the forms of buttons and lets the buttons point to them: a button carries at most 2,000 characters. */
export const keepForms = (
  store: KeyValueStore,
  buttons: readonly Button[] = [],
): Promise<readonly Button[]> =>
  Promise.all(
    buttons.map(async (button): Promise<Button> => {
      if (button.ask === undefined) return button;
      const kept: KeptForm = { id: button.id, ask: button.ask };
      const name = createHash('sha256').update(JSON.stringify(kept)).digest('hex').slice(0, 32);
      await store.set(`form:${name}`, kept, KEPT_MS);
      return Object.assign({}, button, { id: name });
    }),
  );

/** The form that a button points to; undefined when it is older than half a year. */
export const findForm = (store: KeyValueStore, name: string | undefined): Promise<KeptForm | undefined> =>
  store.get<KeptForm>(`form:${name ?? ''}`);
