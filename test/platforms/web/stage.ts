import { afterEach } from 'vitest';
import type { ChatEvent, Platform, PlatformContext } from '../../../src/chat/platform.ts';
import { silent } from '../../../src/log.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { contractCommands } from '../../contracts/platform.contract.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { WebVisitor } from '../../fakes/web-visitor.ts';

const started: Platform[] = [];
afterEach(async () => {
  for (const platform of started.splice(0)) await platform.stop();
});

export const newContext = (env: PlatformContext['env'] = { PORT: 0 }): PlatformContext => ({
  env,
  log: silent,
  store: memoryStore(),
  pictures: memoryPictures(),
});

/** A running web chat and somebody who has opened its page. */
export async function startWeb(
  context = newContext(),
  onEvent: (event: ChatEvent) => Promise<void> = () => Promise.resolve(),
) {
  const platform = createWeb(context);
  if (platform === undefined) throw new Error('createWeb: the web chat is off');
  started.push(platform);
  await platform.start(contractCommands, onEvent);
  const visitor = new WebVisitor(platform.address ?? '');
  await visitor.open();
  return { platform, visitor, context };
}
