import { type GraphForm, weightBytes } from '../../compiler/form.ts';
import type { Graph } from '../../compiler/graph.ts';
import { BotError } from '../../errors.ts';
import { type Logger, silent } from '../../log.ts';
import { isOutOfMemory } from '../../runtime/failure.ts';
import { loadNetwork, type Network, type NetworkOptions } from '../../runtime/network.ts';

/**
 * Networks under a memory budget; the one that was not used for the longest time goes first.
 *
 * A network that went stays usable: it is loaded again when it is to run. One that runs out of memory is written and
 * loaded anew with attention in small slices, when everything else is out of memory, and runs once more; when that
 * does not help, it throws `MEMORY`.
 */
export interface NetworkCache {
  /** How graphs are written for the device. */
  readonly form: GraphForm;
  readonly int8: Int8Mode;
  /** Weights from which a U-Net is tried in int8, in bytes as float32: smaller ones are fast anyway. */
  readonly int8From: number;
  readonly log: Logger;
  /** The network of this key, loaded now when it is not in memory. */
  get(key: string, build: (form: GraphForm) => Graph): Promise<Network>;
  /** The same, or `undefined` when another one would have to go. */
  getIfRoom(key: string, build: (form: GraphForm) => Graph): Promise<Network | undefined>;
  /** Takes a network out of memory and forgets it. */
  forget(key: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Eight-bit products in the linear layers of U-Nets; `auto`: where one step shows that it is good enough. */
export type Int8Mode = 'auto' | 'on' | 'off';

export interface NetworkCacheOptions extends NetworkOptions {
  readonly form?: GraphForm | undefined;
  /** Loads a graph. Default: the runtime. */
  readonly load?: typeof loadNetwork | undefined;
  /** Default: off. */
  readonly int8?: Int8Mode | undefined;
  /** Default: 256 MiB. */
  readonly int8From?: number | undefined;
}

/** A network that is in memory, or will be again. */
interface Entry {
  readonly build: (form: GraphForm) => Graph;
  loaded?: { readonly network: Network; readonly bytes: number } | undefined;
  /** It ran out of memory once. */
  isTight: boolean;
}

/** Attention logits at once when memory was short: 16 MiB. */
const TIGHT_SCORE_BYTES = 2 ** 24;

/** @param budgetBytes  weights that may be in memory at once; the network that runs is loaded in any case */
export function createNetworkCache(
  budgetBytes: number,
  options: NetworkCacheOptions,
  log: Logger = silent,
): NetworkCache {
  const form = options.form ?? {};
  // In the order of use; handles are kept, so that who holds one can go on after its network went.
  const entries = new Map<string, Entry>();
  const handles = new Map<string, Network>();
  const used = (): number => [...entries.values()].reduce((sum, { loaded }) => sum + (loaded?.bytes ?? 0), 0);

  /** What computes: the CPU alone once the device failed while it ran. */
  let current: NetworkCacheOptions = options;

  async function drop(entry: Entry): Promise<void> {
    const { loaded } = entry;
    entry.loaded = undefined;
    // A device that is lost may not even give back what it holds.
    await loaded?.network.dispose().catch((error: unknown) => {
      log.warn('a network could not be closed', { reason: String(error) });
    });
  }

  /** Takes out of memory what was not used for longest, until so much fits. */
  async function makeRoom(bytes: number): Promise<void> {
    for (const entry of entries.values()) {
      if (used() + bytes <= budgetBytes) return;
      await drop(entry);
    }
  }

  const write = ({ build, isTight }: Entry): Graph =>
    build({
      ...form,
      ...(isTight ? { scoreBytes: TIGHT_SCORE_BYTES } : {}),
      ...(current === options ? {} : { precision: 'float32' }),
    });

  async function load(entry: Entry, graph: Graph): Promise<Network> {
    const bytes = weightBytes(graph);
    await makeRoom(bytes);
    const network = await loadAnywhere(graph, current, entry.isTight, log).catch(async (error: unknown) => {
      await tighten(entry, graph.name, error);
      return loadAnywhere(write(entry), current, true, log);
    });
    entry.loaded = { network, bytes };
    return network;
  }

  async function tighten(entry: Entry, name: string, error: unknown): Promise<void> {
    if (entry.isTight || !isOutOfMemory(error)) throw error;
    log.warn(`${name}: out of memory; once more in slices, with nothing else in memory`);
    entry.isTight = true;
    await makeRoom(Infinity);
  }

  /** What failed on a device is computed on the CPU, and so is everything after it: shaders not built, a lost device. */
  async function leaveDevice(entry: Entry, name: string, error: unknown): Promise<void> {
    const [device = 'cpu'] = current.providers ?? [];
    if (device === 'cpu' || isOutOfMemory(error)) return tighten(entry, name, error);
    if (!(error instanceof BotError)) throw error;
    log.warn(`${name}: ${device} failed while it ran; from now on the CPU computes`, {
      reason: error.message,
    });
    current = { ...options, providers: ['cpu'] };
    return makeRoom(Infinity);
  }

  /** The network of an entry, which becomes the one that was used last. */
  async function wake(key: string, entry: Entry): Promise<Network> {
    entries.delete(key);
    entries.set(key, entry);
    return entry.loaded?.network ?? load(entry, write(entry));
  }

  async function open(key: string, entry: Entry, graph: Graph): Promise<Network> {
    entries.set(key, entry);
    const { outputs } = await load(entry, graph);
    const handle: Network = {
      outputs,
      async run(feeds, names) {
        const network = await wake(key, entry);
        try {
          return await network.run(feeds, names);
        } catch (error) {
          await leaveDevice(entry, key, error);
          return (await wake(key, entry)).run(feeds, names);
        }
      },
      dispose: () => drop(entry),
    };
    handles.set(key, handle);
    return handle;
  }

  return {
    form,
    int8: options.int8 ?? 'off',
    int8From: options.int8From ?? 2 ** 28,
    log,
    async get(key, build) {
      const [handle, entry] = [handles.get(key), entries.get(key)];
      if (handle === undefined || entry === undefined) {
        const fresh = { build, isTight: false };
        return open(key, fresh, write(fresh));
      }
      await wake(key, entry);
      return handle;
    },
    async getIfRoom(key, build) {
      const known = entries.get(key);
      const entry = known ?? { build, isTight: false };
      if (entry.loaded === undefined) {
        const graph = write(entry);
        if (used() + weightBytes(graph) > budgetBytes) return undefined;
        if (known === undefined) return open(key, entry, graph);
      }
      await wake(key, entry);
      return handles.get(key);
    },
    async forget(key) {
      const entry = entries.get(key);
      entries.delete(key);
      handles.delete(key);
      if (entry !== undefined) await drop(entry);
    },
    async dispose() {
      for (const entry of entries.values()) await drop(entry);
      entries.clear();
      handles.clear();
    },
  };
}

/**
 * Loads on the device; a network that it does not take (a missing operation, no memory even for small slices) goes to
 * the CPU.
 */
async function loadAnywhere(
  graph: Graph,
  { load = loadNetwork, ...options }: NetworkCacheOptions,
  isTight: boolean,
  log: Logger,
): Promise<Network> {
  try {
    return await load(graph, options);
  } catch (error) {
    const [device = 'cpu'] = options.providers ?? [];
    if (device === 'cpu' || !(error instanceof BotError)) throw error;
    if (isOutOfMemory(error) && !isTight) throw error;
    log.warn(`${graph.name}: not on ${device} but on the CPU`, { reason: error.message });
    return load(graph, { ...options, providers: ['cpu'] });
  }
}
