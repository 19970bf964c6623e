import type { Command } from '../src/chat/command.ts';
import { again } from './again.ts';
import { cancel } from './cancel.ts';
import { describe } from './describe.ts';
import { edit } from './edit.ts';
import { goto } from './goto.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { imagine } from './imagine.ts';
import { info } from './info.ts';
import { layout } from './layout.ts';
import { painter } from './painter.ts';
import { pick } from './pick.ts';
import { privacy } from './privacy.ts';
import { redo } from './redo.ts';
import { server } from './server.ts';
import { settings } from './settings.ts';
import { undo } from './undo.ts';
import { variation } from './variation.ts';

/** All commands, in the order of /help. */
export const commands: readonly Command[] = [
  imagine,
  edit,
  layout,
  painter,
  undo,
  redo,
  goto,
  variation,
  again,
  pick,
  describe,
  history,
  info,
  cancel,
  settings,
  server,
  privacy,
  help,
];
