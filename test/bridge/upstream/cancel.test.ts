import { describe, expect, it, onTestFinished } from 'vitest';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { agentAt, message, modern, notification, request } from './agent.ts';
import { event, events, rawServer, result } from './raw-server.ts';

/** Resolves when the server has the request; `end` writes to its stream and ends it. */
function held() {
  const asked = Promise.withResolvers<(text: string) => void>();
  const closed = Promise.withResolvers<void>();
  const answer = events([': here\n\n'], undefined, (response) => {
    response.on('close', () => closed.resolve());
    asked.resolve((text) => response.end(text));
  });
  return { answer, asked: asked.promise, closed: closed.promise };
}

describe('a request of 2025-11-25 that is cancelled', () => {
  it('reaches the server as a notification that names it, and rejects once its stream ends', async () => {
    const call = held();
    const server = await rawServer({ answer: () => call.answer });
    const { ask } = await agentAt(server.url);
    const abort = new AbortController();
    const text = '{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/call","params":{}}';
    const answer = ask(message(text), { signal: abort.signal });
    const end = await call.asked;
    abort.abort(new Error('given up'));
    await expect.poll(() => server.methods().at(-1)).toBe('notifications/cancelled');
    expect(server.calls.at(-1)).toMatchObject({
      body: '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9007199254740993}}',
      session: 'session-1',
    });
    end('');
    await expect(answer).rejects.toThrow('given up');
  });

  it('is cancelled by the notification of the agent itself, where that is the reason', async () => {
    const call = held();
    const server = await rawServer({ answer: () => call.answer });
    const { ask } = await agentAt(server.url);
    const abort = new AbortController();
    const answer = ask(request('tools/call', {}, 1), { signal: abort.signal });
    const end = await call.asked;
    const own =
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"late","_meta":{}}}';
    abort.abort(message(own));
    await expect.poll(() => server.calls.at(-1)?.body).toBe(own);
    end('');
    await expect(answer).rejects.toMatchObject({ text: own });
  });

  it('is answered all the same where the answer was on its way', async () => {
    const call = held();
    const server = await rawServer({ answer: () => call.answer });
    const { ask } = await agentAt(server.url);
    const abort = new AbortController();
    const answer = ask(request('tools/call', {}, 1), { signal: abort.signal });
    const end = await call.asked;
    abort.abort();
    end(event(result(1)));
    expect((await answer).value).toMatchObject({ id: 1, result: { content: [] } });
  });

  it('is not resumed', async () => {
    const call = held();
    const server = await rawServer({ answer: () => call.answer });
    const { ask } = await agentAt(server.url);
    const abort = new AbortController();
    const answer = ask(request('tools/call', {}, 1), { signal: abort.signal });
    const end = await call.asked;
    abort.abort(new Error('given up'));
    end('id: 1\nretry: 1\ndata:\n\n');
    await expect(answer).rejects.toThrow('given up');
    expect(server.others('GET').filter(({ headers }) => headers['last-event-id'] !== undefined)).toEqual([]);
  });

  it('is not cancelled once it is answered', async () => {
    const server = await rawServer();
    const { ask } = await agentAt(server.url);
    const abort = new AbortController();
    await ask(request('tools/call'), { signal: abort.signal });
    abort.abort();
    await ask(request('tools/list'));
    expect(server.methods()).toEqual(['initialize', 'notifications/initialized', 'tools/call', 'tools/list']);
  });
});

it('a cancellation opens no session', async () => {
  const server = await rawServer();
  const { upstream } = await agentAt(server.url);
  await upstream.send(notification('notifications/cancelled', { requestId: 1 }));
  expect(server.calls).toEqual([]);
});

it('a request of 2026-07-28 that is cancelled closes its stream, and sends nothing', async () => {
  const call = held();
  const server = await rawServer({ refuse: () => call.answer });
  const { ask } = await agentAt(server.url, { era: 'modern' });
  const abort = new AbortController();
  const answer = ask(modern('prompts/get', { name: 'p' }), { signal: abort.signal });
  await call.asked;
  abort.abort(new Error('given up'));
  await expect(answer).rejects.toThrow('given up');
  await call.closed;
  expect(server.methods()).toEqual(['prompts/get']);
});

it('a request that was cancelled before it was sent is not sent', async () => {
  const server = await rawServer();
  const { ask } = await agentAt(server.url);
  await ask(request('tools/list'));
  await expect(ask(request('tools/call'), { signal: AbortSignal.abort(new Error('given up')) })).rejects.toThrow(
    'given up',
  );
  expect(server.methods()).not.toContain('tools/call');
});

it.each(['2025-11-25', '2026-07-28'] as const)(
  'a server of %s made with the library stops the tool',
  async (protocol) => {
    const server = await startMcpServer({ protocol, testTools: true });
    onTestFinished(() => server.close());
    const isModern = protocol === '2026-07-28';
    const { ask } = await agentAt(server.url, { era: isModern ? 'modern' : 'legacy' });
    const abort = new AbortController();
    const asked = (isModern ? modern : request)('tools/call', { name: 'slow', arguments: { steps: 100_000 } });
    ask(asked, { signal: abort.signal }).catch(() => undefined);
    await expect.poll(() => server.calls.length).toBe(1);
    abort.abort();
    await expect.poll(() => server.cancelled()).toBe(1);
  },
);

it('the end of the agent’s connection ends what is open', async () => {
  const call = held();
  const server = await rawServer({ answer: () => call.answer });
  const { ask, upstream } = await agentAt(server.url);
  const answer = ask(request('tools/call'));
  await call.asked;
  await Promise.all([expect(answer).rejects.toMatchObject({ code: 'cancelled' }), upstream.close()]);
  await call.closed;
});
