import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discordDescription } from '../../fakes/discord/openapi.ts';
import { messagePayload } from '../../fakes/discord/payloads.ts';
import type { StoredChannel, StoredGuild } from '../../fakes/discord/world.ts';
import { discordCommands, openScene, picturePng, result } from './stage.ts';
import type { Scene } from './stage.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

/** Compares what the double sends with Discord's description; a double may send less, never something else. */
function openDescription() {
  const description = JSON.parse(readFileSync(discordDescription, 'utf8')) as object;
  const at = (pointer: readonly string[]): Schema =>
    pointer.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], description) as Schema;
  /** All that a schema may stand for. */
  const formsOf = (schema: Schema): readonly Schema[] => {
    if (schema.$ref !== undefined) return formsOf(at(schema.$ref.split('/').slice(1)));
    const others = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
    return [schema, ...others.flatMap(formsOf)];
  };
  const differences = (schemas: readonly Schema[], value: unknown, path: string): readonly string[] => {
    if (value === null || value === undefined) return [];
    const forms = schemas.flatMap(formsOf);
    const kind = Array.isArray(value) ? 'array' : typeof value;
    const kinds = forms
      .flatMap(({ type }) => type ?? [])
      .map((type) => (type === 'integer' ? 'number' : type));
    if (kinds.length > 0 && !kinds.includes(kind))
      return [`${path}: got ${kind}, Discord sends ${[...new Set(kinds)].join(' or ')}`];
    if (Array.isArray(value)) {
      const items = forms.flatMap((form) => form.items ?? []);
      return value.flatMap((part) => differences(items, part, `${path}[]`));
    }
    if (typeof value !== 'object' || forms.some(({ additionalProperties: more }) => more !== undefined))
      return [];
    return Object.entries(value).flatMap(([key, part]) => {
      const known = forms.flatMap(({ properties }) => properties?.[key] ?? []);
      if (known.length === 0) return [`${path}.${key}: Discord has no such field`];
      return differences(known, part, `${path}.${key}`);
    });
  };
  return {
    /** How an answer to GET differs, by the template of its path. */
    answer: (path: string, value: unknown) =>
      differences(
        [at(['paths', path, 'get', 'responses', '200', 'content', 'application/json', 'schema'])],
        value,
        '',
      ),
    /** How one of Discord's things differs, by its name there. */
    thing: (name: string, value: unknown) => differences([at(['components', 'schemas', name])], value, ''),
  };
}

describe.skipIf(!existsSync(discordDescription))(
  'the double of Discord, beside Discord’s published description (skipped where it is not at hand)',
  () => {
    let scene: Scene;
    let guild: StoredGuild;
    let channel: StoredChannel;
    let description: ReturnType<typeof openDescription>;
    beforeAll(async () => {
      description = openDescription();
      scene = await openScene(({ world }) => {
        guild = world.guild('Painters');
        channel = world.channel(guild);
      }, discordCommands);
    });
    afterAll(() => scene.end());

    it('shows messages of people and of the bot as Discord does', async () => {
      const { world } = scene.discord;
      const ada = scene.discord.person('ada');
      scene.handle = async (event) => {
        await event.respond?.({ text: 'queued', progress: { fraction: 0, label: '2nd' } });
        await event.respond?.({
          ...result,
          buttons: [{ id: 'b1', label: 'Undo' }],
          choices: [{ id: 'c1', number: 1, label: 'cat' }],
        });
      };
      await ada.command(channel, 'paint', { prompt: 'a cat' });
      const picture = await world.until('the picture', () =>
        world.visible(channel.id).find(({ attachments }) => attachments.length > 0),
      );
      const photo = { name: 'cat.png', mediaType: 'image/png', data: picturePng };
      ada.say(channel, 'make it red', { to: picture, files: [photo] });
      const different = [...world.messages.values()].flatMap((message) =>
        description.thing('MessageResponse', messagePayload(world, message, 'https://cdn.example')),
      );
      expect(world.messages.size).toBeGreaterThan(2);
      expect([...new Set(different)]).toEqual([]);
    });

    it.each([
      ['/gateway/bot', () => '/gateway/bot'],
      ['/users/@me', () => '/users/@me'],
      ['/applications/@me', () => '/applications/@me'],
      [
        '/applications/{application_id}/commands',
        () => `/applications/${scene.discord.world.applicationId}/commands?with_localizations=true`,
      ],
      ['/channels/{channel_id}', () => `/channels/${channel.id}`],
      ['/guilds/{guild_id}', () => `/guilds/${guild.id}`],
      [
        '/guilds/{guild_id}/members/{user_id}',
        () => `/guilds/${guild.id}/members/${scene.discord.world.botId}`,
      ],
    ])('answers GET %s as Discord does', async (template, path) => {
      const { env } = scene.discord;
      const response = await fetch(`${env['DISCORD_API_URL']}/v10${path()}`, {
        headers: { authorization: `Bot ${env['DISCORD_TOKEN']}` },
      });
      expect(response.status).toBe(200);
      expect([...new Set(description.answer(template, await response.json()))]).toEqual([]);
    });

    it('is looked at closely: an invented field and one of another kind are found', () => {
      expect(description.thing('UserResponse', { id: 7, nickname: 'ada' })).toEqual([
        '.id: got number, Discord sends string',
        '.nickname: Discord has no such field',
      ]);
    });
  },
);
