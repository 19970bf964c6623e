import { commandWords } from '../locales/catalog.ts';
import type { Logger } from '../log.ts';
import type { Job, JobQueue } from '../jobs/job.ts';
import type { Planner } from '../planning/plan.ts';
import type { Said } from '../sentence.ts';
import type { PictureStore, SessionStore } from '../sessions/session.ts';
import type { LanguageStore } from './language-store.ts';
import type { Button, ConversationId, Draft, IncomingFile, MessageRef } from './message.ts';
import type { PlatformLimits } from './platform-limits.ts';
import type { PainterLinks } from './painter-links.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import type { Request } from './request.ts';
import type { SpaceRuleStore } from './rules/space-rules.ts';

export type OptionValue = string | number | boolean;

/** One option of a command: Discord's slash option, Slack's text grammar and the web form derive from it. */
export interface Option<T extends OptionValue | undefined = OptionValue | undefined> {
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'image';
  /** At most 100 characters; English. */
  readonly description: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** What is offered while somebody types: pictures of the conversation, or models. */
  readonly suggests?: 'pictures' | 'models';
  /** Carries the value's type only. */
  readonly _value?: T;
}
export type Options = Readonly<Record<string, Option>>;
export type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** One call of a command, wherever it came from: slash command, reply, button, reaction, script. */
export interface Interaction<O extends Options = Options> {
  readonly options: Values<O>;
  readonly conversation: ConversationId;
  /** What was asked for, until it is answered: names what is done for it, so that it is done once. */
  readonly request: Request;
  readonly userId: string;
  readonly isAdmin: boolean;
  /** The server or workspace around the conversation; undefined in direct conversations. */
  readonly space?: string | undefined;
  /** The channel around the conversation, as rules name it. */
  readonly place: string;
  /** Ids of the person's roles in the space, and whether only adults may look: rules ask for them. */
  readonly roles?: readonly string[] | undefined;
  readonly isAgeRestricted?: boolean | undefined;
  /** The language of the person: what they chose, else what the platform says; BCP 47. */
  readonly locale: string;
  /** The message replied to, or whose button was pressed. */
  readonly on?: MessageRef | undefined;
  readonly files: readonly IncomingFile[];
  /** Answers; the first answer is the receipt of the interaction. */
  readonly reply: (message: Draft) => Promise<MessageRef>;
  /** Changes an answer; fast repeats are thinned out, the last state always arrives. */
  readonly update: (message: MessageRef, change: Draft) => Promise<void>;
  /** Says something as a message of its own, never as a change of the receipt: results. */
  readonly post: (message: Draft) => Promise<MessageRef>;
  /** Writes the call of a command as text that a button carries, for ever. */
  readonly idOf: (name: string, options?: Readonly<Record<string, OptionValue | undefined>>) => string;
  /** Calls another command in this one's place ("undo" in words is /undo), with its own files or those given here. */
  readonly call: (
    name: string,
    options?: Readonly<Record<string, OptionValue | undefined>>,
    files?: readonly IncomingFile[],
  ) => Promise<void>;
  readonly limits: PlatformLimits;
  /** The platform's own page of the layout painter for this conversation, where it has one. */
  readonly painterPage?: string | undefined;
}

/** A button that calls a command. */
export const commandButton = (
  { idOf }: Pick<Interaction, 'idOf'>,
  label: Said,
  name: string,
  options: Readonly<Record<string, OptionValue | undefined>> = {},
  style: Button['style'] = 'secondary',
): Button<Said> => ({ id: idOf(name, options), label, style });

export interface Services {
  readonly sessions: SessionStore;
  readonly pictures: PictureStore;
  readonly planner: Planner;
  readonly jobs: JobQueue;
  /** Rules of servers and workspaces; without it there are none. */
  readonly spaceRules?: SpaceRuleStore;
  /** One-time links to the layout painter; without them there is none. */
  readonly painterLinks?: PainterLinks;
  /** The languages that people have chosen; without it the platform's word counts. */
  readonly languages?: LanguageStore;
  /** Models that may be chosen by name; without it there is no choice. */
  readonly models?: readonly string[];
  /** What the checkpoint that edits, or paints, can draw; undefined when every word is worth a try. */
  readonly vocabularyOf?: (task: 'edit' | 'image', model?: string) => Promise<Vocabulary | undefined>;
  /** Shows the result of a job later, when the platform that was away is back. */
  readonly keepForLater?: (job: Job) => void;
  /** Makes the platforms forget what they themselves keep of a person. */
  readonly forgetUser?: (userId: string) => Promise<void>;
  /** All commands, for /help. */
  readonly commands: readonly Command[];
  readonly log: Logger;
}

export interface Command<O extends Options = Options> {
  /** 1…32 lower-case letters. */
  readonly name: string;
  /** One sentence, at most 100 characters; English. */
  readonly description: string;
  readonly options: O;
  /** Only the person who asks sees the answers: help, info, settings. */
  readonly isPrivate?: boolean;
  /** Only those who manage the server may call it. */
  readonly adminOnly?: boolean;
  run(interaction: Interaction<O>, services: Services): Promise<void>;
}

type Definition<O extends Options> = Omit<Command<O>, 'description'> & Partial<Pick<Command, 'description'>>;

/** Makes a command; what it and its options do is said in `src/locales/en.json`, under `commands` and its name. */
export function defineCommand<const O extends Options>(command: Definition<O>): Command<O> {
  const words = commandWords('en', command.name);
  const options = Object.entries(command.options).map(([name, option]) => [
    name,
    { ...option, description: option.description || (words?.options?.[name] ?? '') },
  ]);
  return {
    description: words?.description ?? '',
    ...command,
    options: Object.fromEntries(options) as O,
  };
}

const option = <T extends OptionValue | undefined>(type: Option['type'], others: Partial<Option<T>> = {}) =>
  ({ type, description: '', required: false, ...others }) satisfies Option<T> as Option<T>;
const between = (min?: number, max?: number) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

export const text = (): Option<string> => option('text', { required: true });
export const optionalText = (choices?: readonly string[]): Option<string | undefined> =>
  option('text', choices === undefined ? {} : { choices });
export const integer = (min?: number, max?: number): Option<number | undefined> =>
  option('integer', between(min, max));
/** The number of a picture; what the conversation has is offered while somebody types. */
export const pictureNumber = (): Option<number | undefined> =>
  option('integer', { min: 1, suggests: 'pictures' });
/** The name of a model; those that may be chosen are offered while somebody types. */
export const modelName = (): Option<string | undefined> => option('text', { suggests: 'models' });
export const number = (min?: number, max?: number): Option<number | undefined> =>
  option('number', between(min, max));
export const boolean = (): Option<boolean | undefined> => option('boolean');
export const image = (): Option<undefined> => option('image');
