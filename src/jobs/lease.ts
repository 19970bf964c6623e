import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** The part of a key-value store that leases need. */
export interface LeaseStore {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/** What it takes to find the records of processes that are gone. */
export interface AdoptionStore extends LeaseStore {
  keys(prefix: string): Promise<readonly string[]>;
  /** Sets only when absent, atomically. */
  claim(key: string, ttlMs?: number): Promise<boolean>;
}

/** A bot process that has not said for so long that it lives is gone. */
const LEASE_MS = 60_000;

/** A process's word that it is there, by which others leave its jobs alone. */
export interface Lease {
  /** `host/process id/random`. */
  readonly owner: string;
  /** False when that process has ended, as far as can be known from here. */
  readonly isAlive: (owner: string) => Promise<boolean>;
  readonly end: () => Promise<void>;
}

/** Takes a lease and renews it until `end`; the first one is written with the first use. */
export function createLease(store: LeaseStore): Lease {
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  const renew = () => store.set(`lease:${owner}`, true, LEASE_MS);
  const first = renew();
  first.catch(() => undefined);
  const renewing = setInterval(() => void renew().catch(() => undefined), LEASE_MS / 3).unref();
  return {
    owner,
    async isAlive(other) {
      if (other === owner) return true;
      // A process of this machine can be looked at; after a crash nobody has to wait for the lease to run out.
      const [host, id] = other.split('/');
      if (host === hostname() && !isOtherProcess(Number(id))) return false;
      return (await store.get(`lease:${other}`)) === true;
    },
    async end() {
      clearInterval(renewing);
      await first.catch(() => undefined);
      await store.delete(`lease:${owner}`);
    },
  };
}

/** True when there is a process with this id, and it is not this one: in a container every bot has the same id. */
function isOtherProcess(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Who takes over a lost record has this long to write that down. */
const ADOPT_MS = 60_000;

/** Takes over the records below `prefix` whose process is gone; of several askers one gets each. */
export async function adoptLost<Kept extends { readonly owner: string }>(
  store: AdoptionStore,
  prefix: string,
  { owner, isAlive }: Pick<Lease, 'owner' | 'isAlive'>,
): Promise<readonly Kept[]> {
  const found: Kept[] = [];
  for (const key of await store.keys(prefix)) {
    const record = await store.get<Kept>(key);
    if (record === undefined || (await isAlive(record.owner))) continue;
    const claim = `adopt:${key}`;
    if (!(await store.claim(claim, ADOPT_MS))) continue;
    const newest = await store.get<Kept>(key);
    if (newest?.owner === record.owner) {
      const adopted = { ...newest, owner };
      await store.set(key, adopted);
      found.push(adopted);
    }
    await store.delete(claim);
  }
  return found;
}
