import { defineCommand, integer, optionalText } from '../src/chat/command.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { planLine } from '../src/chat/requests/plan-line.ts';
import { closedBefore, findAnswer, MEANS_NONE } from '../src/chat/requests/find-answer.ts';
import type { Answered } from '../src/chat/requests/find-answer.ts';
import { meantBy, pointAt } from '../src/chat/requests/point-at.ts';
import { sentence } from '../src/sentence.ts';
import { changeOnce } from '../src/sessions/change-once.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import { closeChoice, findPicture } from '../src/sessions/tree.ts';

export const pick = defineCommand({
  name: 'pick',
  options: {
    number: integer(1, 50),
    which: optionalText(),
    question: optionalText(),
  },
  async run(interaction, services) {
    const { conversation, userId, options, request } = interaction;
    const words = `${options.number ?? options.which ?? ''}`;
    let answered: Answered | undefined;
    // Found and closed in one change, so that of two presses one wins.
    const session = await changeOnce(services.sessions, conversation, request.changeKey(), (before) => {
      answered = findAnswer(before, interaction, words);
      return closeChoice(before, answered.choice.id, answered.numbers);
    });
    const { choice, numbers } = answered ?? closedBefore(session, interaction);
    if (MEANS_NONE.test(words)) {
      await interaction.reply({ text: sentence('pick.unchanged') });
      return;
    }
    const base = findPicture(session, choice.picture);
    const steps = numbers.length > 0 ? pointAt(choice, numbers) : meantBy(choice, words);
    await paint(interaction, services, {
      said: choice.said,
      base,
      steps,
      protect: choice.protect,
      region: choice.region,
      caption: captionAfter(base?.caption ?? '', steps),
      line: planLine({ plan: { steps: [...steps], protect: [] }, by: 'your pick' }),
      settings: choice.settings ?? paintSettings(session, userId),
      question: choice.id,
    });
  },
});
