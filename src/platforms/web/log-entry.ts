import type { Button, Choice, OutgoingMessage } from '../../chat/message.ts';

/** A picture of a message: its bytes are served at `/pictures/<hash>`. */
export interface LoggedPicture {
  /** sha256 of the bytes, hex. */
  readonly hash: string;
  readonly name: string;
  readonly role: 'picture' | 'mask' | 'choice' | 'preview';
  readonly alt: string;
}

/** One message as it is stored and as the page gets it; plain JSON. */
export interface LogEntry {
  /** "1", "2", … in the order of their making within a conversation. */
  readonly id: string;
  readonly author: 'user' | 'bot';
  /** `action` is a pressed button or a pick, shown as a small line. */
  readonly kind: 'words' | 'command' | 'action' | 'answer';
  readonly text: string;
  readonly replyTo?: string | undefined;
  readonly pictures: readonly LoggedPicture[];
  /** Files that came with a message and are no pictures that a browser shows. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly buttons: readonly Button[];
  readonly choices: readonly Choice[];
  readonly progress?: OutgoingMessage['progress'] | undefined;
  readonly error?: OutgoingMessage['error'] | undefined;
  readonly facts?: OutgoingMessage['facts'] | undefined;
  readonly reactions: readonly string[];
  /** True when the server ended while the message showed progress. */
  readonly isInterrupted?: boolean | undefined;
  /** Idempotency key it was posted with. */
  readonly key?: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What a new entry starts from. */
export type EntryDraft = Partial<Omit<LogEntry, 'id' | 'createdAt'>> &
  Pick<LogEntry, 'author' | 'kind' | 'text'>;

/** A conversation as it is stored; the page gets it with `isWorking` and without the user. */
export interface ConversationRecord {
  /** The part after "web:". */
  readonly id: string;
  readonly userId: string;
  readonly title: string;
  /** True when the person gave the title: it is then not changed by the first words. */
  readonly isNamed: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Newest picture, for the list. */
  readonly thumbnail?: string | undefined;
}
