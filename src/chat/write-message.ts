import type { Said } from '../sentence.ts';
import type { ButtonForm, Draft, OutgoingMessage } from './message.ts';
import { tell } from '../locales/tell.ts';

const ALT_LENGTH = 1000;

/** Puts everything that is to be read of a message into the language of `locale`. */
export function writeMessage(locale: string | undefined, draft: Draft): OutgoingMessage {
  const say = (said: Said) => tell(locale, said);
  const { text, pictures, buttons, choices, progress, error, ...others } = draft;
  return {
    ...others,
    text: say(text),
    ...(pictures !== undefined && {
      pictures: pictures.map((picture) =>
        Object.assign({}, picture, { alt: say(picture.alt).slice(0, ALT_LENGTH) }),
      ),
    }),
    ...(buttons !== undefined && {
      buttons: buttons.map(({ label, ask, ...button }) =>
        Object.assign(button, { label: say(label) }, ask !== undefined && { ask: writeForm(ask, say) }),
      ),
    }),
    ...(choices !== undefined && {
      choices: choices.map((choice) => Object.assign({}, choice, { label: say(choice.label) })),
    }),
    ...(progress !== undefined && { progress: { ...progress, label: say(progress.label) } }),
    ...(error !== undefined && { error: { ...error, message: say(error.message) } }),
  };
}

const writeForm = ({ title, fields }: ButtonForm<Said>, say: (said: Said) => string): ButtonForm => ({
  title: say(title),
  fields: fields.map((field) => Object.assign({}, field, { label: say(field.label) })),
});
