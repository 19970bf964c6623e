/** Writes words so that Slack shows them as they are: no mention, no link, no `<!channel>`. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Reads what Slack sends for a typed message: `<@U1>` of `self` goes, links and channels become their words,
 * `&lt;` becomes `<`.
 */
export function readText(mrkdwn: string, self?: string): string {
  return mrkdwn
    .replace(/<([@#!]?)([^>|]+)(?:\|([^>]*))?>/gu, (_all, sigil: string, target: string, label?: string) => {
      if (sigil === '@') return target === self ? '' : `@${label ?? target}`;
      if (sigil === '#') return `#${label ?? target}`;
      if (sigil === '!') return label ?? `@${target}`;
      return label ?? target.replace(/^mailto:/u, '');
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** Cuts words into pieces whose escaped form has at most `length` characters; joined they are the words again. */
export function splitText(text: string, length: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const word of text.match(/\s+|[^\s]{1,200}/gu) ?? []) {
    if (piece !== '' && escapeText(piece + word).length > length) {
      pieces.push(piece);
      piece = '';
    }
    piece += word;
  }
  return piece.trim() === '' ? pieces : [...pieces, piece];
}
