import type { Command, Services } from './command.ts';
import type { Suggest, Suggestion } from './platform.ts';
import { noRules, RULES_COMMAND } from './rules/space-rules.ts';

/** As many as Discord shows. */
const SUGGESTIONS = 25;
const LABEL_LENGTH = 100;

/** Those that contain what was typed, those that begin with it first. */
function matching(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const startsLater = ({ label, value }: Suggestion) =>
    [label, String(value)].some((text) => text.toLowerCase().startsWith(wanted)) ? 0 : 1;
  return all
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .toSorted((one, other) => startsLater(one) - startsLater(other))
    .slice(0, SUGGESTIONS);
}

/**
 * Makes what completes the options of commands while somebody types: an option's own choices, the pictures of the
 * conversation ("#3 a cat on grass", newest first), the models that the server allows.
 */
export function createSuggest(
  commands: readonly Command[],
  { sessions, models = [], spaceRules }: Pick<Services, 'sessions' | 'models' | 'spaceRules'>,
): Suggest {
  return async ({ conversation, space, command, option, typed }) => {
    const wanted = commands.find(({ name }) => name === command)?.options[option];
    if (wanted?.choices !== undefined)
      return matching(
        wanted.choices.map((choice) => ({ label: choice, value: choice })),
        typed,
      );
    if (wanted?.suggests === 'pictures') {
      const { pictures } = await sessions.load(conversation);
      const all = pictures.toReversed().map(({ number, caption, said }) => ({
        label: `#${number} ${caption === '' ? said : caption}`.slice(0, LABEL_LENGTH),
        value: number,
      }));
      return matching(all, typed);
    }
    if (wanted?.suggests !== 'models') return [];
    const isLimited = space !== undefined && command !== RULES_COMMAND;
    const rules = isLimited ? await spaceRules?.load(space) : undefined;
    const { models: allowed } = rules ?? noRules;
    const usable = models.filter((name) => allowed === undefined || allowed.includes(name));
    return matching(
      usable.map((name) => ({ label: name, value: name })),
      typed,
    );
  };
}
