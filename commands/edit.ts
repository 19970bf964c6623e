import { sentence } from '../src/sentence.ts';
import { adoptPhoto } from '../src/chat/adopt.ts';
import { answersOpen } from '../src/chat/answers-open.ts';
import { defineCommand, image, integer, optionalText, pictureNumber } from '../src/chat/command.ts';
import type { Interaction, Services } from '../src/chat/command.ts';
import { postPicture } from '../src/chat/deliver.ts';
import { keepGivenMask, photoAmong } from '../src/chat/given-mask.ts';
import { paint } from '../src/chat/paint.ts';
import { paintSettings } from '../src/chat/paint-settings.ts';
import { planLine } from '../src/chat/plan-line.ts';
import { planWords } from '../src/chat/plan-words.ts';
import { callSessionStep } from '../src/chat/session-steps.ts';
import { UserError } from '../src/errors.ts';
import type { PlannedBy, PlanStep } from '../src/planning/plan.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import { basePicture, findPicture, noSuchPicture } from '../src/sessions/tree.ts';

export const edit = defineCommand({
  name: 'edit',
  description: 'Change a picture as you say it; plain words and replies do the same.',
  options: {
    instruction: optionalText('What to change: replace the cat with a horse and make the dog blue'),
    picture: pictureNumber('Number of the picture to change; default: the newest'),
    image: image('A photo of yours to change'),
    mask: image('A picture that is white where something may change'),
    seed: integer('Same seed, same picture', 0, 2 ** 32 - 1),
  },
  async run(interaction, services) {
    const { instruction } = interaction.options;
    const file = photoAmong(interaction.files);
    if (file !== undefined) {
      const { session, node } = await adoptPhoto(interaction, services, file);
      if (instruction === undefined) {
        return postPicture(interaction, services, session, node, {
          notes: [sentence('Say what to change in it.')],
        });
      }
    }
    if (instruction === undefined) {
      throw new UserError('EMPTY', sentence('Say what to change, for example: /edit make the cat blue.'));
    }
    if (file === undefined && (await answersOpen(interaction, services, instruction))) return;
    const planned = await planWords(
      interaction,
      services,
      instruction,
      await findBase(interaction, services),
    );
    if (planned !== undefined) await carryOut(interaction, services, instruction, planned);
  },
});

type EditInteraction = Interaction<typeof edit.options>;

/** The picture that is meant: a photo just sent, the number given, the one replied to, or the newest. */
async function findBase({ conversation, options, on, files }: EditInteraction, { sessions }: Services) {
  const session = await sessions.load(conversation);
  if (options.picture === undefined)
    return basePicture(session, photoAmong(files) === undefined ? on?.id : undefined);
  const node = findPicture(session, options.picture);
  if (node === undefined) throw noSuchPicture(session, options.picture);
  return node;
}

/** Does the steps in their order: what can be painted together is one job, the others are commands. */
async function carryOut(
  interaction: EditInteraction,
  services: Services,
  said: string,
  planned: PlannedBy,
): Promise<void> {
  const { protect } = planned.plan;
  const region = await keepGivenMask(interaction.files, services.pictures);
  const { seed } = interaction.options;
  let left = planned.plan.steps;
  let target = interaction;
  while (left.length > 0) {
    const painted = left.findIndex((step) => step.kind === 'session' || step.kind === 'generate');
    const steps: readonly PlanStep[] = painted < 0 ? left : left.slice(0, Math.max(1, painted));
    left = left.slice(steps.length);
    const [first] = steps;
    if (first?.kind === 'session') {
      await callSessionStep(target, first);
    } else if (first?.kind === 'generate') {
      await target.call('imagine', { prompt: first.prompt, negative: first.negativePrompt, seed });
    } else {
      const base = await findBase(target, services);
      if (base === undefined)
        throw new UserError('NO_PICTURE', sentence('There is no picture to change yet.'));
      const session = await services.sessions.load(target.conversation);
      await paint(target, services, {
        said,
        base,
        steps,
        protect,
        region,
        caption: captionAfter(base.caption, steps),
        line: planLine({ ...planned, plan: { ...planned.plan, steps: [...steps] } }),
        plannedBy: planned.by,
        missingModel: planned.missingModel,
        settings: paintSettings(session, target.userId, { seed }),
      });
    }
    // What follows is about what has just come out of it.
    target = { ...interaction, on: undefined, options: { ...interaction.options, picture: undefined } };
  }
}
