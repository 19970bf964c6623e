/** A prompt whose weights were taken out. */
export interface Weighted {
  /** The prompt without brackets and numbers. */
  readonly prompt: string;
  readonly weights: Readonly<Record<string, number>>;
  /** True when nothing but weighted words was said: "(sunset:1.4)". */
  readonly isBare: boolean;
}

const NUMBER = String.raw`-?\d+(?:[.,]\d+)?`;

const readDecimal = (digits: string): number => Number(digits.replace(',', '.'));

/**
 * Reads the weights people type: `(sunset:1.4)`, `((w))`, `[w]`, `w++`, `(a b)1.3`, `a::2 b::1`, `fluffy x3`.
 *
 * @returns undefined when the text holds no weight; weights are clamped to −2…5
 * @see AUTOMATIC1111, compel and Midjourney for the notations
 */
export function readWeights(text: string): Weighted | undefined {
  const weights: Record<string, number> = {};
  let isWeighted = false;
  const add = (words: string, weight: number): string => {
    const name = words.trim().replace(/\s+/g, ' ');
    if (name === '' || !Number.isFinite(weight)) return words;
    isWeighted = true;
    weights[name.toLowerCase().slice(0, 60)] = Math.round(Math.min(5, Math.max(-2, weight)) * 1000) / 1000;
    return name;
  };
  let plain = '';
  let rest = text;
  const forms: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
    [
      new RegExp(String.raw`\(([^():,]{1,80}):\s*(${NUMBER})\)`),
      (found) => add(found[1] ?? '', readDecimal(found[2] ?? '1')),
    ],
    [
      new RegExp(String.raw`\(([^()]{1,80})\)(${NUMBER})\b`),
      (found) => add(found[1] ?? '', readDecimal(found[2] ?? '1')),
    ],
    [
      /(\({1,4})([\p{L}][^()[\]:,]{0,60}?)(\){1,4})/u,
      (found) => add(found[2] ?? '', 1.1 ** Math.min(found[1]?.length ?? 1, found[3]?.length ?? 1)),
    ],
    [
      /(\[{1,4})([\p{L}][^()[\]:,|]{0,60}?)(\]{1,4})/u,
      (found) => add(found[2] ?? '', 1.1 ** -Math.min(found[1]?.length ?? 1, found[3]?.length ?? 1)),
    ],
    [
      /(?:\(([^()]{1,60})\)|([\p{L}'-]*\p{L}))(\+{1,6}|-{2,6})(?=[\s,.]|$)/u,
      (found) =>
        add(
          found[1] ?? found[2] ?? '',
          (found[3] ?? '+').startsWith('+') ? 1.1 ** (found[3] ?? '').length : 0.9 ** (found[3] ?? '').length,
        ),
    ],
    [
      new RegExp(String.raw`([\p{L}][\p{L}\s'-]{0,60}?)::\s?(${NUMBER})`, 'u'),
      (found) => add(found[1] ?? '', readDecimal(found[2] ?? '1')),
    ],
    [
      new RegExp(String.raw`\b([\p{L}'-]{2,30}) ?[x×*] ?(${NUMBER})(?=[\s,.]|$)`, 'u'),
      (found) => add(found[1] ?? '', readDecimal(found[2] ?? '1')),
    ],
  ];
  for (let round = 0; round < 24; round += 1) {
    let best: { found: RegExpExecArray; replace: (found: RegExpExecArray) => string } | undefined;
    for (const [form, replace] of forms) {
      const found = form.exec(rest);
      if (found !== null && (best === undefined || found.index < best.found.index)) best = { found, replace };
    }
    if (best === undefined) break;
    plain += rest.slice(0, best.found.index) + best.replace(best.found);
    rest = rest.slice(best.found.index + best.found[0].length);
  }
  if (!isWeighted) return undefined;
  const prompt = (plain + rest).replace(/\s+/g, ' ').replace(/ ,/g, ',').trim();
  const said = new Set(Object.keys(weights).flatMap((name) => name.split(' ')));
  const others = prompt
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !said.has(word));
  return { prompt, weights, isBare: others.length === 0 };
}
