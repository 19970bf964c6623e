/** A bot process of which only the engine matters: prints the id of the engine's process, then waits to be killed. */
import { readFileSync } from 'node:fs';
import { createEngineProcess } from '../../src/jobs/engine-process.ts';
import { createLogger } from '../../src/log.ts';

const engine = createEngineProcess({ module: process.argv[2] ?? '', log: createLogger() });
await engine.warmUp();
const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
const found = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-entry'));
process.stdout.write(`${found}\n`);
setInterval(() => undefined, 1000);
