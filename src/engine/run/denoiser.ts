import type { Checkpoint, Conditioning } from '../../models/family.ts';
import type { AttentionLayer } from '../../compiler/control.ts';
import { inForm, weightBytes } from '../../compiler/form.ts';
import { UserError } from '../../errors.ts';
import type { AttentionControl } from '../../methods/method.ts';
import type { Feed, Network } from '../../runtime/network.ts';
import { type Said, sentence } from '../../sentence.ts';
import { concat, type Tensor } from '../../tensor/tensor.ts';
import { controlFeeds } from './control-feeds.ts';
import { int8Verdict, judgeInt8 } from './int8-verdict.ts';
import type { NetworkCache } from './networks.ts';

/** What the rows of a batch share and differ in. */
export interface DenoiserRows {
  readonly conditioning: readonly Conditioning[];
  /** Image condition of every row `[1, C, h, w]`, for denoisers that take one. */
  readonly image?: readonly Tensor[] | undefined;
  readonly picture: { readonly width: number; readonly height: number; readonly guidanceScale: number };
}

export interface DenoiserStep {
  readonly timestep: number;
  readonly control?: AttentionControl | undefined;
  readonly read?: boolean | undefined;
}

/** A denoiser for one batch size and picture size. */
export interface Denoiser {
  readonly layers: readonly AttentionLayer[];
  readonly tokens: number;
  /**
   * Evaluates all rows on their latents.
   *
   * @param latents  one `[1, C, h, w]` for every row, already scaled for the sampler, or one for all
   * @returns predictions `[B, C, h, w]`, and by layer the maps `[B, N, L]` when they were to be read
   */
  predict(latents: readonly Tensor[], rows: DenoiserRows, step: DenoiserStep): Promise<Predicted>;
}

/** What was learnt of a denoiser when its graph was written. */
interface Written {
  readonly layers: readonly AttentionLayer[];
  /** Weights, as float32. */
  readonly bytes: number;
}

/** Of every loaded denoiser. */
const writtenOf = new WeakMap<Network, Written>();

/** Loads the denoiser of a checkpoint. */
export async function openDenoiser(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  size: {
    readonly batch: number;
    readonly height: number;
    readonly width: number;
    /** Length of the conditioning; default: 1. */
    readonly chunks?: number;
  },
  options: { readonly control: boolean; readonly fused?: boolean | undefined },
): Promise<Denoiser> {
  if (options.control) assertOffers(checkpoint, 'cross');
  const { batch, height, width, chunks = 1 } = size;
  const tokens = chunks * checkpoint.text.tokens;
  const key = `${checkpoint.folder} denoiser ${batch}x${height}x${width}x${tokens} ${options.control}`;
  let written: Written | undefined;
  const load = (linear: 'float32' | 'int8'): Promise<Network> =>
    cache.get(`${key} ${linear}`, (form) => {
      const { graph, layers } = checkpoint.denoiser.graph({
        batch,
        height,
        width,
        tokens,
        control: options.control,
        scoreBytes: form.scoreBytes,
        feedForwardBytes: form.feedForwardBytes,
        ...(options.fused === undefined ? {} : { fused: options.fused }),
      });
      written = { layers, bytes: weightBytes(graph) };
      return inForm(graph, { ...form, linear });
    });
  let verdict = int8Verdict(cache, checkpoint.folder);
  let network = await load(verdict === true ? 'int8' : 'float32');
  // Written anew only when it was loaded anew: on a loaded network that would be work for nothing.
  const known = written ?? writtenOf.get(network) ?? { layers: [], bytes: 0 };
  writtenOf.set(network, known);
  const { layers } = known;
  const mapNames = options.control
    ? layers.filter((layer) => layer.kind === 'cross').map((layer) => layer.name)
    : [];
  /** Computes a step both ways, one network in memory at a time, and goes on with the better one. */
  async function tryInt8(predict: () => Promise<Predicted>): Promise<Predicted> {
    const exact = await predict();
    await cache.forget(`${key} float32`);
    network = await load('int8');
    const fast = await predict();
    verdict = judgeInt8(cache, checkpoint.folder, exact.predictions, fast.predictions);
    // Its own result also where it is judged, so that the first picture is no other than the next ones.
    if (verdict) return fast;
    await cache.forget(`${key} int8`);
    network = await load('float32');
    return exact;
  }
  return {
    layers,
    tokens,
    async predict(latents, rows, { timestep, control, read = false }) {
      const feeds = {
        ...plainFeeds(checkpoint, latents, rows, timestep),
        ...(options.control ? controlFeeds(control, read, { batch: size.batch, tokens, layers }) : {}),
      };
      const predict = (): Promise<Predicted> => collect(network, feeds, read ? mapNames : []);
      return verdict === 'unknown' && known.bytes >= cache.int8From ? tryInt8(predict) : predict();
    },
  };
}

/** @throws {UserError} `NO_ATTENTION_CONTROL` when the attention of a denoiser cannot be read or steered */
export function assertOffers(checkpoint: Checkpoint, kind: AttentionLayer['kind']): void {
  if (checkpoint.denoiser.offers.includes(kind)) return;
  throw new UserError('NO_ATTENTION_CONTROL', refusalOf(checkpoint));
}

/** Says that a checkpoint's attention cannot be steered. */
export const refusalOf = ({ name }: Checkpoint): Said =>
  sentence('model.noAttentionControl', { model: name });

/** Predictions `[B, C, h, w]`, and by layer the maps `[B, N, L]` that were read. */
interface Predicted {
  readonly predictions: Tensor;
  readonly maps: ReadonlyMap<string, Tensor>;
}

/** Inputs of a denoiser without those of attention control: one row for every conditioning. */
export function plainFeeds(
  { denoiser }: Checkpoint,
  latents: readonly Tensor[],
  { conditioning, image, picture }: DenoiserRows,
  timestep: number,
): Record<string, Feed> {
  const sample = rowsOf(latents, image, conditioning.length);
  return { ...denoiser.inputs({ sample, rows: conditioning, timestep, picture }) };
}

async function collect(
  network: Network,
  feeds: Readonly<Record<string, Feed>>,
  mapNames: readonly string[],
): Promise<Predicted> {
  const outputs = await network.run<'out' | `maps.${string}`>(feeds, [
    'out',
    ...mapNames.map((name) => `maps.${name}` as const),
  ]);
  return {
    predictions: outputs.out,
    maps: new Map(mapNames.map((name) => [name, outputs[`maps.${name}`] as Tensor])),
  };
}

function rowsOf(latents: readonly Tensor[], image: DenoiserRows['image'], batch: number): Tensor {
  const [first] = latents as readonly [Tensor, ...Tensor[]];
  const each = Array.from({ length: batch }, (_, row) => {
    const own = latents[row] ?? first;
    const condition = image?.[row];
    return condition === undefined ? own : concat([own, condition], 1);
  });
  return concat(each, 0);
}
