import { type EvalContext, openEvalContext, type Painted, scenePicture } from './context.ts';
import { mean, percent, times } from './numbers.ts';
import { makeMultiEdit, type MultiEdit } from './pocket/edits.ts';
import { count, difference, isDone, score, type Score } from './pocket/figures.ts';
import { plainStep, plannedSteps } from './pocket/requests.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** Two to four sub-instructions in one pass of FoI, against one plain edit after the other, and all in one plain edit. */
export const suite: EvalSuite = { name: 'foi-multi', run };

const PICTURES = 200;
const WAYS = ['ours', 'sequence', 'joined'] as const;
type Way = (typeof WAYS)[number];

interface Tally {
  readonly all: Record<Way, Score>;
  readonly parts: Record<Way, Score>;
  /** Mean absolute error outside of what the truth changes, 0…1. */
  readonly outside: Record<Way, number[]>;
  /** Processor seconds. */
  readonly work: Record<Way, number[]>;
  refused: number;
  subInstructions: number;
}

const each = <Value>(make: () => Value): Record<Way, Value> => ({
  ours: make(),
  sequence: make(),
  joined: make(),
});

async function run({ seed, count: pictures = PICTURES, onProgress, show }: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext();
  const tally: Tally = {
    all: each(score),
    parts: each(score),
    outside: each(() => []),
    work: each(() => []),
    refused: 0,
    subInstructions: 0,
  };
  try {
    // Each way loads its networks before its work is counted.
    await paintAll(context, makeMultiEdit(seed), seed);
    for (let at = 0; at < pictures; at++) {
      const edit = makeMultiEdit(seed + at);
      const painted = await paintAll(context, edit, seed + at);
      tell(context, tally, edit, painted);
      show?.([
        { image: scenePicture(edit.before.data), caption: edit.instruction },
        ...WAYS.map((way) => ({
          image: painted[way].picture,
          caption: `${way} ${percent(partsDone(context, edit, painted[way]))}`,
        })),
        { image: scenePicture(edit.after.data), caption: 'truth' },
      ]);
      onProgress?.(at + 1, pictures, 'foi-multi');
    }
  } finally {
    await context.dispose();
  }
  return rows(tally);
}

async function paintAll(context: EvalContext, edit: MultiEdit, seed: number): Promise<Record<Way, Painted>> {
  const source = scenePicture(edit.before.data);
  const settings = { seed, attempts: 1 };
  const steps = (await Promise.all(edit.parts.map((part) => plannedSteps(context, part)))).flat();
  const ours = await context.paint({ steps, source, settings });
  const joined = await context.paint({ steps: [plainStep(edit)], source, settings });
  let sequence: Painted = { picture: source, seconds: 0, work: 0 };
  for (const part of edit.parts) {
    const next = await context.paint({ steps: [plainStep(part)], source: sequence.picture, settings });
    sequence = { ...next, work: sequence.work + next.work };
  }
  return { ours, joined, sequence };
}

function partsDone({ judge }: EvalContext, edit: MultiEdit, { picture }: Painted): Score {
  const done = score();
  for (const part of edit.parts) count(done, isDone(judge, picture.data, part));
  return done;
}

function tell(context: EvalContext, tally: Tally, edit: MultiEdit, painted: Record<Way, Painted>): void {
  const unchanged = edit.changed.map((value) => 1 - value);
  tally.subInstructions += edit.parts.length;
  if (painted.ours.refusal !== undefined) tally.refused++;
  for (const way of WAYS) {
    const done = partsDone(context, edit, painted[way]);
    count(tally.all[way], done.hits === done.tries);
    tally.parts[way].hits += done.hits;
    tally.parts[way].tries += done.tries;
    tally.outside[way].push(difference(painted[way].picture.data, edit.before.data, unchanged));
    if (painted.ours.refusal === undefined) tally.work[way].push(painted[way].work);
  }
}

function rows({ all, parts, outside, work, refused, subInstructions }: Tally): EvalRow[] {
  const [ours, sequence] = [mean(work.ours), mean(work.sequence)];
  const [spared, spoilt] = [mean(outside.ours), mean(outside.sequence)];
  const several = subInstructions / Math.max(all.ours.tries, 1);
  return [
    {
      figure: `all sub-instructions done (${all.ours.tries} pictures)`,
      value: percent(all.ours),
      plain: `${percent(all.sequence)} one after the other; ${percent(all.joined)} in one sentence`,
      goal: '≥ one after the other',
    },
    {
      figure: `single sub-instructions done (${parts.ours.tries})`,
      value: percent(parts.ours),
      plain: `${percent(parts.sequence)}; ${percent(parts.joined)}`,
    },
    {
      figure: `processor seconds, for ${several.toFixed(1)} sub-instructions on average`,
      value: `${ours.toFixed(2)} = ${times(ours, sequence)}`,
      plain: `${sequence.toFixed(2)}; ${mean(work.joined).toFixed(2)}`,
      goal: `≤ 1/k = ${(1 / several).toFixed(2)} ×`,
    },
    {
      figure: 'error outside the true masks',
      value: `${spared.toFixed(4)} = ${times(spared, spoilt)}`,
      plain: `${spoilt.toFixed(4)}; ${mean(outside.joined).toFixed(4)}`,
    },
    { figure: 'refused, or asked back', value: refused },
  ];
}
