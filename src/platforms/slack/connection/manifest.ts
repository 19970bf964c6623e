import { readFileSync } from 'node:fs';

/** The app's description for "Create New App > From a manifest", as it lies in docs/setup. */
export const readManifest = (): string =>
  readFileSync(new URL('../../../../docs/setup/slack-manifest.json', import.meta.url), 'utf8');

/** A link that opens Slack's form for a new app with the manifest filled in. */
export const newAppLink = (manifest: string): string =>
  `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(JSON.parse(manifest)))}`;
