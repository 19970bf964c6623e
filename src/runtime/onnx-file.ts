import { InferenceSession } from 'onnxruntime-node';
import { BotError } from '../errors.ts';
import { type Network, type NetworkOptions, reasonOf, toRuntime, toTensors } from './network.ts';

/** A network that somebody else has exported as ONNX. */
export interface OnnxFile extends Network {
  readonly inputs: readonly string[];
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
