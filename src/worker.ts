/** The process of the engine: started by the bot, serves it, ends with it. */
import { join, resolve } from 'node:path';
import { readConfig } from './config.ts';
import { serveEngine } from './jobs/engine-server.ts';
import { createLogger } from './log.ts';

const config = readConfig();
const models = resolve(import.meta.dirname, '..', config.MODELS_DIR);

serveEngine(async () => {
  // Loaded in here, so that a missing native library is an answer to the request and not a dead process.
  const { createEngine } = await import('./engine/index.ts');
  return createEngine({
    imageModel: join(models, config.IMAGE_MODEL),
    editModel: join(models, config.EDIT_MODEL),
    detector: config.DETECTOR_MODEL === undefined ? undefined : join(models, config.DETECTOR_MODEL),
    threads: config.THREADS,
    memoryBudgetMb: config.MEMORY_MB,
    lowMemory: config.LOW_MEMORY,
    log: createLogger(),
  });
});
