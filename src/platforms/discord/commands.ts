import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { Command, Option } from '../../chat/command.ts';
import { cutText } from '../../chat/limits.ts';
import { commandWords, languageOf, languages } from '../../locales/catalog.ts';
import { inEnglish, tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import type { Logger } from '../../log.ts';
import type { DiscordApi } from './api.ts';

/** Entries of a message's menu. */
const MENU_KEYS = { edit: 'forms.editThis', describe: 'discord.describeMenu' } as const;
/** Their English names: what Discord sends when one is chosen. */
export const MENU = {
  edit: inEnglish(sentence(MENU_KEYS.edit)),
  describe: inEnglish(sentence(MENU_KEYS.describe)),
};

const OPTION_TYPES = {
  text: ApplicationCommandOptionType.String,
  integer: ApplicationCommandOptionType.Integer,
  number: ApplicationCommandOptionType.Number,
  boolean: ApplicationCommandOptionType.Boolean,
  image: ApplicationCommandOptionType.Attachment,
} as const;
const MAX_CHOICES = 25;

/** In Discord's own shape, reduced to what we set: what we send, and what we compare. */
export interface ApplicationCommandJson {
  readonly name: string;
  readonly type: number;
  readonly description?: string;
  readonly name_localizations?: Readonly<Record<string, string>>;
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly options?: readonly OptionJson[];
  /** A bit set; Discord's description wants a number and answers with text. */
  readonly default_member_permissions?: number | null;
  readonly integration_types: readonly number[];
  readonly contexts: readonly number[];
}

interface ChoiceJson {
  readonly name: string;
  readonly name_localizations: Readonly<Record<string, string>>;
  readonly value: string;
}

interface OptionJson {
  readonly name: string;
  readonly type: number;
  readonly description: string;
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly required?: boolean;
  readonly choices?: readonly ChoiceJson[];
  readonly autocomplete?: boolean;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly max_length?: number;
}

/** Where a command can be used: installed on a server or by a person, everywhere one can write. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Writes our commands as Discord's: slash commands with options, and the two menu entries. */
export function applicationCommands(commands: readonly Command[]): ApplicationCommandJson[] {
  return [
    ...commands.map(slashCommand),
    ...(Object.keys(MENU) as (keyof typeof MENU)[]).map((entry): ApplicationCommandJson => {
      return {
        name: MENU[entry],
        type: ApplicationCommandType.Message,
        name_localizations: translations((language) =>
          language === 'en' ? undefined : cutText(tell(language, sentence(MENU_KEYS[entry])), 32),
        ),
        ...EVERYWHERE,
      };
    }),
  ];
}

/** A picture is asked for but never demanded: a reply may carry it. */
const isRequired = ([, { required, type }]: [string, Option]): boolean => required && type !== 'image';

function slashCommand({ name, description, options, adminOnly }: Command): ApplicationCommandJson {
  const entries = Object.entries(options);
  // Discord wants required options first.
  const ordered = [...entries.filter(isRequired), ...entries.filter((entry) => !isRequired(entry))];
  return {
    name,
    type: ApplicationCommandType.ChatInput,
    description: cutText(description, 100),
    description_localizations: translations((language) => {
      const words = commandWords(language, name)?.description;
      return words === undefined ? undefined : cutText(words, 100);
    }),
    options: ordered.map((entry) => option(name, entry[0], entry[1], isRequired(entry))),
    default_member_permissions: adminOnly === true ? Number(PermissionFlagsBits.ManageGuild) : null,
    ...EVERYWHERE,
  };
}

function option(
  command: string,
  name: string,
  { type, description, choices, min, max, suggests }: Option,
  required: boolean,
): OptionJson {
  const isMenu = choices !== undefined && choices.length <= MAX_CHOICES;
  return {
    name,
    type: OPTION_TYPES[type],
    description: cutText(description, 100),
    description_localizations: translations((language) => {
      const words = commandWords(language, command)?.options?.[name];
      return words === undefined ? undefined : cutText(words, 100);
    }),
    required,
    ...(isMenu ? { choices: choices.map((value) => choiceJson(command, value)) } : {}),
    ...((choices !== undefined && !isMenu) || suggests !== undefined ? { autocomplete: true } : {}),
    ...(type === 'integer' || type === 'number'
      ? { ...(min === undefined ? {} : { min_value: min }), ...(max === undefined ? {} : { max_value: max }) }
      : {}),
    ...(type === 'text' && choices === undefined ? { max_length: 2000 } : {}),
  };
}

/** What is picked from a menu: read in the person's language, sent to us as it is. */
const choiceJson = (command: string, value: string): ChoiceJson => ({
  name: value,
  name_localizations: translations((language) => commandWords(language, command)?.choices?.[value]),
  value,
});

/** Discord has several Spanishes and one Portuguese; English is what stands without a locale. */
const localesOf = (language: string): readonly string[] =>
  Object.values(Locale).filter((locale) => language !== 'en' && languageOf(locale) === language);

function translations(translate: (language: string) => string | undefined): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const language of languages) {
    const words = translate(language);
    if (words !== undefined) for (const locale of localesOf(language)) found[locale] = words;
  }
  return found;
}

/**
 * Registers the commands when what Discord has differs from what we have.
 *
 * @returns true when they were written
 */
export async function registerCommands(
  api: DiscordApi,
  applicationId: string,
  commands: readonly Command[],
  log: Logger,
): Promise<boolean> {
  const wanted = applicationCommands(commands);
  const route = Routes.applicationCommands(applicationId);
  const present = await api.send<readonly object[]>('GET', route, {
    query: new URLSearchParams({ with_localizations: 'true' }),
  });
  if (fingerprint(present) === fingerprint(wanted)) return false;
  await api.send('PUT', route, { body: wanted });
  log.info('discord: commands registered', { count: wanted.length });
  return true;
}

const COMPARED = new Set([
  'name', 'type', 'description', 'name_localizations', 'description_localizations', 'options', 'required', 'choices',
  'value', 'autocomplete', 'min_value', 'max_value', 'max_length', 'default_member_permissions', 'integration_types',
  'contexts',
]); // prettier-ignore

/** What Discord fills in where we say nothing. */
const isDefault = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0); // prettier-ignore

/** The same text for commands that mean the same: ids, versions, order and left-out defaults do not count. */
function fingerprint(commands: readonly object[]): string {
  const plain = (value: unknown, isLocalization = false): unknown => {
    if (Array.isArray(value)) return value.map((part) => plain(part));
    if (typeof value !== 'object' || value === null) return value;
    return Object.entries(value)
      .filter(([key, part]) => (isLocalization || COMPARED.has(key)) && !isDefault(part))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [
        key,
        key === 'default_member_permissions' ? String(part) : plain(part, key.endsWith('_localizations')),
      ]);
  };
  return JSON.stringify(commands.map((command) => JSON.stringify(plain(command))).toSorted());
}
