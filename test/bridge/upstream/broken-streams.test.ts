import { describe, expect, it } from 'vitest';
import { agentAt, modern, request } from './agent.ts';
import { event, events, rawServer, result } from './raw-server.ts';

const progress = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 1 } };

describe.each(['end', 'break'] as const)('a stream cut before the answer (%s)', (how) => {
  it('without event ids is an error that says that the call may have run, and the call is not repeated', async () => {
    const server = await rawServer({ answer: () => events([event(progress)], how) });
    const { ask } = await agentAt(server.url);
    await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'connection_failed', mayHaveRun: true });
    expect(server.methods().filter((method) => method === 'tools/call')).toHaveLength(1);
  });

  it('with event ids is resumed after the time that the server asks for', async () => {
    const server = await rawServer({
      answer: () => events(['id: a-1\nretry: 5\ndata:\n\n', event(progress, 'id: a-2\n')], how),
      stream: ({ headers }) =>
        headers['last-event-id'] === undefined
          ? { status: 405, body: '' }
          : events([event(result(1, { content: ['late'] }), 'id: a-3\n')], 'end'),
    });
    const { ask } = await agentAt(server.url);
    const { text, during } = await ask(request('tools/call', {}, 1));
    expect(text).toBe('{"jsonrpc":"2.0","id":1,"result":{"content":["late"]}}');
    expect(during).toEqual([JSON.stringify(progress)]);
    const resumed = server.others('GET').filter(({ headers }) => headers['last-event-id'] !== undefined);
    expect(resumed.map(({ headers }) => [headers['last-event-id'], headers['mcp-session-id']])).toEqual([
      ['a-2', 'session-1'],
    ]);
    expect(server.methods().filter((method) => method === 'tools/call')).toHaveLength(1);
  });
});

it('a server that disconnects on purpose is polled until its answer', async () => {
  let polls = 0;
  const server = await rawServer({
    answer: () => events(['id: 0\nretry: 1\ndata:\n\n'], 'end'),
    stream: ({ headers }) => {
      if (headers['last-event-id'] === undefined) return { status: 405, body: '' };
      polls += 1;
      return events(polls < 20 ? [`id: ${polls}\ndata:\n\n`] : [event(result(1))], 'end');
    },
  });
  const { ask } = await agentAt(server.url);
  expect((await ask(request('tools/call', {}, 1))).value.result).toEqual({ content: [] });
  expect(polls).toBe(20);
});

it.each([
  ['refuses to resume', { status: 400, body: '' }],
  ['has forgotten the session', { status: 404, body: '' }],
  ['answers with a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }],
])('a stream that the server %s is an error that says that the call may have run', async (_what, refusal) => {
  const server = await rawServer({
    answer: () => events(['id: 1\nretry: 1\ndata:\n\n'], 'end'),
    stream: ({ headers }) => (headers['last-event-id'] === undefined ? { status: 405, body: '' } : refusal),
  });
  const { ask } = await agentAt(server.url);
  await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'connection_failed', mayHaveRun: true });
  expect(server.methods().filter((method) => method === 'tools/call')).toHaveLength(1);
});

it('a stream that resumes with nothing for ever is given up', async () => {
  const server = await rawServer({
    answer: () => events(['id: 1\nretry: 0\ndata:\n\n'], 'end'),
    stream: ({ headers }) => (headers['last-event-id'] === undefined ? { status: 405, body: '' } : events([], 'end')),
  });
  const { ask } = await agentAt(server.url);
  await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'connection_failed', mayHaveRun: true });
});

it('the stream outside of requests is opened again after its last event', async () => {
  let opened = 0;
  const server = await rawServer({
    stream: () => {
      opened += 1;
      return events(
        opened === 1 ? ['retry: 1\n', event(progress, 'id: g-7\n')] : [event(progress)],
        opened === 1 ? 'break' : undefined,
      );
    },
  });
  const { ask, received } = await agentAt(server.url);
  await ask(request('tools/list'));
  await expect.poll(() => received.length).toBe(2);
  expect(server.others('GET').map(({ headers }) => headers['last-event-id'])).toEqual([undefined, 'g-7']);
});

it('a server without a stream outside of requests is asked for one once', async () => {
  const server = await rawServer();
  const { ask } = await agentAt(server.url);
  for (let count = 0; count < 3; count += 1) await ask(request('tools/list'));
  expect(server.others('GET')).toHaveLength(1);
});

it('a stream of 2026-07-28 that is cut before the answer is an error, with event ids too', async () => {
  const server = await rawServer({ refuse: () => events(['id: 1\nretry: 1\ndata:\n\n', event(progress)], 'break') });
  const { ask } = await agentAt(server.url, { era: 'modern' });
  await expect(ask(modern('prompts/get', { name: 'p' }))).rejects.toMatchObject({
    code: 'connection_failed',
    mayHaveRun: true,
  });
  expect(server.methods()).toEqual(['prompts/get']);
  expect(server.others('GET')).toEqual([]);
});

it.each(['end', 'break'] as const)('messages after the answer are passed on (%s)', async (how) => {
  const server = await rawServer({ answer: ({ id }) => events([event(result(id)), event(progress)], how) });
  const { ask } = await agentAt(server.url);
  const { during } = await ask(request('tools/call'));
  await expect.poll(() => during).toEqual([JSON.stringify(progress)]);
});

it('an event id beyond ASCII resumes a stream in UTF-8', async () => {
  const server = await rawServer({
    answer: () => events(['id: é日\nretry: 1\ndata:\n\n'], 'end'),
    stream: ({ headers }) =>
      headers['last-event-id'] === undefined ? { status: 405, body: '' } : events([event(result(1))], 'end'),
  });
  const { ask } = await agentAt(server.url);
  expect((await ask(request('tools/call', {}, 1))).value.result).toEqual({ content: [] });
  const [resumed] = server.others('GET').flatMap(({ headers }) => headers['last-event-id'] ?? []);
  expect(Buffer.from(String(resumed), 'latin1').toString()).toBe('é日');
});
