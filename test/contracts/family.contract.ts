import { expect, it } from 'vitest';
import { openDiffusersFolder } from '../../src/models/diffusers-folder.ts';
import type { Checkpoint, ModelFamily } from '../../src/models/family.ts';
import type { Graph } from '../../src/compiler/graph.ts';
import { verifyGraph } from '../../src/compiler/spec.ts';

/** What a family's graphs must hold, on one of its checkpoints. */
export async function familyProblems(family: ModelFamily, path: string): Promise<string[]> {
  const folder = await openDiffusersFolder(path);
  if (!family.matches(folder.modelIndex))
    return [`it does not know ${String(folder.modelIndex['_class_name'])}`];
  const checkpoint = await family.open(folder);
  const size = { batch: 2, height: 16, width: 16, tokens: checkpoint.text.tokens };
  const problems: string[] = [];
  const graphs: Readonly<Record<string, () => Graph>> = {
    denoiser: () => checkpoint.denoiser.graph({ ...size, control: true }).graph,
    vae_encoder: () => checkpoint.vae.encoder({ batch: 1, height: 64, width: 64 }),
    vae_decoder: () => checkpoint.vae.decoder({ batch: 1, height: 64, width: 64 }),
    ...Object.fromEntries(
      checkpoint.text.encoders.map((encoder) => [encoder.component, () => encoder.graph()] as const),
    ),
  };
  for (const [name, build] of Object.entries(graphs)) {
    const graph = build();
    try {
      verifyGraph(graph);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
    }
    if (JSON.stringify(build()) !== JSON.stringify(graph))
      problems.push(`${name}: another graph the second time`);
  }
  return [...problems, ...(await unusedWeights(checkpoint, folder.tensors(checkpoint.denoiser.component)))];
}

async function unusedWeights(
  checkpoint: Checkpoint,
  tensors: Promise<readonly { readonly name: string }[]>,
): Promise<string[]> {
  const { graph } = checkpoint.denoiser.graph({
    batch: 1,
    height: 16,
    width: 16,
    tokens: checkpoint.text.tokens,
    control: true,
  });
  const used = new Set(graph.initializers.map(({ name }) => name.replace(/\[.*\]$/u, '')));
  return (await tensors)
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => `${checkpoint.denoiser.component}: ${name} is not used`);
}

/** Runs the contract on a family. */
export function familyContract(family: ModelFamily, path: string): void {
  it('writes legal graphs that name every weight, the same each time', async () => {
    expect(await familyProblems(family, path)).toEqual([]);
  });

  it('leaves the checkpoints of others alone', () => {
    expect(family.matches({ _class_name: 'AuraFlowPipeline' })).toBe(false);
    expect(family.matches({})).toBe(false);
  });
}
