/** The words of a list that a person typed: "cat, grass and dog" → cat, grass, dog; `most` of them. */
export const listedWords = (words: string, most = 12): string[] =>
  words
    .split(/\s*(?:,|\band\b)\s*/u)
    .filter((each) => each !== '')
    .slice(0, most);
