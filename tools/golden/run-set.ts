import { UnsupportedModelError } from '../../src/errors.ts';
import { runDense, runPromptToPrompt } from './attention.ts';
import type { Outcome } from './comparison.ts';
import { runFoi } from './foi.ts';
import { findCases, openCase, type GoldenCase } from './golden-case.ts';
import { runGradients } from './gradients.ts';
import { runAutoencoder, runTextEncoder, runUNet } from './networks.ts';
import { runPipeline } from './pipelines.ts';
import { runOwl } from './owl.ts';
import { runSchedulers } from './schedulers.ts';
import { runLocalBlend, runTokenMappers } from './token-mapping.ts';
import { runTokens } from './tokens.ts';

/** Runs a case; may tell of several parts. */
type CaseRunner = (golden: GoldenCase) => Promise<readonly Outcome[]>;

/** Which runner understands a case: the first whose pattern fits the case's name. */
const runners: readonly (readonly [pattern: RegExp, run: CaseRunner])[] = [
  [/^schedulers(_more)?$/, runSchedulers],
  [/^clip_tokens$/, runTokens],
  [/^text_encoder\//, runTextEncoder],
  [/^unet\//, runUNet],
  [/^vae\//, runAutoencoder],
  [/^owl\//, runOwl],
  [/^pipeline\//, runPipeline],
  [/^attention\/foi\./, runFoi],
  [/^attention\/dense\./, runDense],
  [/^attention\/p2p_mappers/, runTokenMappers],
  [/^attention\/p2p\.local_blend/, runLocalBlend],
  [/^attention\/p2p\./, runPromptToPrompt],
  [/^grad\//, runGradients],
];

/** Runs every case of a golden set folder that `only` lets through, one after another. */
export async function* runSet(
  root: string,
  only: (name: string) => boolean = () => true,
): AsyncGenerator<Outcome> {
  for (const path of await findCases(root)) {
    const golden = await openCase(root, path);
    if (only(golden.name)) yield* await runCase(golden);
  }
}

/** Runs one case; what goes wrong in it is a FAIL, never an exception. */
export async function runCase(golden: GoldenCase): Promise<readonly Outcome[]> {
  const runner = runners.find(([pattern]) => pattern.test(golden.name));
  if (runner === undefined) {
    const { what = golden.name } = golden.sidecar as { readonly what?: string };
    return [{ name: golden.name, status: 'skip', reason: `nothing runs this: ${what}` }];
  }
  try {
    return await runner[1](golden);
  } catch (error) {
    if (error instanceof UnsupportedModelError)
      return [{ name: golden.name, status: 'skip', reason: error.message }];
    const where = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const worst = { what: 'run', error: Infinity, tolerance: 0, where };
    return [{ name: golden.name, status: 'FAIL', worst }];
  }
}
