import { fileURLToPath } from 'node:url';
import { draw, fit, type Box, type SceneObject } from '../../tools/eval/pocket/scenes.ts';
import { SIDE } from '../../tools/eval/pocket/backgrounds.ts';
import { overlap } from '../../src/detection/boxes.ts';
import { createEngine } from '../../src/engine/index.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { encodePng } from '../../src/image/encode.ts';
import { silent } from '../../src/log.ts';
import { SCRIPT_CONVERSATION } from '../../src/once/script-platform.ts';
import type { ScriptMessage } from '../../src/once/script-platform.ts';
import type { Planner, PlanStep } from '../../src/planning/plan.ts';
import type { PictureNode } from '../../src/sessions/session.ts';
import { startBot } from '../chat/bot-stage.ts';

const pocket = fileURLToPath(new URL('../../models/pocket', import.meta.url));

/** The engine with the embedded models, in this process. */
export const openPocket = (): Promise<Engine> =>
  createEngine({ imageModel: pocket, editModel: pocket, threads: 1, log: silent });

const thing = (word: SceneObject['word'], x: number, y: number): SceneObject =>
  fit({ word, color: undefined, size: 'normal', flip: false }, x, y, 90);

/** Two cars and a pig on grass: what the talk is about, and where it is. */
export const SCENE = {
  leftCar: thing('car', 0.2, 0.66),
  rightCar: thing('car', 0.8, 0.66),
  pig: thing('pig', 0.5, 0.45),
} as const;

/** The turn that a person has had: what was answered, and the picture that the talk is at now. */
export interface Turn {
  readonly messages: readonly ScriptMessage[];
  readonly texts: readonly string[];
  readonly node: PictureNode;
  /** Code of the failure that the turn ended with. */
  readonly error: string | undefined;
  /** Numbers of the question that was asked. */
  readonly choices: readonly number[];
}

/** A conversation about the drawn scene, sent as a photo; few steps, since what is meant is looked at, not its beauty. */
export async function startTalk(engine: Engine, planner: Planner) {
  const stage = await startBot({ engine, planner });
  const { script, services } = stage;
  const { data } = draw({ background: 'grass', variant: 3, objects: Object.values(SCENE) });
  const photo = await encodePng({ width: SIDE, height: SIDE, data });
  await script.say('/settings steps:2 seed:1');
  await script.say('', { files: [{ name: 'scene.png', fetch: () => Promise.resolve(photo) }] });

  const finish = async (messages: readonly ScriptMessage[]): Promise<Turn> => {
    const session = await services.sessions.load(SCRIPT_CONVERSATION);
    const node = session.pictures.find(({ number }) => number === session.current);
    if (node === undefined) throw new Error('the conversation has no picture');
    return {
      messages,
      node,
      texts: messages.map(({ content }) => content.text),
      error: messages.at(-1)?.content.error?.code,
      choices: messages.flatMap(({ content }) => content.choices ?? []).map(({ number }) => number),
    };
  };
  return {
    ...stage,
    session: () => services.sessions.load(SCRIPT_CONVERSATION),
    say: async (words: string): Promise<Turn> => finish(await script.say(words)),
    do: async (...given: Parameters<typeof script.send>): Promise<Turn> =>
      finish(await script.send(...given)),
    picture: async (hash: string) => services.pictures.get(hash),
  };
}

/** Whether the edit was about this thing of the scene. */
export const isAbout = ({ meant = [] }: PictureNode, { box }: { readonly box: Box }): boolean =>
  meant.length > 0 && meant.every((object) => overlap(object.box, sided(box)) > 0.5);

/** x0, y0, x1, y1 as x, y, width, height. */
const sided = ([left, top, right, bottom]: Box) => [left, top, right - left, bottom - top] as const;

/** The first edit among steps. */
export const editOf = (steps: readonly PlanStep[]) =>
  steps.find((step) => step.kind === 'instruct' || step.kind === 'place');
