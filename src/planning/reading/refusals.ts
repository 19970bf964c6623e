import { cutWords, fits, form, type Form, type Slots } from '../../english/forms.ts';
import { isThing } from '../../english/things.ts';
import { sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';

const MACROS: Readonly<Record<string, string>> = {
  it: '(it / this / that / OBJECT / the|this [whole] picture|image|photo|scene|thing)',
};
const slots: Slots = {
  REST: () => true,
  OBJECT: isThing,
};
const forms = (...sources: readonly string[]): readonly Form[] =>
  sources.map((source) => form(source, MACROS));

/** What no painter of still pictures can do, and what to say to it. */
const REFUSALS: readonly (readonly [readonly Form[], Said])[] = [
  [
    forms(
      'animate REST',
      'animate',
      '[REST] video|videos|gif|gifs|clip|movie_of|animation|animated|film_of [REST]',
      'add|play|put|with [some] [background] music|sound|sounds|audio [REST]',
    ),
    sentence('rules.stillPictures'),
  ],
  [
    forms(
      'zoom|crop|rotate|flip|mirror|unzoom|uncrop|outpaint [in|out|on|over] [REST]',
      '[REST] upside_down [REST]',
      'turn|spin|tilt|rotate <it> [by] REST degrees [REST]',
      'turn <it> sideways|around_itself [REST]',
      'tilt|straighten the|this picture|image|photo|scene',
      'make|change|set|switch [the|to] resolution|aspect_ratio|ratio|format|dimensions|orientation [REST]',
      'make <it> a square|landscape|portrait [picture|image]',
      'extend|expand|widen the picture|image|photo|canvas|frame|border|borders [REST]',
    ),
    sentence('rules.noTurning'),
  ],
  [
    forms(
      'send|post|share|print|email|mail|tweet|upload|publish|export|save|download|buy|sell [me|us] <it> [REST]',
      'how do|can i save|download|share|print|export REST',
      'can i save|download|share|print|export|have <it> [REST]',
      'print|save|download|share',
    ),
    sentence('rules.noSending'),
  ],
];

/** What to say to an order that cannot be followed; undefined when it is no such order. */
export function refusalOf(clause: string): Said | undefined {
  const words = cutWords(clause);
  if (words.length > 14) return undefined;
  return REFUSALS.find(([refused]) => refused.some((one) => fits(one, words, slots)))?.[1];
}

const REMARKS = forms(
  'OBJECT is|are|looks|look|seems|seem|was|were|has|have REST',
  'it|that|this|he|she|they is|are|looks|look|seems|was|were REST',
  '[i|we] [really|just|kinda] love|like|liked|loved|hate|dislike|adore|enjoy|think|had|have|feel|remember REST',
  'you REST',
  'so|such|very|really|pretty|quite|too|what_a|how|not REST',
  'my|our OBJECT REST',
);

/** True for what is said about a picture or oneself, and asks for nothing. */
export const isRemark = (clause: string): boolean => {
  const words = cutWords(clause);
  return words.length <= 20 && REMARKS.some((one) => fits(one, words, slots));
};

/** True for what somebody wants to know. */
export const isQuestion = (clause: string): boolean =>
  /^(?:what|why|how|when|who|which|whose|where|whats|wheres|hows|is|are|was|were|do|does|did|can you tell|have you|tell me)\b/.test(
    clause,
  );
