import { element, pictureUrl } from './dom.js';
import { say } from './say.js';

/** Progress: a preview that sharpens, the step in words, a bar. Changed in place, so that nothing flickers. */
export function showWork(work, { fraction, label }, previews, base) {
  const done = Math.max(0, Math.min(1, fraction));
  if (work.childElementCount === 0) {
    work.append(
      element(
        'div',
        { class: 'stage is-waiting' },
        base && element('img', { class: 'base', src: pictureUrl(base.hash), alt: '' }),
      ),
      element(
        'div',
        {
          class: 'bar',
          role: 'progressbar',
          'aria-label': say('page.work'),
          'aria-valuemin': 0,
          'aria-valuemax': 100,
        },
        element('i'),
      ),
      element('div', { class: 'work-line' }, element('p', { class: 'work-words' })),
    );
  }
  const [stage, bar, line] = work.children;
  bar.setAttribute('aria-valuenow', String(Math.round(done * 100)));
  bar.setAttribute('aria-valuetext', label);
  bar.firstChild.style.transform = `scaleX(${Math.max(0.02, done)})`;
  line.firstChild.textContent = label;
  const newest = previews.at(-1);
  if (newest === undefined) return work;
  const image = stage.querySelector('img:not(.base)') ?? element('img', { alt: newest.alt });
  image.style.filter = `blur(${((1 - done) * 9).toFixed(1)}px)`;
  const next = new Image();
  next.src = pictureUrl(newest.hash);
  // The old preview stays until the new one can be drawn.
  next.decode().then(
    () => {
      image.src = next.src;
      if (image.parentElement === null) stage.append(image);
      stage.classList.remove('is-waiting');
    },
    () => undefined,
  );
  return work;
}
