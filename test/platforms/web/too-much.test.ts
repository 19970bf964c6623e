import { describe, expect, it } from 'vitest';
import type { WebVisitor } from '../../fakes/web-visitor.ts';
import { newContext, startWeb } from './stage.ts';

describe('what is too much for the web chat', () => {
  const send = async (visitor: WebVisitor, path: string, init: RequestInit) => {
    const response = await visitor.fetch(path, init);
    return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
  };

  it('is a body that no route needs, whatever it says of its length', async () => {
    const { visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const path = `/api/conversations/${conversation.slice(4)}`;
    const body = JSON.stringify({ title: 'x'.repeat(2_000_000) });
    expect(await send(visitor, path, { method: 'PATCH', body })).toEqual([413, 'UPLOAD_TOO_LARGE']);
    const streamed: RequestInit & { duplex: string } = {
      method: 'PATCH',
      body: new Blob([body]).stream(),
      duplex: 'half',
    };
    expect(await send(visitor, path, streamed)).toEqual([413, 'UPLOAD_TOO_LARGE']);
  });

  it('is a form of a hundred thousand parts, and one that is none', async () => {
    const { visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const path = `/api/conversations/${conversation.slice(4)}/actions`;
    const part = '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect(
      await send(visitor, path, { method: 'POST', headers, body: `${part.repeat(100_000)}--b--\r\n` }),
    ).toEqual([413, 'TOO_MANY_FIELDS']);
    expect(await send(visitor, path, { method: 'POST', headers, body: 'no form' })).toEqual([
      400,
      'BAD_FORM',
    ]);
  });

  it('is more of one person than may be done in a minute, and nothing of it is kept', async () => {
    const { visitor } = await startWeb(newContext({ PORT: 0, CALLS_PER_MINUTE: 1 }));
    const conversation = await visitor.newConversation();
    const say = () => visitor.act(conversation, { type: 'words', text: 'a cat' });
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await say()).status);
    expect(statuses).toEqual([202, 202, 202, 202, 429]);
    expect(await visitor.entries(conversation)).toHaveLength(4);
  });
});
