/** What the app may do in a workspace; slack-manifest.json lists the same. */
export const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'im:history',
  'im:write',
  'mpim:history',
  'reactions:read',
  'reactions:write',
  'users:read',
] as const;
