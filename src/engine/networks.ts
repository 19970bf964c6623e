import type { Graph } from '../compiler/graph.ts';
import { BotError } from '../errors.ts';
import { type Logger, silent } from '../log.ts';
import { loadNetwork, type Network, type NetworkOptions } from '../runtime/network.ts';
import { sizeOf } from '../tensor/tensor.ts';

/** Loaded networks under a memory budget; the one that was not used for the longest time goes first. */
export interface NetworkCache {
  /** The network of this key, loaded now when it is not in memory. */
  get(key: string, build: () => Graph): Promise<Network>;
  dispose(): Promise<void>;
}

interface Entry {
  readonly network: Network;
  readonly bytes: number;
}

/** Memory that a loaded graph takes: its weights as float32. */
const bytesOf = (graph: Graph): number =>
  graph.initializers.reduce((sum, { dims }) => sum + 4 * sizeOf(dims), 0);

/** Loads on the device; a network that it does not take (no memory, a missing operation) goes to the CPU. */
async function loadAnywhere(graph: Graph, options: NetworkOptions, log: Logger): Promise<Network> {
  try {
    return await loadNetwork(graph, options);
  } catch (error) {
    const [device = 'cpu'] = options.providers ?? [];
    if (device === 'cpu' || !(error instanceof BotError)) throw error;
    log.warn(`${graph.name}: not on ${device} but on the CPU`, { reason: error.message });
    return loadNetwork(graph, { ...options, providers: ['cpu'] });
  }
}

/** @param budgetBytes  weights that may be in memory at once; the network asked for is loaded in any case */
export function createNetworkCache(
  budgetBytes: number,
  options: NetworkOptions,
  log: Logger = silent,
): NetworkCache {
  const entries = new Map<string, Entry>();
  const used = (): number => [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  async function makeRoom(bytes: number): Promise<void> {
    for (const [key, entry] of entries) {
      if (used() + bytes <= budgetBytes) return;
      entries.delete(key);
      await entry.network.dispose();
    }
  }
  return {
    async get(key, build) {
      const known = entries.get(key);
      if (known !== undefined) {
        // A Map keeps the order of insertion: the newest use goes to the end.
        entries.delete(key);
        entries.set(key, known);
        return known.network;
      }
      const graph = build();
      const bytes = bytesOf(graph);
      await makeRoom(bytes);
      const network = await loadAnywhere(graph, options, log);
      entries.set(key, { network, bytes });
      return network;
    },
    async dispose() {
      for (const { network } of entries.values()) await network.dispose();
      entries.clear();
    },
  };
}
