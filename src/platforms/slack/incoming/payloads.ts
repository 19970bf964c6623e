/** The parts of Slack's payloads that are read here; see https://docs.slack.dev/reference. */
export interface SlackFile {
  readonly id: string;
  readonly name?: string;
  readonly mimetype?: string;
  readonly size?: number;
  readonly mode?: string;
  readonly url_private?: string;
  readonly file_access?: string;
}

/** An `events_api` envelope. */
export interface EventBody {
  readonly event_id: string;
  readonly team_id?: string;
  readonly enterprise_id?: string | null;
  readonly authorizations?: readonly { readonly team_id?: string | null }[];
}

export interface MessageEvent {
  readonly type: 'message' | 'app_mention';
  readonly subtype?: string;
  readonly channel: string;
  readonly channel_type?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly files?: readonly SlackFile[];
}

export interface ReactionEvent {
  readonly user: string;
  readonly reaction: string;
  readonly item: { readonly type: string; readonly channel?: string; readonly ts?: string };
  readonly event_ts: string;
}

export interface StoppedEvent {
  readonly channel: string;
  readonly thread_ts?: string;
  readonly user: string;
}

export interface HomeOpenedEvent {
  readonly user: string;
  readonly channel: string;
  readonly tab?: string;
}

export interface CommandPayload {
  readonly command: string;
  readonly text?: string;
  readonly team_id: string;
  readonly channel_id: string;
  readonly user_id: string;
  readonly trigger_id: string;
  readonly response_url: string;
}

interface Named {
  readonly id: string;
}

export interface ActionPayload {
  readonly team?: Named | null;
  readonly user: Named & { readonly team_id?: string };
  readonly channel?: Named;
  readonly message?: { readonly ts: string; readonly thread_ts?: string };
  readonly container?: {
    readonly type?: string;
    readonly message_ts?: string;
    readonly channel_id?: string;
    readonly thread_ts?: string;
    readonly is_ephemeral?: boolean;
  };
  readonly view?: { readonly type: string };
  readonly trigger_id: string;
  readonly response_url?: string;
  readonly actions: readonly {
    readonly action_id: string;
    readonly block_id?: string;
    readonly action_ts?: string;
    readonly value?: string;
    readonly selected_option?: { readonly value: string };
  }[];
}

export interface ShortcutPayload {
  readonly team?: Named | null;
  readonly user: Named & { readonly team_id?: string };
  readonly channel: Named;
  readonly message: {
    readonly ts: string;
    readonly thread_ts?: string;
    readonly user?: string;
    readonly bot_id?: string;
    readonly files?: readonly SlackFile[];
  };
  readonly trigger_id: string;
}

export interface ViewPayload {
  readonly team?: Named | null;
  readonly user: Named & { readonly team_id?: string };
  readonly view: {
    readonly id: string;
    readonly private_metadata: string;
    readonly state: {
      readonly values: Readonly<
        Record<
          string,
          Readonly<
            Record<string, { readonly value?: string | null; readonly files?: readonly SlackFile[] | null }>
          >
        >
      >;
    };
  };
}

/** The workspace an interaction came from. */
export const teamOf = ({ team, user }: Pick<ActionPayload, 'team' | 'user'>): string =>
  team?.id ?? user.team_id ?? '';
