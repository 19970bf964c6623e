/** A picture that can be worked on: one of the session or one that a person brought, no contact sheet. */
export const pictureOf = (entry) =>
  entry?.author === 'user' || entry?.facts?.number !== undefined
    ? entry.pictures.find(({ role }) => role === 'picture')
    : undefined;

/** "#3, a horse and a dog on grass": how a message is called in a reply. */
export function describeEntry(entry) {
  const [first] = entry.pictures;
  const number = /#\d+/u.exec(entry.text)?.[0];
  const words = first?.alt ?? entry.text.split('\n')[0];
  return [number, words.length > 60 ? `${words.slice(0, 59)}…` : words].filter(Boolean).join(', ');
}

/**
 * The message with the picture that words were about: the one replied to, or the newest before them.
 *
 * @param {Map<string, object>} entries of the conversation, by id
 */
export function entryBehind(entries, entry) {
  let parent = entries.get(entry.replyTo);
  while (parent !== undefined && pictureOf(parent) === undefined) parent = entries.get(parent.replyTo);
  if (parent !== undefined) return parent;
  const isEarlierPicture = (each) => Number(each.id) < Number(entry.id) && pictureOf(each) !== undefined;
  return [...entries.values()].findLast(isEarlierPicture);
}

/** The picture that a picture was made from: its parent by number, or what the words were about. */
export function pictureBefore(entries, entry) {
  const { changed, parent } = entry.facts ?? {};
  const isNew = parent === undefined && (typeof changed !== 'number' || changed >= 1);
  if (isNew || pictureOf(entry) === undefined) return undefined;
  const named = [...entries.values()].find(({ facts }) => parent !== undefined && facts?.number === parent);
  return pictureOf(named ?? entryBehind(entries, entry));
}

/** The message to point at above a reply; an answer right below its question needs no pointer to it. */
export function quotedBy(entries, entry) {
  const quoted = entries.get(entry.replyTo);
  if (quoted === undefined || entry.kind === 'action') return undefined;
  const isNext = quoted.author === 'user' && Number(entry.id) - Number(quoted.id) <= 2;
  return isNext ? undefined : quoted;
}
