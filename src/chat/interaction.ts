import type { CallCodec } from './call.ts';
import type { Interaction, OptionValue } from './command.ts';
import type { Draft, MessageRef, OutgoingMessage } from './message.ts';
import type { ChatEvent, Platform } from './platform.ts';
import type { Request } from './request.ts';
import { writeMessage } from './write-message.ts';

/** Who asks where; a job that goes on after a restart has no event any more, but still this. */
export type CallOrigin = Pick<ChatEvent, 'conversation' | 'userId'> &
  Partial<
    Pick<
      ChatEvent,
      'isAdmin' | 'locale' | 'files' | 'respond' | 'space' | 'place' | 'roles' | 'isAgeRestricted'
    >
  >;

/** A platform with its thinned-out updates. */
export interface Connection {
  readonly platform: Platform;
  readonly update: Platform['update'];
}

/** What a call is made of besides its origin. */
export interface CallParts {
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  readonly on?: MessageRef | undefined;
  readonly isPrivate?: boolean | undefined;
  readonly call: Interaction['call'];
  readonly request: Request;
}

/** An interaction that knows its own receipt, so that an error becomes its last state. */
export interface OpenInteraction extends Interaction {
  /** Shows the end of a call that failed: in the receipt when it still says "working", otherwise anew. */
  readonly fail: (message: Draft) => Promise<void>;
}

/** Makes the interaction of one command call. */
export function createInteraction(
  { platform, update }: Connection,
  origin: CallOrigin,
  { options, on, isPrivate = false, call, request }: CallParts,
  codec: CallCodec,
): OpenInteraction {
  const { conversation, respond, locale = 'en' } = origin;
  const working = new Map<string, MessageRef>();
  const follow = (message: MessageRef, state: Draft) => {
    if (state.progress === undefined) working.delete(message.id);
    else working.set(message.id, message);
  };
  const say = async (draft: Draft): Promise<MessageRef> => {
    // Named in the order of saying: what was said before a crash is not said again after it.
    const key = draft.key ?? request.messageKey();
    const message = writeMessage(locale, key === undefined ? draft : { ...draft, key });
    const told: OutgoingMessage = isPrivate ? { ...message, isPrivate } : message;
    const ref = await (respond === undefined ? platform.post(conversation, told, on) : respond(told));
    follow(ref, told);
    return ref;
  };
  const change: Interaction['update'] = async (message, state) => {
    follow(message, state);
    await update(message, writeMessage(locale, state));
  };
  return {
    options,
    conversation,
    request,
    userId: origin.userId,
    isAdmin: origin.isAdmin ?? false,
    space: origin.space,
    place: origin.place ?? conversation,
    roles: origin.roles,
    isAgeRestricted: origin.isAgeRestricted,
    locale,
    on,
    files: origin.files ?? [],
    limits: platform.limits,
    painterPage: platform.painterPage?.(conversation),
    reply: say,
    post: say,
    update: change,
    idOf: (name, given = {}) => codec.encode(conversation, name, given),
    call,
    async fail(message) {
      const [receipt] = working.values();
      if (receipt === undefined) await say(message);
      else await change(receipt, message);
    },
  };
}
