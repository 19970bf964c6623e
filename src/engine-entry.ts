/** The process of the engine: started by the bot, serves it, ends with it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './models/hub/cache.ts';
import { findCheckpoint, findModel, type FindOptions } from './models/hub/find-model.ts';
import { modelFolder, modelsFolder } from './models/model-folder.ts';
import { offeredModels, readConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import { serveEngine } from './jobs/engine-server.ts';
import { createLogger, shapeLogs } from './log.ts';

const config = readConfig();
const models = modelsFolder(config.MODELS_DIR);
shapeLogs({ level: config.LOG_LEVEL, format: config.LOG_FORMAT });
const log = createLogger();
const hub: FindOptions = {
  endpoint: config.HF_ENDPOINT,
  token: config.HF_TOKEN,
  allowed: config.MODELS_ALLOW?.split(/[\s,]+/u),
  variant: config.MODEL_WEIGHTS,
  cache: cacheFolder(config.HF_HUB_CACHE, config.HF_HOME),
  log,
};

/** Only what `MODELS` offers is opened, whatever a job says. */
function offered(name: string): string {
  if (offeredModels(config).includes(name)) return name;
  throw new ConfigError([`model "${name}" is not on the list MODELS; add it there to use it`]);
}

/** The detector that was asked for, or the small one when it is there. */
async function findDetector(): Promise<string | undefined> {
  const { DETECTOR_MODEL: name = 'pocket-detector' } = config;
  const isWanted =
    config.DETECTOR_MODEL !== undefined || existsSync(join(modelFolder(models, name), 'config.json'));
  return isWanted ? await findModel(models, name, hub) : undefined;
}

/** The segmenter that was asked for; without it everything else still works. */
async function findSegmenter(): Promise<string | undefined> {
  if (config.SAM_MODEL === undefined) return undefined;
  try {
    return await findModel(models, config.SAM_MODEL, hub);
  } catch (error) {
    log.warn('segmenter: it is not there, outlines come from colours', { model: config.SAM_MODEL, error });
    return undefined;
  }
}

serveEngine(async () => {
  // Loaded in here, so that a missing native library is an answer to the request and not a dead process.
  const { createEngine } = await import('./engine/index.ts');
  return createEngine({
    imageModel: await findCheckpoint(models, config.IMAGE_MODEL, hub),
    editModel: await findCheckpoint(models, config.EDIT_MODEL, hub),
    detector: await findDetector(),
    segmenter: await findSegmenter(),
    loras: join(models, 'loras'),
    embeddings: join(models, 'embeddings'),
    device: config.DEVICE,
    threads: config.THREADS,
    memoryBudgetMb: config.MEMORY_MB,
    lowMemory: config.LOW_MEMORY,
    int8: config.INT8,
    findModel: (name) => findCheckpoint(models, offered(name), hub),
    log,
  });
});
