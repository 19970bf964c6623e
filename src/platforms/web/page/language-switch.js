import { byId } from './dom.js';

const YEAR_S = 365 * 24 * 3600;

/** Lets the person choose the language of the page and of the bot's answers; "auto" is the browser's. */
export function bindLanguage() {
  const select = byId('language');
  const chosen = /(?:^|; )language=(\w+)/u.exec(document.cookie)?.[1];
  select.value = chosen ?? 'auto';
  select.addEventListener('change', () => {
    const isAuto = select.value === 'auto';
    document.cookie = `language=${isAuto ? '' : select.value}; path=/; samesite=strict; max-age=${isAuto ? 0 : YEAR_S}`;
    location.reload();
  });
}
