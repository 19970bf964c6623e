/** The process of the engine: started by the bot, serves it, ends with it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findModel } from '../models/hub/find-model.ts';
import { readConfig } from './config.ts';
import { serveEngine } from './jobs/engine-server.ts';
import { createLogger } from './log.ts';

const config = readConfig();
const models = resolve(import.meta.dirname, '..', config.MODELS_DIR);
const log = createLogger();
const find = (name: string): Promise<string> =>
  findModel(models, name, {
    endpoint: config.HF_ENDPOINT,
    token: config.HF_TOKEN,
    allowed: config.MODELS_ALLOW?.split(/[\s,]+/u),
    variant: config.MODEL_WEIGHTS,
    log,
  });

/** The detector that was asked for, or the small one when it is there. */
async function findDetector(): Promise<string | undefined> {
  const { DETECTOR_MODEL: name = 'pocket-detector' } = config;
  const isWanted = config.DETECTOR_MODEL !== undefined || existsSync(join(models, name, 'config.json'));
  return isWanted ? await find(name) : undefined;
}

serveEngine(async () => {
  // Loaded in here, so that a missing native library is an answer to the request and not a dead process.
  const { createEngine } = await import('./engine/index.ts');
  return createEngine({
    imageModel: await find(config.IMAGE_MODEL),
    editModel: await find(config.EDIT_MODEL),
    detector: await findDetector(),
    device: config.DEVICE,
    threads: config.THREADS,
    memoryBudgetMb: config.MEMORY_MB,
    lowMemory: config.LOW_MEMORY,
    log,
  });
});
