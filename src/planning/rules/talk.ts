import { anyOf, MACHINERY } from './lexicon.ts';

/** Words that messages without an edit are made of: greetings, praise, thanks. */
const SMALL_TALK = new Set(
  `hi hello hey hiya yo sup bye goodbye see you thanks thank thx ty cheers great nice cool awesome
  amazing perfect lovely beautiful wonderful excellent good super wow woah whoa omg lol lmao rofl ok okay okey k kk yes
  yeah yep yup sure no nope maybe hm hmm um uh ah oh well really sorry please pls test testing ping pong there everyone
  all bot limner man dude bro friend again so much very a lot that this it it's its is was look looks job work works one
  done better funny cute pretty neat sweet fine right correct exactly indeed agreed congrats congratulations love like i
  i'm im am you we they your my the an and but picture image photo result too just now in what how do think hate dont
  don't know where why who are be not happy sad welcome up going doing today best ever world happened impressive
  impressed bad ugly terrible awful horrible worse asdf qwerty of me can will here to have has had`
    .split(/\s+/)
    .filter(Boolean),
);

/** True for greetings, thanks, praise and keyboards hit at random. */
export function isSmallTalk(text: string): boolean {
  if (/^good (?:morning|evening|afternoon|night|day)\b/.test(text)) return true;
  const words = text.match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.every(
    (word) =>
      (word.length === 1 && !text.includes('&')) ||
      SMALL_TALK.has(word) ||
      /^(?:ha|he|lo|ah){2,}h*$|^(.)\1+$/.test(word),
  );
}

const TARGETS = new RegExp(
  `^(?:all |the |all the |my |your |our |any |every |of |other |this |previous |above |prior |everyone's |everybody's |user |system |bot |discord |slack |redis )*(?:${anyOf(MACHINERY)})\\b`,
);
/** Orders to the program, in the words such orders are known by. */
const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|disable|circumvent|obey|follow) (?:all|any|your|the (?:above|previous|prior|rules?|safety|filters?|instructions?)|my (?:rules|orders)|previous|prior|these|those|every|everything|what|above|of|only me)\b/i,
  /\b(?:system prompt|jailbreak|developer mode|dan mode|do anything now|prompt injection|admin rights|root access|source code)\b/i,
  /\b(?:passwords?|passwd|api[ -]?keys?|secret[ -]?keys?|private keys?|access tokens?|auth tokens?|bot tokens?|discord tokens?|slack tokens?|credentials|environment variables?)\b/i,
  /\b(?:all|other|another|every|everyone|everybody|different|someone)(?:'s)? (?:the )?(?:users?|sessions?|people's|conversations?|channels?|servers?|guilds?|accounts?)\b|\b(?:user|session|id|account|channel|conversation) (?:id )?#?\d+\b/i,
  /\b(?:words|text|sentences?|lines|prompt|instructions?) above\b|\babove (?:words|text|instructions?|prompt)\b/i,
  /\b(?:send|post|mail|e-?mail|forward|dm|notify|upload|leak|transmit)\b.*\b(?:to|with|me|us|everyone|everybody)\b(?! the (?:left|right|top|bottom|front|back|middle|cent))(?=.*\b(?:message|e-?mail|token|logs?|file|files|data|picture|pictures|me|everyone|everybody|us)\b)/i,
  /process\.env|\brm -rf|\bdrop table|\bselect \* from|\bsudo\b|\beval\(|\brequire\(|\bimport (?:os|sys|subprocess)\b|__\w+__|\bconstructor\.|child_process|\bexec\(|\bos\.system|javascript:|\/etc\/|\.\.\/|\blocalhost\b|127\.0\.0\.1|169\.254\.|\b(?:https?|file|ftp|data|javascript):|\bbase64\b|[{}`\\]|\$\(|<\/?[a-z!|]|<\||\[\/?inst\]|--\s*$|;\s*--|"\w+"\s*:|'\s*(?:;|or\s+\d)/i,
  /\b(?:discord|slack|web|telegram):\s?[\w-]*\d/i,
];
const ACTORS =
  /\b(?:you are now|you're now|pretend (?:to be|you)|act as (?:an?|the|my) (?!.*(?:painting|sketch|drawing))|from now on,? you|new instructions?:|(?:system|assistant|user|developer): |as an? (?:admin|administrator|developer|root)|grant me|give me (?:admin|root|access|the (?:token|password|key|secret))|i am (?:the|an|your) (?:admin|administrator|developer|owner|creator))\b|^(?:system|assistant|developer):/i;
/** What only a person or a file could be told to do. */
const YOURS = /^(?:please )?(?:[a-z]+ ){1,3}your (?!sky|hat)/;

/** True when the words speak to the machine, not of the picture: they are never made a step. */
export function speaksToMachine(clause: string): boolean {
  if (ACTORS.test(clause) || YOURS.test(clause) || ORDERS.some((order) => order.test(clause))) return true;
  if (
    /^(?:remove|delete|erase|destroy|wipe) (?:all (?:the |my |of the )?|every |each |the |my |this )?(?:pictures?|images?|photos?|history|everything)$/.test(
      clause,
    )
  )
    return true;
  const object =
    /^(?:please )?(?:(?:remove|delete|erase|show|reveal|print|list|dump|read|send|export|give|tell|leak|share|output|repeat|write|drop|clear|wipe|reset|change|modify|edit|replace|set|update|add|grant|make|open|get|fetch|load|download|upload|disable|enable|turn off|turn on|stop|kill|restart|shut down|shutdown|reboot|format|copy|move|rename|encrypt|hack|access|log|call|execute|run|use|invoke) )(?:me |us |out |away |into |to |down )*(.+)$/.exec(
      clause,
    )?.[1];
  return object !== undefined && TARGETS.test(object);
}
