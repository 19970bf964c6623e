import { button, byId, element } from './dom.js';
import { say } from './say.js';

/**
 * Asks for a few words, or for a picture, in a dialog.
 *
 * @param {{ title: string, text?: string, fields?: { name: string, label: string, value?: string, isLong?: boolean, isRequired?: boolean, isPicture?: boolean }[], yes: string, isDanger?: boolean }} form
 * @returns {Promise<Record<string, string | File | undefined> | undefined>} what was typed, the file of a field for a
 *   picture; undefined when it was left
 */
export function askForm({ title, text, fields = [], yes, isDanger = false }) {
  const dialog = byId('form-dialog');
  const body = byId('form-body');
  const inputs = fields.map((field, index) => {
    const { name, label, value = '', isLong = false, isRequired = false, isPicture = false } = field;
    const input = element(isLong ? 'textarea' : 'input', {
      id: `field-${index}`,
      name,
      required: isRequired,
      ...(isPicture ? { type: 'file', accept: 'image/png,image/jpeg,image/webp' } : { maxlength: 4000 }),
      ...(isLong ? { rows: 5 } : isPicture ? {} : { type: 'text' }),
    });
    if (!isPicture) input.value = value;
    return { name, input, isPicture, label: element('label', { for: `field-${index}` }, label) };
  });
  body.replaceChildren(
    element('h2', { id: 'form-title' }, title),
    ...(text === undefined ? [] : [element('p', {}, text)]),
    ...inputs.flatMap(({ label, input }) => [label, input]),
    element(
      'div',
      { class: 'sheet-buttons' },
      button({ class: 'button', on: { click: () => dialog.close('') } }, say('page.cancel')),
      element('button', { class: isDanger ? 'button danger' : 'primary', value: 'yes' }, yes),
    ),
  );
  dialog.returnValue = '';
  dialog.showModal();
  inputs[0]?.input.select();
  return new Promise((resolve) => {
    dialog.addEventListener(
      'close',
      () =>
        resolve(
          dialog.returnValue === 'yes'
            ? Object.fromEntries(
                inputs.map(({ name, input, isPicture }) => [name, isPicture ? input.files[0] : input.value]),
              )
            : undefined,
        ),
      { once: true },
    );
  });
}
