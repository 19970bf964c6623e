/**
 * Tags of other programs inside a text: `<lora:ink:0.8>` and its kin, as AUTOMATIC1111's web UI and its followers read
 * them, and `(lora:ink:0.8)`.
 */
import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import type { PlannedBy, PlanStep } from './plan.ts';

/** A LoRA that a text asks for. */
export interface LoraTag {
  readonly name: string;
  /** 1 = as trained; may be negative. */
  readonly weight: number;
  /** The weight in text encoders, where it is another one. */
  readonly textWeight?: number | undefined;
}

/** Any `<word:…>`, and the one word that is a tag in round brackets; addresses are none. */
const TAG =
  /\s*(?:<\s*([a-z][\w-]{2,})\s*:(?!\/\/)([^<>\n]{1,200})>|\(\s*(lora|lyco)\s*:([^()\n]{1,200})\))/giu;
const LORA = /^(?:lora|lyco)$/iu;
/** `<mailto:…>`, as chats write addresses. */
const ADDRESS = /^(?:mailto|tel|https?|ftp|file)$/iu;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/iu;
/** Names of the weights, as the web UI writes them. */
const NAMED: Readonly<Record<string, 'unet' | 'te'>> = { unet: 'unet', te: 'te' };

/**
 * Takes the tags out of a text; the last weight of a name counts.
 *
 * @throws {UserError} `UNKNOWN_TAG` naming the first that is of another kind, or has a weight that is no number
 */
export function takeTags(text: string): { readonly text: string; readonly loras: readonly LoraTag[] } {
  const found = new Map<string, LoraTag>();
  const plain = text.replaceAll(
    TAG,
    (tag: string, angled?: string, inside?: string, _?: string, round?: string) => {
      if (angled !== undefined && ADDRESS.test(angled)) return tag;
      const lora = angled === undefined || LORA.test(angled) ? readLoraTag(inside ?? round ?? '') : undefined;
      if (lora === undefined) throw unknown(tag.trim());
      found.set(lora.name, lora);
      return '';
    },
  );
  if (found.size === 0) return { text, loras: [] };
  // What stood between two commas leaves one of them.
  const words = plain.replaceAll(/,(?:\s*,)+/gu, ',').replaceAll(/^[\s,]+|[\s,]+$/gu, '');
  return { text: words, loras: [...found.values()] };
}

/** `ink:0.8`, `ink:0.8:0.5` (text encoders, then U-Net), `ink:te=0.8:unet=0.5`; `undefined` when it is none of them. */
function readLoraTag(inside: string): LoraTag | undefined {
  const [first = '', ...values] = inside.split(':').map((part) => part.trim());
  const name = first.replace(/\.safetensors$/iu, '');
  const weights: Partial<Record<'unet' | 'te', number>> = {};
  const plain: number[] = [];
  for (const value of values) {
    const [key = '', named] = value.split('=').map((part) => part.trim());
    const number = named ?? key;
    if (!NUMBER.test(number)) return undefined;
    const weight = Number(number.replace(',', '.'));
    if (named === undefined) plain.push(weight);
    else if (Object.hasOwn(NAMED, key)) weights[NAMED[key] as 'unet' | 'te'] = weight;
    else return undefined;
  }
  if (name === '' || plain.length > 2) return undefined;
  const [both = 1, second] = plain;
  const textWeight = weights.te ?? both;
  const weight = weights.unet ?? second ?? textWeight;
  return { name, weight, ...(textWeight === weight ? {} : { textWeight }) };
}

const unknown = (tag: string): UserError =>
  new UserError('UNKNOWN_TAG', sentence('lora.unknownTag', { tag }));

/**
 * Plans a text without its tags, and gives them to every step that a model paints.
 *
 * @throws {UserError} `UNKNOWN_TAG`, and what `plan` throws
 */
export async function planWithoutTags(
  text: string,
  plan: (plain: string) => Promise<PlannedBy>,
): Promise<PlannedBy> {
  const { text: plain, loras } = takeTags(text);
  const made = await plan(plain);
  if (loras.length === 0) return made;
  const tags = loras.map(({ name, weight, textWeight }) => {
    const weights = textWeight === undefined ? [weight] : [textWeight, weight];
    return `(lora:${[name, ...weights].join(':')})`;
  });
  const steps = made.plan.steps.map((step) => withTags(step, tags.join(' ')));
  return { ...made, plan: { ...made.plan, steps } };
}

function withTags(step: PlanStep, tags: string): PlanStep {
  if (step.kind === 'instruct') return { ...step, instruction: `${step.instruction} ${tags}` };
  return 'prompt' in step && typeof step.prompt === 'string'
    ? { ...step, prompt: `${step.prompt} ${tags}` }
    : step;
}
