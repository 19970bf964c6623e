import type { Tensor } from '../../src/tensor/tensor.ts';

/** How far a result may be from its golden tensor, as the case's sidecar says in words. */
export interface Tolerances {
  /**
   * The largest absolute difference allowed.
   *
   * @param subject word by which the sidecar's sentence names this tensor: `probabilities`, `u8`, `masks`, …
   * @throws {Error} when the sentence says nothing about it
   */
  of(subject: string, golden: Tensor): number;
}

interface Clause {
  readonly subject: string;
  readonly limit: (golden: Tensor) => number;
}

/** "Attention probabilities 1e-5 absolute": README of the shared golden set, tolerance advice. */
const PROBABILITIES = 1e-5;

const NUMBER = String.raw`(?<!\w)(\d+(?:\.\d+)?(?:e-?\d+)?)`;
const AMOUNT = new RegExp(`${NUMBER}( x std| x max\\(1, max\\|x\\|\\)| absolute)?`);

/**
 * Reads sentences like `max abs 1e-4 x std for out and features, 1e-5 absolute for probabilities`,
 * `final_latents: max abs 2e-4 x std (or 30 x fp32_vs_fp64 where that is larger); image_u8 within 2` or
 * `latents max abs 5e-4 x std, masks exact`.
 *
 * A part that names no subject is about every tensor that the other parts do not name.
 */
export function readTolerances(sidecar: Readonly<Record<string, unknown>>): Tolerances {
  const text = typeof sidecar['tolerance'] === 'string' ? sidecar['tolerance'] : '';
  const clauses = text
    .replaceAll('max(1, max|x|)', 'MAX')
    // What stands in brackets is about something else, unless it is only an explanation.
    .replaceAll(/\((?=[^()]*(?:exact|\d))(?!or |fp)([^()]*)\)/g, '; $1')
    .split(/[;,]/)
    .map((part) => readClause(part.replaceAll('MAX', 'max(1, max|x|)').trim(), sidecar));
  return {
    of(subject, golden) {
      const named = clauses.find((clause) => clause.subject.split(' ').includes(subject));
      // In most of the shared set's sidecars, and in its README, attention probabilities have a limit of their own.
      if (named === undefined && subject === 'probabilities') return PROBABILITIES;
      const clause = named ?? clauses.find(({ subject: any }) => any === '');
      if (clause === undefined)
        throw new Error(`the sidecar's tolerance "${text}" says nothing about ${subject}`);
      return clause.limit(golden);
    },
  };
}

function readClause(part: string, sidecar: Readonly<Record<string, unknown>>): Clause {
  const factor = new RegExp(`\\(or ${NUMBER} x fp32_vs_fp64 where that is larger\\)`).exec(part);
  const words = part.replaceAll(/\([^|)]*\)/g, '').trim();
  const amount = AMOUNT.exec(words);
  const subject = words
    .replace(AMOUNT, '')
    .replaceAll(/\b(max abs|exact|within|for|and|of the tensor|of the gradient)\b|:/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (/\bexact$/.test(words)) return { subject, limit: () => 0 };
  if (amount === null) throw new Error(`cannot read the tolerance "${part}"`);
  const value = Number(amount[1]);
  const larger = factor === null ? 0 : Number(factor[1]) * measured(sidecar);
  switch (amount[2]) {
    case ' x std':
      return { subject, limit: (golden) => Math.max(value, larger) * deviation(golden.data) };
    case ' x max(1, max|x|)':
      return { subject, limit: (golden) => value * Math.max(1, ...golden.data.map(Math.abs)) };
    default:
      return { subject, limit: () => value };
  }
}

/** PyTorch's own float32 error of the latents, in units of their standard deviation. */
function measured(sidecar: Readonly<Record<string, unknown>>): number {
  const field = sidecar['fp32_vs_fp64'] as { final_latents_max_abs_over_std?: number } | undefined;
  return field?.final_latents_max_abs_over_std ?? 0;
}

/** Standard deviation of all values. */
function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
