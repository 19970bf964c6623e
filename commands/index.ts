import type { Command } from '../src/chat/command.ts';
import { again } from './again.ts';
import { anyway } from './anyway.ts';
import { cancel } from './cancel.ts';
import { describe } from './describe.ts';
import { edit } from './edit.ts';
import { goto } from './goto.ts';
import { heatmap } from './heatmap.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { imagine } from './imagine.ts';
import { info } from './info.ts';
import { layout } from './layout.ts';
import { painter } from './painter.ts';
import { pick } from './pick.ts';
import { plan } from './plan.ts';
import { privacy } from './privacy.ts';
import { pull } from './pull.ts';
import { redo } from './redo.ts';
import { redraw } from './redraw.ts';
import { reword } from './reword.ts';
import { server } from './server.ts';
import { settings } from './settings.ts';
import { undo } from './undo.ts';
import { upscale } from './upscale.ts';
import { variation } from './variation.ts';
import { weights } from './weights.ts';

/** All commands, in the order of /help. */
export const commands: readonly Command[] = [
  imagine,
  edit,
  redraw,
  reword,
  layout,
  painter,
  undo,
  redo,
  goto,
  variation,
  again,
  weights,
  upscale,
  pick,
  anyway,
  plan,
  describe,
  heatmap,
  history,
  info,
  cancel,
  settings,
  pull,
  server,
  privacy,
  help,
];
