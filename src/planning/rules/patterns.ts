const compiled = new Map<string, RegExp>();

/** A regular expression built from parts, compiled once. Only for fixed parts: it remembers every source. */
export function pattern(source: string, flags = ''): RegExp {
  const key = `${flags}/${source}`;
  let known = compiled.get(key);
  if (known === undefined) {
    known = new RegExp(source, flags);
    compiled.set(key, known);
  }
  return known;
}
