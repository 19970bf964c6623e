import type { Said } from '../sentence.ts';

/** One channel, thread or browser conversation; the prefix is the platform's name. */
export type ConversationId = `${string}:${string}`;

/** A message that is stored by the platform: its ids never change. */
export interface MessageRef {
  readonly conversation: ConversationId;
  readonly id: string;
}

export interface OutgoingPicture<Words = string> {
  /** File name with ending: "picture-3.png". */
  readonly name: string;
  readonly role: 'picture' | 'mask' | 'choice' | 'preview';
  /** Alt text: what is to be seen, at most 1,000 characters. */
  readonly alt: Words;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly data: Uint8Array;
}

export interface Button<Words = string> {
  /** A command call as text, see `encodeCall`: works after a restart, for ever. */
  readonly id: string;
  readonly label: Words;
  readonly style?: 'primary' | 'secondary' | 'danger';
  /** An address that it opens, in place of calling anything: https://…, or /… on the platform's own server. */
  readonly url?: string;
  /** Words to ask for first, in a small form where the platform has forms; see `ChatEvent` `values`. */
  readonly ask?: ButtonForm<Words>;
}

/** A form behind a button: "Edit the plan" with the plan in it, "Weights" with one field a word. */
export interface ButtonForm<Words = string> {
  readonly title: Words;
  /** 1…5 fields. */
  readonly fields: readonly {
    /** Becomes an option of the call. */
    readonly name: string;
    readonly label: Words;
    readonly value?: string;
    readonly isLong?: boolean;
    readonly isRequired?: boolean;
    /** Takes a picture instead of words, where the platform's forms take files; never required. */
    readonly isPicture?: boolean;
  }[];
}

/** One of several objects to pick: shown as number reaction, button, or menu entry. */
export interface Choice<Words = string> {
  readonly id: string;
  /** 1, 2, 3 … as drawn in the picture. */
  readonly number: number;
  readonly label: Words;
}

export interface OutgoingMessage<Words = string> {
  readonly text: Words;
  readonly pictures?: readonly OutgoingPicture<Words>[];
  readonly buttons?: readonly Button<Words>[];
  readonly choices?: readonly Choice<Words>[];
  /** Set while a job runs: 0…1 and a few words; `pictures` may then hold a preview. */
  readonly progress?: { readonly fraction: number; readonly label: Words };
  /** Set when the message answers a failed request. */
  readonly error?: { readonly code: string; readonly message: Words };
  /** Idempotency key, for example of the job: the same key is never posted twice, where the platform can do that. */
  readonly key?: string;
  /** Only the person who asked shall see it, where the platform can do that. */
  readonly isPrivate?: boolean;
  /** What a program wants to know of a result: plan, changed, seed, seconds. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A message before it is put into the language of the person it is for. */
export type Draft = OutgoingMessage<Said>;

/** A file that came with a message; fetched only when somebody looks at it. */
export interface IncomingFile {
  readonly name: string;
  readonly mediaType?: string | undefined;
  readonly bytes?: number | undefined;
  /** The option or form field that it was given for, where the platform tells. */
  readonly field?: string | undefined;
  fetch(): Promise<Uint8Array>;
}
