import { anyOf, MACHINERY } from './lexicon.ts';

/** Words that messages without an edit are made of: greetings, praise, thanks. */
const SMALL_TALK = new Set(
  `hi hello hey hiya yo sup morning evening afternoon bye goodbye see you thanks thank thx ty cheers great nice cool awesome
  amazing perfect lovely beautiful wonderful excellent good super wow woah whoa omg lol lmao rofl ok okay okey k kk yes
  yeah yep yup sure no nope maybe hm hmm um uh ah oh well really sorry please pls test testing ping pong there everyone
  all bot limner man dude bro friend again so much very a lot that this it it's its is was look looks job work works one
  done better funny cute pretty neat sweet fine right correct exactly indeed agreed congrats congratulations love like i
  i'm im am you we they your my the an and but picture image photo result too just now in what how do think hate dont
  don't know where why who are be not happy sad welcome up going doing today best ever world happened impressive
  impressed bad ugly terrible awful horrible worse asdf qwerty night of me can will here to have has had`
    .split(/\s+/)
    .filter(Boolean),
);

/** True for greetings, thanks, praise and keyboards hit at random. */
export function isSmallTalk(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.every(
    (word) => word.length === 1 || SMALL_TALK.has(word) || /^(?:ha|he|lo|ah){2,}h*$|^(.)\1+$/.test(word),
  );
}

const TARGETS = new RegExp(
  `^(?:all |the |all the |my |your |our |any |every |of |other |this |previous |above |prior |everyone's |everybody's |user |system |bot |discord |slack |redis )*(?:${anyOf(MACHINERY)})\\b`,
);
const ORDERS =
  /\b(?:ignore|disregard|forget|override|bypass|disable|circumvent) (?:all|any|your|the|my|previous|prior|these|those|every|everything|what|above|of)\b|\b(?:system prompt|jailbreak|developer mode|dan mode|do anything now|prompt injection)\b|\b(?:process\.env|rm -rf|drop table|select \* from|sudo |eval\(|require\(|import os|__proto__|constructor\.|child_process|exec\(|<script|javascript:|\/etc\/passwd|\.\.\/|localhost|127\.0\.0\.1|169\.254\.|https?:\/\/|file:\/\/|base64|\$\{|\{\{|\$\(|`)|"(?:steps|kind|role|action|content)" ?:|<\/?(?:system|json|s|user|assistant|instructions?|im_start|im_end|plan|tool)\b|\[\/?inst\]|<\|/i;
const ACTORS =
  /\b(?:you are now|pretend (?:to be|you)|act as (?:an?|the|my) (?!.*(?:painting|sketch|drawing))|from now on you|new instructions?:|system:|assistant:|as an? (?:admin|administrator|developer|root)|grant me|give me (?:admin|root|access|the (?:token|password|key|secret))|i am (?:the|an|your) (?:admin|administrator|developer|owner|creator))\b/i;

/** True when the words speak to the machine, not of the picture: they are never made a step. */
export function speaksToMachine(clause: string): boolean {
  if (ORDERS.test(clause) || ACTORS.test(clause)) return true;
  const object =
    /^(?:please )?(?:(?:remove|delete|erase|show|reveal|print|list|dump|read|send|export|give|tell|leak|share|output|repeat|write|drop|clear|wipe|reset|change|modify|edit|replace|set|update|add|grant|make|open|get|fetch|load|download|upload|disable|enable|turn off|stop|kill|restart|shut down|format|copy|move|rename|encrypt|hack|access|log) )(?:me |us |out |away |into |to )*(.+)$/.exec(
      clause,
    )?.[1];
  return object !== undefined && TARGETS.test(object);
}
