import { Gateway } from './gateway.ts';
import { readDiscordDescription } from './openapi.ts';
import { Person } from './people.ts';
import type { PersonOptions } from './people.ts';
import { RestServer } from './rest.ts';
import { World } from './world.ts';

/** A Discord on loopback: REST, gateway, files; the client library talks to it unchanged. */
export interface DiscordDouble {
  readonly world: World;
  readonly rest: RestServer;
  readonly gateway: Gateway;
  /** What goes into the app's environment. */
  readonly env: Readonly<Record<string, string>>;
  person(name: string, options?: PersonOptions): Person;
  close(): Promise<void>;
}

const check = readDiscordDescription();

/** Starts a double on a free port. The token is a canary: no log may ever show it. */
export async function startDiscord(): Promise<DiscordDouble> {
  const world = new World();
  const token = `${Buffer.from(world.botId).toString('base64url')}.Canary.${'c4n4ry'.repeat(6)}`;
  const rest = new RestServer(world, token, check);
  const gateway = new Gateway(world, token, rest.server);
  await rest.listen();
  gateway.url = `${rest.backend.base.replace('http', 'ws')}/gw`;
  rest.gatewayUrl = gateway.url;
  return {
    world,
    rest,
    gateway,
    env: { DISCORD_TOKEN: token, DISCORD_API_URL: `${rest.backend.base}/api` },
    person: (name, options) => new Person(rest.backend, name, options),
    close: async () => {
      await gateway.close();
      await rest.close();
    },
  };
}
