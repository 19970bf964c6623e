/** The process of the stand-in engine: what src/engine-entry.ts is for the real one. */
import { serveEngine } from '../../src/jobs/engine-server.ts';
import { createFakeEngine } from './engine.ts';

serveEngine(() => Promise.resolve(createFakeEngine({ stepMs: Number(process.env['STEP_MS'] ?? 5) })));
