import type { Logger } from '../log.ts';
import type { KeyValueStore } from '../sessions/key-value.ts';
import type { PictureStore, SessionStore } from '../sessions/session.ts';
import type { Command } from './command.ts';
import type { Health } from './health.ts';
import type { Inbox } from './inbox.ts';
import type { PainterLinks } from './painter-links.ts';
import type { PlatformLimits } from './platform-limits.ts';
import type { ConversationId, IncomingFile, MessageRef, OutgoingMessage } from './message.ts';

interface EventOrigin {
  readonly conversation: ConversationId;
  /** The channel around the conversation, as rules name it; default: the conversation itself. */
  readonly place?: string | undefined;
  readonly userId: string;
  /** May change the settings of everybody here. */
  readonly isAdmin?: boolean;
  /** The server or workspace around the conversation, "discord:guild:81384788765712384"; absent in direct messages. */
  readonly space?: string | undefined;
  /** Ids of the person's roles there, for settings about who may do what. */
  readonly roles?: readonly string[] | undefined;
  /** True where only adults may look. */
  readonly isAgeRestricted?: boolean | undefined;
  /** BCP 47 tag of the user's language. */
  readonly locale?: string | undefined;
  readonly files: readonly IncomingFile[];
  /** Its id in the inbox, where the platform has accepted it; the bot takes it out once it is answered. */
  readonly request?: string | undefined;
  /**
   * Acknowledges and answers in the platform's way (interaction answer, thread message); the message
   * that comes back can be changed by `Platform.update`. Without it the bot posts to the conversation.
   *
   * The first answer is the receipt; a finished picture is a second answer, not an update of the receipt:
   * replies to a receipt reach a Discord bot without their words.
   */
  readonly respond?: (message: OutgoingMessage) => Promise<MessageRef>;
}

/** Everything a person can do, in the platform-neutral words. Each becomes one command call. */
export type ChatEvent = EventOrigin &
  (
    | {
        readonly type: 'command';
        readonly name: string;
        readonly options: Readonly<Record<string, string | number | boolean>>;
        readonly on?: MessageRef | undefined;
      }
    /** Plain words; `to` is the message replied to, absent = the newest picture. */
    | { readonly type: 'message'; readonly text: string; readonly to?: MessageRef | undefined }
    | {
        readonly type: 'button';
        readonly id: string;
        readonly on: MessageRef;
        /** What was typed into the form of the button. */
        readonly values?: Readonly<Record<string, string>>;
      }
    | { readonly type: 'reaction'; readonly emoji: string; readonly on: MessageRef }
    /**
     * The person deleted the conversation: what is kept of it goes too. `pictures` are the hashes of what the platform
     * kept of it and shows nowhere else.
     */
    | { readonly type: 'gone'; readonly pictures: readonly string[] }
  );

/** What somebody is typing into an option of a command. */
export interface Typing {
  readonly conversation: ConversationId;
  readonly userId: string;
  readonly space?: string | undefined;
  readonly command: string;
  readonly option: string;
  readonly typed: string;
}
export interface Suggestion {
  readonly label: string;
  /** What the option gets. */
  readonly value: string | number;
}
/** Finds what may be meant, best first. */
export type Suggest = (typing: Typing) => Promise<readonly Suggestion[]>;

/** A chat service. Only its own folder knows its words. */
export interface Platform {
  /** 'discord': also the prefix of every ConversationId. */
  readonly name: string;
  readonly limits: PlatformLimits;
  /** Where people find it, known after `start`: "http://localhost:3000". */
  readonly address?: string | undefined;
  /** What the operator is to read once, on the terminal and in no log. */
  readonly notice?: string | undefined;
  /**
   * Starts to deliver events. An event is acknowledged to the person's client before `onEvent` is
   * called, and a handler that rejects is logged, never a reason to end. What was painted behind a one-time link is
   * delivered with the conversation of the link, which may be another platform's.
   *
   * @param suggest for platforms that complete what somebody types
   */
  start(
    commands: readonly Command[],
    onEvent: (event: ChatEvent) => Promise<void>,
    suggest?: Suggest,
  ): Promise<void>;
  /**
   * Posts a message; `replyTo` makes it a visible reply where the platform has replies. Text beyond
   * `limits.textLength` is cut after a word and ends with "…"; buttons and choices beyond the limits are left out.
   *
   * @throws {UserError} `ATTACHMENT_TOO_LARGE` when a picture is above `limits.attachmentBytes`
   * @throws {PlatformError} when the service refuses, and after `stop`
   */
  post(to: ConversationId, message: OutgoingMessage, replyTo?: MessageRef): Promise<MessageRef>;
  /** Replaces a message: `change` is the whole new state, what it leaves out is gone. Throws like `post`. */
  update(message: MessageRef, change: OutgoingMessage): Promise<void>;
  react(message: MessageRef, emoji: string): Promise<void>;
  /** Takes up again what it had accepted, from what it wrote into the inbox: delivers the event once more. */
  retake?(request: string, raw: unknown): Promise<void>;
  /** Address of the platform's own page of the layout painter for a conversation. */
  painterPage?(conversation: ConversationId): string;
  /** Answers a program's request over HTTP; the server of the web chat hands them on. */
  readonly answer?: (request: Request) => Response | Promise<Response>;
  /** Forgets all that the platform itself keeps of a person. */
  forgetUser?(userId: string): Promise<void>;
  /** Ends everything, sockets and timers too; a second call does nothing. */
  stop(): Promise<void>;
}

/** What a platform may use; `undefined` as result means: nothing configured, stay off. */
export interface PlatformContext {
  readonly env: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly log: Logger;
  /** A small store for the platform's own records, kept over a restart. */
  readonly store: KeyValueStore;
  /** Pictures by content hash, for a platform that keeps what it has shown. */
  readonly pictures: PictureStore;
  /** Where a platform writes down what it accepts before it acknowledges it; default: in its own store. */
  readonly inbox?: Inbox | undefined;
  /** How the bot is, for the platform that has a server. */
  readonly health?: (() => Promise<Health>) | undefined;
  /** Links to the layout painter, for the platform that serves its page. */
  readonly painterLinks?: PainterLinks | undefined;
  /** What the bot keeps of conversations, for a platform that shows it in its own way. */
  readonly sessions?: SessionStore | undefined;
  /** Names of the models that may be chosen, the usual one first. */
  readonly models?: readonly string[] | undefined;
  /** The size that a model paints best, where it is known. */
  readonly ownSize?: OwnSize | undefined;
  /** Hands a program's request on to the platform that answers programs; undefined: there is none. */
  readonly answerProgram?: ((request: Request) => Response | Promise<Response>) | undefined;
}
/**
 * The size that a model paints best, in pixels.
 *
 * @param model its name; undefined: the usual one
 * @returns undefined where that is not known, such as for a model that is not downloaded yet
 */
export type OwnSize = (model: string | undefined) => Promise<
  | {
      readonly width: number;
      readonly height: number;
      /** It never saw another size. */
      readonly isOnlySize: boolean;
    }
  | undefined
>;
export type PlatformFactory = (context: PlatformContext) => Platform | undefined;
export type { KeyValueStore, PlatformLimits };
