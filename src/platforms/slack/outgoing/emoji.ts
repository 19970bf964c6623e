/** Slack's names of the emoji that people answer with; others travel as `:name:`. */
const EMOJI: Readonly<Record<string, string>> = {
  zero: '0️⃣',
  one: '1️⃣',
  two: '2️⃣',
  three: '3️⃣',
  four: '4️⃣',
  five: '5️⃣',
  six: '6️⃣',
  seven: '7️⃣',
  eight: '8️⃣',
  nine: '9️⃣',
  keycap_ten: '🔟',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  x: '❌',
  heavy_multiplication_x: '✖️',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  leftwards_arrow_with_hook: '↩️',
  arrow_right_hook: '↪️',
  arrows_counterclockwise: '🔄',
  repeat: '🔁',
  game_die: '🎲',
  wastebasket: '🗑️',
  octagonal_sign: '🛑',
  heart: '❤️',
  eyes: '👀',
  hourglass: '⌛',
  mag: '🔍',
};

/** Slack's `one` as Unicode `1️⃣`; a skin tone is left out. */
export function emojiFromName(name: string): string {
  const [base = name] = name.split('::');
  return EMOJI[base] ?? `:${base}:`;
}

/** Unicode `1️⃣` as Slack's `one`; undefined when Slack's name is not known here. */
export function nameOfEmoji(emoji: string): string | undefined {
  const named = /^:([\w+-]+):$/u.exec(emoji)?.[1];
  return named ?? Object.entries(EMOJI).find(([, unicode]) => plain(unicode) === plain(emoji))?.[0];
}

/** Without the variation selector, which clients send or leave out as they like. */
const plain = (emoji: string) => emoji.replaceAll('️', '');
