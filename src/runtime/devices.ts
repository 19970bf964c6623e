import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { GraphForm } from '../compiler/form.ts';
import { BotError, ConfigError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { supportedProviders } from './network.ts';
import { testDevice, testInt8, timeDevice } from './self-test.ts';

/** What can compute, in the order in which it is tried; each runs on its own platforms only. */
const DEVICE_NAMES = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export type DeviceName = (typeof DEVICE_NAMES)[number];

/** A device that passed its test. */
export interface Device {
  readonly name: DeviceName;
  /** Execution providers for a session: the device, then the CPU for what it lacks. */
  readonly providers: readonly string[];
  /** The fused attention gives right numbers there. */
  readonly fused: boolean;
  /** It computes in float16, and gives right numbers so. */
  readonly half: boolean;
  /** It has exact eight-bit products. */
  readonly int8: boolean;
  /** Why each of the earlier ones is not used. */
  readonly refused: readonly { readonly name: DeviceName; readonly reason: string }[];
}

/** Parts of this size stay in a processor's cache; a GPU is faster with the whole. */
const CPU_FEED_FORWARD_BYTES = 2 ** 21;

/** How graphs are written for a device. */
export const formFor = ({ name, half }: Device): GraphForm => ({
  precision: half ? 'float16' : 'float32',
  ...(name === 'cpu' ? { feedForwardBytes: CPU_FEED_FORWARD_BYTES } : {}),
});

/** A driver that computes on the CPU takes hundreds of times as long; the test is too small to tell a slow GPU. */
const SLOWEST = 10;

/**
 * Finds what computes: the first device that runs a small graph, gives the CPU's numbers, and is not slower than
 * the CPU. Each that is not taken is one line in the log.
 *
 * @param wanted  `auto`, or the one that must be used, however slow
 * @throws {ConfigError} when that one cannot be used, with the reason
 */
export async function chooseDevice(wanted: DeviceName | 'auto', log: Logger): Promise<Device> {
  const refused: { name: DeviceName; reason: string }[] = [];
  for (const name of wanted === 'auto' ? inBinary() : [wanted]) {
    const providers = name === 'cpu' ? ['cpu'] : [name, 'cpu'];
    const tried = await tryDevice(name, providers, wanted === 'auto');
    if (!('reason' in tried)) {
      const { fused, half } = tried;
      log.info(`computing on ${name}`, name === 'cpu' ? undefined : { fusedAttention: fused, float16: half });
      return { name, providers, ...tried, refused };
    }
    refused.push({ name, reason: tried.reason });
    if (wanted !== 'auto') throw new ConfigError([`DEVICE=${name} cannot be used: ${tried.reason}`]);
    log.info(`not computing on ${name}: ${tried.reason}`);
  }
  throw new BotError('LOAD', 'no device: even the CPU failed its test');
}

async function tryDevice(
  name: DeviceName,
  providers: readonly string[],
  mustBeFast: boolean,
): Promise<Pick<Device, 'fused' | 'half' | 'int8'> | { readonly reason: string }> {
  // The CPU is what the others are tested against; float16 it would only translate to float32 and back.
  if (name === 'cpu') return { fused: true, half: false, int8: await testInt8().catch(() => false) };
  const missing = missingPart(name);
  if (missing !== undefined) return { reason: missing };
  try {
    if (mustBeFast) {
      const times = (await timeDevice(providers)) / (await timeDevice(['cpu']));
      if (times > SLOWEST) return { reason: `it takes ${times.toFixed(0)} times as long as the CPU` };
    }
    const { isRight, isFusedRight, isHalfRight, plain } = await testDevice(providers);
    return isRight
      ? { fused: isFusedRight, half: isHalfRight, int8: false }
      : { reason: `it computes wrong numbers (off by ${plain.toPrecision(2)})` };
  } catch (error) {
    return { reason: shortReason(error) };
  }
}

/** Those of this platform: the runtime has others for Windows than for macOS. */
const inBinary = (): DeviceName[] => DEVICE_NAMES.filter((name) => supportedProviders().includes(name));

/** Known without asking the runtime, which would write its own page about it. */
function missingPart(name: DeviceName): string | undefined {
  if (!supportedProviders().includes(name)) return `the runtime for ${process.platform} does not contain it`;
  if (name === 'webgpu' && process.platform === 'linux' && !canLoad(VULKAN))
    return `${VULKAN} is not installed (the package libvulkan1, and the driver of the GPU)`;
  if (name !== 'cuda') return undefined;
  const library =
    process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
  return existsSync(join(binaryFolder(), library))
    ? undefined
    : `${library} is not installed (npm run gpu:cuda)`;
}

/** The loader that WebGPU looks for on Linux. */
const VULKAN = 'libvulkan.so.1';

/** Whether the system's linker finds a library, as the runtime will look for it. */
function canLoad(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library);
    return true;
  } catch (error) {
    // What is found but is no module of Node is found.
    return error instanceof Error && /self-register/u.test(error.message);
  }
}

/** Where the native library of the runtime lies. */
function binaryFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

/** The runtime's reasons begin with paths and names of its own source. */
function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n');
  return line.replace(/^.*(?:was false\.|\[ONNXRuntimeError\] : \d+ : \w+ :)\s*/u, '').trim();
}
