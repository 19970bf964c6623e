import { parse } from 'node:path';
import { InferenceSession, listSupportedBackends, Tensor as OrtTensor } from 'onnxruntime-node';
import { largestResultBytes, weightBytes } from '../compiler/form.ts';
import type { Graph } from '../compiler/graph.ts';
import { writeOnnx } from '../compiler/onnx.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { failure } from './failure.ts';

/** Integers or truth values as input of a graph; everything else is a float32 `Tensor`. */
export type Feed =
  | Tensor
  | { readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly dims: readonly number[]; readonly data: Uint8Array };

/** A compiled network, loaded and ready to run. */
export interface Network {
  /** Names of everything that can be computed. */
  readonly outputs: readonly string[];
  /**
   * Computes the named outputs. Blocks this process until it is done.
   *
   * @throws {BotError} `RUN` with the runtime's reason, `MEMORY` when memory did not suffice
   */
  run<K extends string>(
    feeds: Readonly<Record<string, Feed>>,
    outputs: readonly K[],
  ): Promise<Record<K, Tensor>>;
  dispose(): Promise<void>;
}

export interface NetworkOptions {
  /** Threads of one operation; default: what the runtime finds right (physical cores). */
  readonly threads?: number | undefined;
  /** Execution providers in the order of preference. */
  readonly providers?: readonly string[] | undefined;
  /** Use the weights of small networks as they lie on disk too: less memory, about a fifth slower. */
  readonly lowMemory?: boolean | undefined;
}

/** int64 values as feed. */
export const integersFeed = (values: readonly number[], dims: readonly number[] = [values.length]): Feed => ({
  dims,
  data: BigInt64Array.from(values, BigInt),
});
/** bool values as feed; a single value has no dimension. */
export const flagFeed = (value: boolean): Feed => ({ dims: [], data: Uint8Array.of(value ? 1 : 0) });
export const flagsFeed = (values: readonly boolean[]): Feed => ({
  dims: [values.length],
  data: Uint8Array.from(values, Number),
});

/**
 * Loads a graph. Weights stay where they are: the session maps the weight files, resolved against the root folder
 * of the disk they lie on (ONNX Runtime refuses data outside the folder it is given).
 *
 * @throws {BotError} `LOAD` with the runtime's reason, `MEMORY` when memory did not suffice
 */
export async function loadNetwork(graph: Graph, options: NetworkOptions = {}): Promise<Network> {
  const session = await createSession(graph, options);
  return {
    outputs: graph.outputs.map(({ name }) => name),
    async run(feeds, outputs) {
      try {
        return toTensors(await session.run(toRuntime(feeds), [...outputs]), outputs);
      } catch (cause) {
        throw failure('RUN', graph.name, cause);
      }
    },
    dispose: () => session.release(),
  };
}

/**
 * Weights above which they stay as they lie: laid out anew for the processor, a step of SD 1.5 at 512 × 512 pixels is not
 * faster, but loading touches nearly twice the memory and, for a moment, holds 1.7 times the weights. Small networks,
 * the decoder among them, gain.
 */
const LARGE_BYTES = 2 ** 28;
/** Results from this size on, when they are also larger than the weights, are given back after each run. */
const LARGE_RESULT_BYTES = 2 ** 26;

/** Execution providers that the installed binary contains. */
export const supportedProviders = (): string[] => listSupportedBackends().map(({ name }) => name);

async function createSession(graph: Graph, options: NetworkOptions): Promise<InferenceSession> {
  const bytes = writeOnnx(graph);
  const weights = weightBytes(graph);
  const isLarge = weights > LARGE_BYTES;
  const session: Record<string, string> = { model_external_initializers_file_folder_path: rootFolder(graph) };
  const isOnCpu = (options.providers?.[0] ?? 'cpu') === 'cpu';
  if (options.lowMemory === true || (isLarge && isOnCpu)) session['disable_prepacking'] = '1';
  const largest = largestResultBytes(graph);
  const isBroad = largest >= LARGE_RESULT_BYTES && largest >= weights;
  try {
    return await InferenceSession.create(bytes, {
      executionProviders: [...(options.providers ?? ['cpu'])],
      graphOptimizationLevel: isLarge ? 'extended' : 'all',
      // One block for everything, found in the first run, spares a small network 2 % of a step; it lies beside the
      // first run's buffers from then on.
      enableMemPattern: !isLarge && !isBroad,
      // A decoder keeps gigabytes otherwise, and takes half as much again.
      enableCpuMemArena: !isBroad,
      // Its errors are thrown; that is enough.
      logSeverityLevel: 4,
      ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
      extra: { session },
    });
  } catch (cause) {
    throw failure('LOAD', graph.name, cause);
  }
}

function rootFolder(graph: Graph): string {
  const file = graph.initializers.map(({ data }) => ('file' in data ? data.file : undefined)).find(Boolean);
  return file === undefined ? '/' : parse(file).root;
}

/** Feeds as the runtime takes them. */
export const toRuntime = (feeds: Readonly<Record<string, Feed>>): InferenceSession.OnnxValueMapType =>
  Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toOrt(feed)]));

/** What the runtime gave, as our tensors. */
export function toTensors<K extends string>(
  results: InferenceSession.OnnxValueMapType,
  outputs: readonly K[],
): Record<K, Tensor> {
  const entries = outputs.map((name) => {
    const { dims, data } = results[name] as OrtTensor;
    return [name, { dims, data: data as Float32Array }] as const;
  });
  return Object.fromEntries(entries) as Record<K, Tensor>;
}

function toOrt(feed: Feed): OrtTensor {
  const dims = [...feed.dims];
  if (feed.data instanceof BigInt64Array) return new OrtTensor('int64', feed.data, dims);
  if (feed.data instanceof Uint8Array) return new OrtTensor('bool', feed.data, dims);
  return new OrtTensor('float32', feed.data, dims);
}

/** The runtime's own words about what went wrong. */
export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
