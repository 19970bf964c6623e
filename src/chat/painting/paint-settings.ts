import { randomInt } from 'node:crypto';
import type { PictureNode, Session } from '../../sessions/session.ts';

/** How to paint, as a session stores it. */
export type Settings = PictureNode['settings'];

/** What /settings can set; values of one person go before those of the conversation. */
export const SETTING_NAMES = [
  'seed',
  'steps',
  'guidance',
  'imageGuidance',
  'width',
  'height',
  'sampler',
  'negative',
  'maskSource',
  'method',
  'clipSkip',
  'model',
  'cross',
  'self',
  'inversion',
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

/** Reads one setting as it holds for a person: their own, else the conversation's, else undefined. */
export const readSetting = (session: Session, userId: string, name: SettingName) =>
  session.settings[`${userId}/${name}`] ?? session.settings[name];

/** A seed nobody has chosen: 0…2³²−1. */
export const randomSeed = (): number => randomInt(0, 2 ** 32);

/** How to paint for this person here: what was said just now, else their settings, else the model card's. */
export function paintSettings(
  session: Session,
  userId: string,
  said: { readonly [K in keyof Settings]?: Settings[K] | undefined } = {},
): Settings {
  const read = (name: SettingName) => readSetting(session, userId, name);
  const numberOf = (name: SettingName) => (read(name) === undefined ? undefined : Number(read(name)));
  const wordOf = (name: SettingName) => (read(name) === undefined ? undefined : String(read(name)));
  const settings: Settings = {
    seed: said.seed ?? numberOf('seed') ?? randomSeed(),
    steps: said.steps ?? numberOf('steps'),
    guidanceScale: said.guidanceScale ?? numberOf('guidance'),
    imageGuidanceScale: said.imageGuidanceScale ?? numberOf('imageGuidance'),
    width: said.width ?? numberOf('width'),
    height: said.height ?? numberOf('height'),
    sampler: said.sampler ?? wordOf('sampler'),
    negativePrompt: said.negativePrompt ?? wordOf('negative'),
    maskSource: said.maskSource ?? wordOf('maskSource'),
    method: said.method ?? wordOf('method'),
    model: said.model ?? wordOf('model'),
    clipSkip: said.clipSkip ?? numberOf('clipSkip'),
    crossSteps: said.crossSteps ?? numberOf('cross'),
    selfSteps: said.selfSteps ?? numberOf('self'),
    inversion: said.inversion ?? wordOf('inversion'),
  };
  // Plain JSON has no undefined; leaving it out keeps a stored job equal to the one in memory.
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as unknown as Settings;
}
