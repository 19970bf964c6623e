import { ComponentType, TextInputStyle } from 'discord.js';
import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord.js';
import { cutText } from '../../chat/limits.ts';
import type { ButtonForm } from '../../chat/message.ts';
import { MASK_FIELD, maskLabel } from '../../chat/painting/picture-forms.ts';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import { EDIT, FORM } from './controls.ts';

const TITLE_LENGTH = 45;
const LABEL_LENGTH = 45;
const VALUE_LENGTH = 2000;

/** A place for one picture that nobody has to fill. */
const upload = (name: string, label: string): APILabelComponent => ({
  type: ComponentType.Label,
  label: cutText(label, LABEL_LENGTH),
  component: {
    type: ComponentType.FileUpload,
    custom_id: name,
    required: false,
    min_values: 0,
    max_values: 1,
  },
});

/** The modal of a button with a form. */
export function buttonModal(
  key: string,
  { title, fields }: ButtonForm,
): APIModalInteractionResponseCallbackData {
  return {
    title: cutText(title, TITLE_LENGTH),
    custom_id: FORM + key,
    components: fields.slice(0, 5).map(({ name, label, value, isLong, isRequired, isPicture }) =>
      isPicture === true
        ? upload(name, label)
        : {
            type: ComponentType.Label,
            label: cutText(label, LABEL_LENGTH),
            component: {
              type: ComponentType.TextInput,
              custom_id: name,
              style: isLong === true ? TextInputStyle.Paragraph : TextInputStyle.Short,
              required: isRequired === true,
              max_length: VALUE_LENGTH,
              ...(value === undefined || value === '' ? {} : { value: value.slice(0, VALUE_LENGTH) }),
            },
          },
    ),
  };
}

/** The modal of the menu entry "Edit this picture". */
export function editModal(key: string, locale: string): APIModalInteractionResponseCallbackData {
  return {
    title: cutText(tell(locale, sentence('forms.editThis')), TITLE_LENGTH),
    custom_id: EDIT + key,
    components: [
      {
        type: ComponentType.Label,
        label: cutText(tell(locale, sentence('forms.change')), LABEL_LENGTH),
        component: {
          type: ComponentType.TextInput,
          custom_id: 'words',
          style: TextInputStyle.Paragraph,
          required: true,
          max_length: 1000,
          placeholder: cutText(tell(locale, sentence('forms.editExample')), 100),
        },
      },
      upload(MASK_FIELD, tell(locale, maskLabel)),
    ],
  };
}
