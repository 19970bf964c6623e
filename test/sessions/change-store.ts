/** Counts in a conversation and keeps a picture each time, saying each number when it is kept: run by shared-folder.test.ts. */
import { openStore } from '../../src/sessions/open-store.ts';
import { setSetting } from '../../src/sessions/tree.ts';

const [, , folder = '', times = ''] = process.argv;
const store = await openStore({ folder });
for (let time = 0; time < Number(times); time++) {
  const picture = await store.pictures.put(Buffer.from(`${process.pid} ${time}`.repeat(10_000)));
  const { settings } = await store.sessions.change('web:1', (session) =>
    setSetting(session, 'count', Number(session.settings['count'] ?? 0) + 1),
  );
  process.stdout.write(`${JSON.stringify({ picture, count: settings['count'] })}\n`);
}
await store.close();
