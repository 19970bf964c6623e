const COUNTED = /^(?:an?|the|some|one|two|three|four|five|six|seven|many|several|\d+)\s+\p{L}/iu;
const PLACED = [
  /\p{L}\s(?:on|in|at|under|over|with|near|beside)\s(?:(?:an?|the)\s)?\p{L}/iu,
  /\p{L}\s(?:behind|above|next to|in front of)\s(?:(?:an?|the)\s)?\p{L}/iu,
];
const TALK = [
  /\?\s*$/u,
  /^(?:hi|hello|hey|thanks|thank you|please|ok|okay|yes|no)\b/iu,
  /^(?:who|what|why|how|when|where|can|could|do)\b/iu,
];

/** True for words that describe a picture ("a cat on grass"), false for talk ("hello", "what can you do?"). */
export function readsLikePrompt(words: string): boolean {
  const said = words.trim();
  const is = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(said));
  return !is(TALK) && is([COUNTED, ...PLACED]);
}
