/** `npm start -- doctor`: one line per part of an installation; what is not right says the one next step. */
import type { Check } from './chat/check.ts';
import { access, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { basename, join } from 'node:path';
import { describeAddedFiles } from './models/added-files.ts';
import { cacheFolder, findInCache } from './models/hub/cache.ts';
import { parseHubName } from './models/hub/model-name.ts';
import { openCheckpoint } from './models/index.ts';
import { modelFolder, modelsFolder } from './models/model-folder.ts';
import { type Config, readConfig } from './config.ts';
import { redact, silent } from './log.ts';
import { openOllama } from './planning/ollama-client.ts';
import { checkDiscord } from './platforms/discord/doctor.ts';
import { checkSlack } from './platforms/slack/connection/doctor.ts';

const LEAST_FREE_BYTES = 2 ** 30;
const ANSWER_WITHIN_MS = 3000;

/** Examines this installation and prints the screen; 1 when something is not right. */
export async function runDoctor(): Promise<number> {
  const checks = await examine(readConfig());
  process.stdout.write(`${drawChecks(checks)}\n`);
  return checks.every(({ ok }) => ok) ? 0 : 1;
}

/** Looks at every part; one that fails does not keep the others from being looked at. */
export async function examine(config: Config): Promise<readonly Check[]> {
  const checks = await Promise.all([
    checkNode(),
    checkStore(config),
    checkModel('Model that paints', config, config.IMAGE_MODEL, 'IMAGE_MODEL'),
    checkModel('Model that edits', config, config.EDIT_MODEL, 'EDIT_MODEL'),
    checkDetector(config),
    checkSegmenter(config),
    checkAddedFiles(config),
    checkRuntime(config),
    checkOllama(config),
    checkRedis(config),
    checkDiscord(config),
    checkSlack(config),
  ]);
  return checks.flat();
}

/** The screen: a mark, the part, what was seen, and the next step. */
export function drawChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ part }) => part.length));
  return redact(
    checks
      .map(({ part, ok, detail, next }) => {
        const step = ok || next === undefined ? '' : `\n  → ${next}`;
        return `${ok ? '✓' : '✗'} ${part.padEnd(width)}  ${detail}${step}`;
      })
      .join('\n'),
  );
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function checkNode(): Promise<Check> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { part: 'Node', ok, detail: process.versions.node, next: 'install Node 20.19 or later' };
}

async function checkStore({ DATA_DIR: folder, REDIS_URL: url }: Config): Promise<Check> {
  const part = 'Store';
  if (url !== undefined) return { part, ok: true, detail: 'Redis' };
  const probe = join(folder, '.doctor');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'x');
    await rm(probe);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    return {
      part,
      ok: free >= LEAST_FREE_BYTES,
      detail: `${folder}, ${(free / 2 ** 30).toFixed(1)} GiB free`,
      next: 'make room on the disk, or set DATA_DIR to another one',
    };
  } catch (error) {
    return { part, ok: false, detail: reason(error), next: 'set DATA_DIR to a folder that can be written' };
  }
}

/** Where a model comes from that is not below MODELS_DIR. */
async function whereOnHub(config: Config, name: string): Promise<string> {
  const hubName = parseHubName(name);
  const cache = cacheFolder(config.HF_HUB_CACHE, config.HF_HOME);
  const cached = hubName === undefined ? undefined : await findInCache(cache, hubName, config.MODEL_WEIGHTS);
  return cached === undefined
    ? `${name}: fetched from the Hub when it is needed first, if not yet there`
    : `${name}: in the cache of Hugging Face's programs`;
}

async function checkModel(part: string, config: Config, name: string, variable: string): Promise<Check> {
  const folder = modelFolder(config.MODELS_DIR, name);
  const isThere = await access(join(folder, 'model_index.json')).then(
    () => true,
    () => false,
  );
  if (!isThere && name.includes('/')) return { part, ok: true, detail: await whereOnHub(config, name) };
  try {
    const { family, edits } = await openCheckpoint(folder);
    const kind = edits === 'none' ? family : `${family}, ${edits}`;
    return { part, ok: true, detail: `${name} (${kind})` };
  } catch (error) {
    return {
      part,
      ok: false,
      detail: reason(error),
      next: `set ${variable} to a folder below ${config.MODELS_DIR}`,
    };
  }
}

