import { byId } from './dom.js';
import { say } from './say.js';

const NAMES = {
  system: say('page.colors.system'),
  light: say('page.colors.light'),
  dark: say('page.colors.dark'),
};

function show() {
  byId('theme-name').textContent = NAMES[document.documentElement.dataset.theme ?? 'system'];
}

/** Lets the person choose light or dark colours; without a choice the system decides. */
export function bindTheme() {
  byId('theme').addEventListener('click', () => {
    const order = Object.keys(NAMES);
    const next =
      order[(order.indexOf(document.documentElement.dataset.theme ?? 'system') + 1) % order.length];
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    localStorage.setItem('limner-theme', next);
    show();
  });
  show();
}
