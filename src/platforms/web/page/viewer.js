import { button, byId, element, pictureUrl } from './dom.js';
import { say } from './say.js';

/**
 * Opens pictures large, one after another.
 *
 * @param {{ hash: string, alt: string, name: string }[]} gallery
 * @param {string} hash of the one to begin with
 */
export function openViewer(gallery, hash) {
  const dialog = byId('viewer');
  let at = Math.max(
    0,
    gallery.findIndex((picture) => picture.hash === hash),
  );
  const image = element('img');
  const words = element('p', { 'aria-live': 'polite' });
  const alt = element('p', { class: 'viewer-bottom' });
  const save = element('a', { class: 'quiet square', icon: 'save', 'aria-label': say('page.save') });
  const go = (step) =>
    button({
      class: 'quiet square',
      icon: step < 0 ? 'left' : 'right',
      'aria-label': step < 0 ? say('page.previous') : say('page.next'),
      on: { click: () => show(at + step) },
    });
  const previous = go(-1);
  const next = go(1);
  const show = (wanted) => {
    at = Math.max(0, Math.min(gallery.length - 1, wanted));
    const picture = gallery[at];
    image.src = pictureUrl(picture.hash);
    image.alt = picture.alt;
    words.textContent = say('page.position', { index: at + 1, count: gallery.length });
    alt.textContent = picture.alt;
    save.href = pictureUrl(picture.hash);
    save.download = picture.name;
    previous.disabled = at === 0;
    next.disabled = at === gallery.length - 1;
    previous.style.visibility = at === 0 ? 'hidden' : '';
    next.style.visibility = at === gallery.length - 1 ? 'hidden' : '';
  };
  dialog.replaceChildren(
    element(
      'div',
      { class: 'viewer-top' },
      words,
      save,
      button({
        class: 'quiet square',
        icon: 'close',
        'aria-label': say('page.close'),
        on: { click: () => dialog.close() },
      }),
    ),
    element('div', { class: 'viewer-middle' }, previous, image, next),
    alt,
  );
  // Listeners of one opening end with it.
  const closed = new AbortController();
  const whileOpen = { signal: closed.signal };
  dialog.addEventListener('close', () => closed.abort(), whileOpen);
  const onKey = (event) => {
    if (event.key === 'ArrowLeft') show(at - 1);
    else if (event.key === 'ArrowRight') show(at + 1);
  };
  dialog.addEventListener('keydown', onKey, whileOpen);
  dialog.addEventListener(
    'click',
    (event) => event.target.matches('.viewer-middle') && dialog.close(),
    whileOpen,
  );
  show(at);
  dialog.showModal();
}