async function checkDetector(config: Config): Promise<Check> {
  const part = 'Detector';
  const name = config.DETECTOR_MODEL ?? 'pocket-detector';
  const folder = modelFolder(config.MODELS_DIR, name);
  const isThere = await access(join(folder, 'config.json')).then(
    () => true,
    () => false,
  );
  if (isThere) return { part, ok: true, detail: name };
  if (name.includes('/')) return { part, ok: true, detail: await whereOnHub(config, name) };
  const next = `set DETECTOR_MODEL to a folder below ${config.MODELS_DIR}`;
  return { part, ok: false, detail: `${name} is not there: objects cannot be picked or moved`, next };
}

async function checkSegmenter({ SAM_MODEL: name, MODELS_DIR: models }: Config): Promise<Check> {
  const part = 'Segmenter';
  if (name === undefined) return { part, ok: true, detail: 'off (no SAM_MODEL): outlines come from colours' };
  const folder = modelFolder(models, name);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere && name.includes('/'))
    return { part, ok: true, detail: `${name}: fetched from the Hub when it is needed first` };
  try {
    const { findSam } = await import('./detection/sam.ts');
    const { encoder } = await findSam(folder);
    return { part, ok: true, detail: `${name} (${basename(encoder)})` };
  } catch (error) {
    const next = `put vision_encoder.onnx and prompt_encoder_mask_decoder.onnx into ${folder}, or take SAM_MODEL away`;
    return { part, ok: false, detail: reason(error), next };
  }
}

/** What people lay beside the models: one line for each file. */
async function checkAddedFiles({ MODELS_DIR: models }: Config): Promise<Check[]> {
  const files = await describeAddedFiles(modelsFolder(models));
  return files.map(({ kind, file, what, problem }) => ({
    part: kind,
    ok: problem === undefined,
    detail: problem ?? `${file}: ${what}`,
    next: `take ${file} away: no picture can use it`,
  }));
}

async function checkRuntime({ DEVICE: wanted }: Config): Promise<Check[]> {
  const part = 'ONNX Runtime';
  try {
    const { supportedProviders } = await import('./runtime/network.ts');
    const detail = `providers in the binary: ${supportedProviders().join(', ')}`;
    return [{ part, ok: true, detail }, await checkDevice(wanted)];
  } catch (error) {
    return [{ part, ok: false, detail: reason(error), next: 'npm ci' }];
  }
}

async function checkDevice(wanted: Config['DEVICE']): Promise<Check> {
  const part = 'Device';
  try {
    const { chooseDevice } = await import('./runtime/devices.ts');
    const { name, refused, fused, half, int8 } = await chooseDevice(wanted, silent);
    const others = refused.map((other) => `not ${other.name}: ${other.reason}`);
    const notes = [
      ...(half ? ['computes in float16'] : []),
      ...(int8 ? ['has exact int8 products'] : []),
      ...(fused ? [] : ['attention without the fused kernel, which is wrong here']),
    ];
    return { part, ok: true, detail: [name, ...notes, ...others].join('; ') };
  } catch (error) {
    return { part, ok: false, detail: reason(error), next: 'set DEVICE to auto' };
  }
}

async function checkOllama({ OLLAMA_HOST: host, OLLAMA_MODEL: model }: Config): Promise<Check> {
  const part = 'Ollama';
  if (host === undefined)
    return { part, ok: true, detail: 'off (no OLLAMA_HOST): rules split the sentences' };
  try {
    await openOllama(host).load(model, '5m', ANSWER_WITHIN_MS * 10);
    return { part, ok: true, detail: `${host}, ${model}` };
  } catch (error) {
    const isMissing = /missing|not found/iu.test(reason(error));
    return {
      part,
      ok: false,
      detail: reason(error),
      next: isMissing ? `ollama pull ${model}` : 'ollama serve',
    };
  }
}

async function checkRedis({ REDIS_URL: url }: Config): Promise<Check> {
  const part = 'Redis';
  if (url === undefined)
    return { part, ok: true, detail: 'off (no REDIS_URL): everything is in this process' };
  const { hostname, port } = new URL(url);
  const ok = await new Promise<boolean>((answer) => {
    const socket = createConnection({
      host: hostname,
      port: Number(port || 6379),
      timeout: ANSWER_WITHIN_MS,
    });
    const end = (result: boolean) => () => {
      socket.destroy();
      answer(result);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
  return {
    part,
    ok,
    detail: `${hostname}:${port || 6379}`,
    next: 'start Redis there, or take REDIS_URL away',
  };
}
