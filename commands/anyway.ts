import { boolean, defineCommand, optionalText } from '../src/chat/command.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { UserError } from '../src/errors.ts';
import { sentence } from '../src/sentence.ts';
import { findPicture } from '../src/sessions/tree.ts';

export const anyway = defineCommand({
  name: 'anyway',
  options: {
    nearest: boolean(),
    offer: optionalText(),
  },
  async run(interaction, services) {
    const { conversation, userId, isAdmin, options } = interaction;
    const session = await services.sessions.load(conversation);
    const offer = session.offers?.findLast(({ id, userId: owner }) =>
      options.offer === undefined ? owner === userId : id === options.offer,
    );
    if (offer === undefined) throw new UserError('NO_CHOICE', sentence('anyway.nothingWaits'));
    if (offer.userId !== userId && !isAdmin) throw new UserError('NOT_YOURS', sentence('anyway.notYours'));
    const steps = options.nearest === true ? (offer.nearest ?? offer.steps) : offer.steps;
    const [only] = steps;
    const { picture, ...request } = offer;
    await paint(interaction, services, {
      ...request,
      steps,
      caption: steps.length === 1 && only?.kind === 'generate' ? only.prompt : offer.caption,
      base: picture === undefined ? undefined : findPicture(session, picture),
      isAgreed: true,
    });
  },
});
