import { byId } from './dom.js';

const NAMES = { system: 'as the system', light: 'light', dark: 'dark' };

function show() {
  byId('theme-name').textContent = `Colours: ${NAMES[document.documentElement.dataset.theme ?? 'system']}`;
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
