import { createContext } from './context.ts';
import type { Context, IncomingParts } from './context.ts';
import { listenToMessages } from './messages.ts';
import { listenToHome } from './home.ts';
import { listenToInteractions } from './interactions.ts';
import { listenToSlashCommands } from './slash.ts';

/** Turns what comes from Slack into chat events. Everything is acknowledged before anything else is awaited. */
export function listen(parts: IncomingParts): Pick<Context, 'finish'> {
  const context = createContext(parts);
  listenToSlashCommands(context);
  listenToMessages(context);
  listenToInteractions(context);
  listenToHome(context);
  return context;
}
