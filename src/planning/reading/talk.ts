import { anyOf, MACHINERY } from '../../english/lexicon.ts';

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
const any = (words: string): string => `(?:${words})`;
const RULE_WORDS =
  'all|any|your|the (?:above|previous|prior|rules?|safety|filters?|instructions?)|my (?:rules|orders)|previous|prior|these|those|every|everything|what|above|of|only me';
const SECRETS =
  'passwords?|passwd|api[ -]?keys?|(?:secret|private)[ -]?keys?|(?:access|auth|bot|discord|slack) tokens?|credentials|environment variables?';
const OTHERS = "(?:all|other|another|every|everyone|everybody|different|someone)(?:'s)? (?:the )?";
const POSTED = 'message|e-?mail|token|logs?|file|files|data|picture|pictures|me|everyone|everybody|us';
/** Orders to the program, in the words such orders are known by. */
const ORDERS: readonly RegExp[] = [
  `\\b${any('ignore|disregard|forget|override|bypass|disable|circumvent|obey|follow')} ${any(RULE_WORDS)}\\b`,
  `\\b${any('system prompt|jailbreak|developer mode|dan mode|do anything now|prompt injection|admin rights|root access|source code')}\\b`,
  `\\b${any(SECRETS)}\\b`,
  `\\b${OTHERS}${any("users?|sessions?|people's|conversations?|channels?|servers?|guilds?|accounts?")}\\b`,
  `\\b${any('user|session|id|account|channel|conversation')} (?:id )?#?\\d+\\b`,
  `\\b${any('words|text|sentences?|lines|prompt|instructions?|everything|all')} above\\b|\\babove ${any('words|text|instructions?|prompt')}\\b`,
  `\\b${any('send|post|mail|e-?mail|forward|dm|notify|upload|leak|transmit')}\\b.*\\b${any('to|with|me|us|everyone|everybody')}\\b(?! the ${any('left|right|top|bottom|front|back|middle|cent')})(?=.*\\b${any(POSTED)}\\b)`,
  String.raw`process\.env|\brm -rf|\bdrop table|\bselect \* from|\bsudo\b|\beval\(|\brequire\(|\bimport (?:os|sys|subprocess)\b|__\w+__`,
  String.raw`\bconstructor\.|child_process|\bexec\(|\bos\.system|javascript:|\/etc\/|\.\.\/|\blocalhost\b|127\.0\.0\.1|169\.254\.`,
  String.raw`\b(?:https?|file|ftp|data|javascript):|\bbase64\b|[{}${'`'}\\]|\$\(|<\/?[a-z!|]|<\||\[\/?inst\]|--\s*$|;\s*--|"\w+"\s*:|'\s*(?:;|or\s+\d)`,
  String.raw`\b(?:discord|slack|web|telegram):\s?[\w-]*\d`,
].map((source) => new RegExp(source, 'i'));
const ROLES = 'admin|administrator|developer|root';
const ACTORS: readonly RegExp[] = [
  String.raw`\b(?:you are now|you're now|pretend (?:to be|you)|act as (?:an?|the|my) (?!.*(?:painting|sketch|drawing))|from now on,? you|new instructions?:)`,
  String.raw`\b(?:system|assistant|user|developer): |^(?:system|assistant|developer):`,
  String.raw`\b(?:as an? ${any(ROLES)}|grant me|give me (?:admin|root|access|the (?:token|password|key|secret)))`,
  String.raw`\bi am (?:the|an|your) ${any(`${ROLES}|owner|creator`)}\b`,
].map((source) => new RegExp(source, 'i'));
/** What only a person or a file could be told to do. */
const YOURS = /^(?:please )?(?:[a-z]+ ){1,3}your (?!sky|hat)/;
const EVERYTHING =
  /^(?:remove|delete|erase|destroy|wipe) (?:(?:all|every|each|my|this)(?: (?:the|my|of the))? )?(?:pictures?|images?|photos?|history|everything)$/;
const VERBS =
  'remove|delete|erase|show|reveal|print|list|dump|read|send|export|give|tell|leak|share|output|repeat|write|drop|clear|wipe|reset|change|modify|edit|replace|set|update|add|grant|make|open|get|fetch|load|download|upload|disable|enable|turn off|turn on|stop|kill|restart|shut down|shutdown|reboot|format|copy|move|rename|encrypt|hack|access|log|call|execute|run|use|invoke';
const ORDERED = new RegExp(`^(?:please )?(?:${VERBS}) (?:me |us |out |away |into |to |down )*(.+)$`);

/** True when the words speak to the machine, not of the picture: they are never made a step. */
export function speaksToMachine(clause: string): boolean {
  if ([...ACTORS, YOURS, ...ORDERS, EVERYTHING].some((form) => form.test(clause))) return true;
  const object = ORDERED.exec(clause)?.[1];
  return object !== undefined && TARGETS.test(object);
}
