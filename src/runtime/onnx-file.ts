import { InferenceSession } from 'onnxruntime-node';
import { BotError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Feed, type NetworkOptions, reasonOf, toRuntime, toTensors } from './network.ts';

/** A network that somebody else has exported as ONNX. */
export interface OnnxFile {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Computes the named outputs. Blocks this process until it is done.
   *
   * @throws {BotError} `RUN` with the runtime's reason
   */
  run<K extends string>(
    feeds: Readonly<Record<string, Feed>>,
    outputs: readonly K[],
  ): Promise<Record<K, Tensor>>;
  dispose(): Promise<void>;
}

/**
 * Loads an ONNX file as it is; data beside it (`.onnx_data`) is found by the runtime.
 *
 * @throws {BotError} `LOAD` with the runtime's reason
 */
export async function loadOnnxFile(
  path: string,
  { threads, providers }: NetworkOptions = {},
): Promise<OnnxFile> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(path, {
      executionProviders: [...(providers ?? ['cpu'])],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    });
  } catch (cause) {
    throw new BotError('LOAD', `${path}: ${reasonOf(cause)}`, { cause });
  }
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, outputs) {
      try {
        return toTensors(await session.run(toRuntime(feeds), [...outputs]), outputs);
      } catch (cause) {
        throw new BotError('RUN', `${path}: ${reasonOf(cause)}`, { cause });
      }
    },
    dispose: () => session.release(),
  };
}
