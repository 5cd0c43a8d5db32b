import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startKeyfob } from '../../support/keyfob.ts';
import { agentAt, message, modern, request } from './agent.ts';
import { bytes, event, events, rawServer, result } from './raw-server.ts';

const tenMegabytes = 10 * 1024 * 1024;

/** An answer of exactly so many bytes. */
function answerOf(size: number, id: unknown): string {
  const empty = JSON.stringify(result(id, { text: '' }));
  return empty.replace('""', `"${'a'.repeat(size - empty.length)}"`);
}

describe.each(['JSON', 'a stream'] as const)('10 MB + 1 by %s', (how) => {
  const sent = (body: string) => (how === 'JSON' ? bytes(body) : events([event(body)], 'end'));

  it('is answer_too_large for the call, and its session is alive', async () => {
    const server = await rawServer({
      answer: ({ id, method }) => (method === 'tools/call' ? sent(answerOf(tenMegabytes + 1, id)) : undefined),
    });
    const { ask } = await agentAt(server.url);
    await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'answer_too_large', mayHaveRun: true });
    expect((await ask(request('tools/list', {}, 5))).value).toMatchObject({ id: 5, result: {} });
    expect(server.methods().filter((method) => method === 'initialize')).toHaveLength(1);
  });

  it('is one byte more than what passes', async () => {
    const server = await rawServer({ answer: ({ id }) => sent(answerOf(tenMegabytes, id)) });
    const { ask } = await agentAt(server.url);
    expect((await ask(request('tools/call'))).text).toHaveLength(tenMegabytes);
  });

  it('is counted in bytes, not in characters', async () => {
    const server = await rawServer({
      answer: ({ id }) => sent(JSON.stringify(result(id, { text: '世'.repeat(tenMegabytes / 3) }))),
    });
    const { ask } = await agentAt(server.url);
    await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'answer_too_large' });
  });
});

it('a message of 10 MB + 1 outside of requests is left out, and the stream goes on', async () => {
  let opened = 0;
  // Continued after the event before it, the stream would bring the same message again.
  const server = await rawServer({
    stream: ({ headers }) => {
      opened += 1;
      return opened === 1 || headers['last-event-id'] !== undefined
        ? events(['id: 1\nretry: 1\ndata:\n\n', event(answerOf(tenMegabytes + 1, 1), 'id: 2\n')])
        : events([event({ jsonrpc: '2.0', method: 'notifications/next' })]);
    },
  });
  const { ask, received } = await agentAt(server.url);
  await ask(request('tools/list'));
  await expect.poll(() => received).toEqual(['{"jsonrpc":"2.0","method":"notifications/next"}']);
});

it('memory is bounded with a slow reader and 64 MB upstream', async () => {
  const piece = 'a'.repeat(1024 * 1024);
  let written = 0;
  let isBlocked = false;
  const pour = async (response: ServerResponse, id: unknown) => {
    for (let count = 0; count < 64; count += 1) {
      written += piece.length;
      const notification = { jsonrpc: '2.0', method: 'notifications/message', params: { count, piece } };
      isBlocked = !response.write(event(notification));
      if (isBlocked) await new Promise((resolve) => response.once('drain', resolve));
      isBlocked = false;
    }
    response.end(event(result(id)));
  };
  const server = await rawServer({ answer: ({ id }) => events([], undefined, (response) => void pour(response, id)) });
  const { upstream } = await agentAt(server.url);
  const slow = Promise.withResolvers<void>();
  const counts: unknown[] = [];
  const answer = upstream.request(request('tools/call', {}, 1), {
    signal: new AbortController().signal,
    onMessage: async ({ value }) => {
      counts.push((value['params'] as { count: number }).count);
      await slow.promise;
    },
  });
  // The server cannot write on: what is on the way fits into the buffers of both sides.
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = isBlocked && before === written;
        before = written;
        return isStill;
      },
      { interval: 300, timeout: 30_000 },
    )
    .toBe(true);
  expect(counts).toEqual([0]);
  expect(written).toBeLessThan(24 * 1024 * 1024);
  slow.resolve();
  expect((await answer).value).toMatchObject({ id: 1 });
  expect(counts).toEqual(Array.from({ length: 64 }, (_one, index) => index));
});

it('100 sessions that each hold a stream make their calls at once, and each gets the response that it waits for', async () => {
  const sessions = 100;
  const calls = new Map<string, ServerResponse>();
  const server = await rawServer({
    stream: () => events([]),
    // Asks the agent something, and answers once all have called and this agent has answered.
    answer: ({ session, id }) =>
      events([event({ jsonrpc: '2.0', id: `ask-${String(session)}`, method: 'roots/list' })], undefined, (response) => {
        calls.set(`${String(session)} ${String(id)}`, response);
      }),
  });
  const kit = await startKeyfob();
  const id = kit.addServer(server.url);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  const agents = await Promise.all(Array.from({ length: sessions }, () => agentAt(server.url, { at: { kit, id } })));
  await Promise.all(agents.map(({ upstream }) => upstream.open()));
  const answers = agents.map(async ({ upstream }, index) =>
    upstream.request(request('tools/call', {}, index), {
      signal: new AbortController().signal,
      onMessage: async ({ value }) =>
        upstream.send(message(JSON.stringify({ jsonrpc: '2.0', id: value['id'], result: { roots: [] } }))),
    }),
  );
  await expect.poll(() => calls.size, { timeout: 30_000 }).toBe(sessions);
  await expect
    .poll(() => server.calls.filter(({ method }) => method === '').length, { timeout: 30_000 })
    .toBe(sessions);
  await expect.poll(() => server.others('GET').length, { timeout: 30_000 }).toBe(sessions);
  for (const [key, response] of calls) response.end(event(result(Number(key.split(' ')[1]))));
  expect((await Promise.all(answers)).map(({ value }) => value['id'])).toEqual(
    Array.from({ length: sessions }, (_one, index) => index),
  );
});

it('an answer of 2026-07-28 of 10 MB + 1 is answer_too_large too', async () => {
  const server = await rawServer({ refuse: ({ id }) => bytes(answerOf(tenMegabytes + 1, id)) });
  const { ask } = await agentAt(server.url, { era: 'modern' });
  await expect(ask(modern('prompts/get', { name: 'p' }))).rejects.toMatchObject({ code: 'answer_too_large' });
});
