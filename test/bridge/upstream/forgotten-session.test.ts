import { describe, expect, it } from 'vitest';
import type { Answer } from '../../support/scripted-server.ts';
import { agentAt, message, notification, request } from './agent.ts';
import { event, events, rawServer, result, type Call } from './raw-server.ts';

const rpcError = (words: string, id: unknown = null) => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32_000, message: words },
});

const refusals: [what: string, refuse: (call: Call) => Answer][] = [
  ['404', () => ({ status: 404, body: '' })],
  ['400 and a JSON-RPC error', () => ({ status: 400, json: rpcError('Bad Request: No valid session ID provided') })],
  ['409', () => ({ status: 409, json: { error: 'conflict' } })],
  ['410', () => ({ status: 410, body: '' })],
];

it.each(refusals)(
  '404 in the middle: a call refused with %s succeeds once in another session',
  async (_what, refuse) => {
    const server = await rawServer({ refuse });
    const { ask, restored } = await agentAt(server.url);
    await ask(request('tools/call', { name: 'one' }));
    server.sessions.clear();
    server.calls.length = 0;
    expect((await ask(request('tools/call', { name: 'two' }, 'again'))).text).toBe(
      '{"jsonrpc":"2.0","id":"again","result":{}}',
    );
    expect(server.methods()).toEqual(['tools/call', 'initialize', 'notifications/initialized', 'tools/call']);
    expect(server.calls.map(({ session }) => session)).toEqual(['session-1', undefined, 'session-2', 'session-2']);
    expect(restored()).toBe(1);
  },
);

it('404 in the middle: log level and subscriptions restored, with what the agent had sent for them', async () => {
  const server = await rawServer();
  const { ask } = await agentAt(server.url);
  await ask(request('logging/setLevel', { level: 'debug' }));
  await ask(request('logging/setLevel', { level: 'error', more: 1 }));
  await ask(
    message('{"jsonrpc":"2.0","id":5,"method":"resources/subscribe","params":{"uri":"a://kept","n":9007199254740993}}'),
  );
  await ask(request('resources/subscribe', { uri: 'a://left' }));
  await ask(request('resources/unsubscribe', { uri: 'a://left' }));
  server.sessions.clear();
  server.calls.length = 0;
  await ask(request('tools/call', { name: 'one' }));
  const again = server.calls.filter(({ session }) => session === 'session-2');
  expect(again.map(({ method }) => method).toSorted()).toEqual([
    'logging/setLevel',
    'notifications/initialized',
    'resources/subscribe',
    'tools/call',
  ]);
  expect(again.find(({ method }) => method === 'logging/setLevel')?.params).toEqual({ level: 'error', more: 1 });
  const subscription = again.find(({ method }) => method === 'resources/subscribe');
  expect(subscription?.body).toMatch(
    /^\{"jsonrpc":"2\.0","id":"keyfob-[0-9a-f-]{36}","method":"resources\/subscribe","params":\{"uri":"a:\/\/kept","n":9007199254740993\}\}$/,
  );
});

it('initialize of the session in place of a forgotten one is the agent’s own, under another id', async () => {
  const server = await rawServer();
  const handshake = message(
    '{"jsonrpc":"2.0","id":12345678901234567890,"method":"initialize","params":{"protocolVersion":"2025-06-18","x":1.0}}',
  );
  const { ask, upstream } = await agentAt(server.url, { handshake });
  expect((await upstream.open())?.text).toContain('"id":12345678901234567890,');
  await upstream.send(message('{"jsonrpc":"2.0","method":"notifications/initialized","more":true}'));
  server.sessions.clear();
  await ask(request('tools/list'));
  const [first, second] = server.calls.filter(({ method }) => method === 'initialize');
  expect(second?.id).not.toBe(first?.id);
  const pattern =
    /^\{"jsonrpc":"2\.0","id":"keyfob-[^"]+","method":"initialize","params":\{"protocolVersion":"2025-06-18","x":1\.0\}\}$/;
  expect(first?.body).toMatch(pattern);
  expect(second?.body).toMatch(pattern);
  const announced = server.calls.filter(({ method }) => method === 'notifications/initialized');
  expect(announced.map(({ body }) => body)).toEqual([
    '{"jsonrpc":"2.0","method":"notifications/initialized","more":true}',
    '{"jsonrpc":"2.0","method":"notifications/initialized","more":true}',
  ]);
});

it('20 requests in a session that is forgotten share one that is opened in its place', async () => {
  const server = await rawServer();
  const { ask, restored } = await agentAt(server.url);
  await ask(request('tools/list'));
  server.sessions.clear();
  server.calls.length = 0;
  const names = Array.from({ length: 20 }, (_one, index) => `tool-${index}`);
  await Promise.all(names.map((name) => ask(request('tools/call', { name }))));
  expect(server.methods().filter((method) => method === 'initialize')).toHaveLength(1);
  const carriedOut = server.calls.filter(({ method, session }) => method === 'tools/call' && session === 'session-2');
  expect(carriedOut.map(({ params }) => String(params['name'])).toSorted()).toEqual(names.toSorted());
  expect(restored()).toBe(1);
});

it('a session that is refused again is not opened a third time, and the error is the server’s own', async () => {
  const server = await rawServer({
    answer: ({ method, id }) =>
      method === 'tools/call' ? { status: 404, json: rpcError('This server is closing down', id) } : undefined,
  });
  const { ask } = await agentAt(server.url);
  const { value } = await ask(request('tools/call', { name: 'one' }, 3));
  expect(value).toEqual(rpcError('This server is closing down', 3));
  expect(server.methods()).toEqual([
    'initialize',
    'notifications/initialized',
    'tools/call',
    'initialize',
    'notifications/initialized',
    'tools/call',
  ]);
});

it('a tool call that is refused by its id is not made again', async () => {
  const server = await rawServer({
    answer: ({ id }) => ({ status: 400, json: rpcError('The payment was declined', id) }),
  });
  const { ask } = await agentAt(server.url);
  expect((await ask(request('tools/call', {}, 3))).value).toEqual(rpcError('The payment was declined', 3));
  expect(server.methods()).toEqual(['initialize', 'notifications/initialized', 'tools/call']);
});

it('a list that is answered with an error about the session is read in another session', async () => {
  const server = await rawServer({ refuse: ({ id }) => ({ json: rpcError('Session not found', id) }) });
  const { ask } = await agentAt(server.url);
  await ask(request('tools/list'));
  server.sessions.clear();
  expect((await ask(request('tools/list', {}, 9))).value).toEqual({ jsonrpc: '2.0', id: 9, result: {} });
});

it('a tool’s own error about a session is passed on, and the tool is not called again', async () => {
  const server = await rawServer({ answer: ({ id }) => ({ json: rpcError('The booking session has expired', id) }) });
  const { ask } = await agentAt(server.url);
  expect((await ask(request('tools/call', {}, 3))).value).toEqual(rpcError('The booking session has expired', 3));
  expect(server.methods()).toEqual(['initialize', 'notifications/initialized', 'tools/call']);
});

it('a list that is answered with the same error again is answered with that', async () => {
  const server = await rawServer({ answer: ({ id }) => ({ json: rpcError('Session not found', id) }) });
  const { ask } = await agentAt(server.url);
  expect((await ask(request('tools/list', {}, 3))).value).toEqual(rpcError('Session not found', 3));
  expect(server.methods().filter((method) => method === 'initialize')).toHaveLength(2);
});

describe('a message without an answer in a forgotten session', () => {
  it('is sent in the session in its place, unless it belongs to what is gone', async () => {
    const server = await rawServer();
    const { ask, upstream } = await agentAt(server.url);
    await ask(request('tools/list'));
    server.sessions.clear();
    server.calls.length = 0;
    await upstream.send(notification('notifications/roots/list_changed'));
    expect(server.methods().at(-1)).toBe('notifications/roots/list_changed');
    await ask(request('tools/list'));
    server.sessions.clear();
    server.calls.length = 0;
    await upstream.send(message('{"jsonrpc":"2.0","id":1,"result":{}}'));
    expect(server.calls.map(({ method, session }) => [method, session])).toEqual([
      ['', 'session-2'],
      ['initialize', undefined],
      ['notifications/initialized', 'session-3'],
    ]);
  });
});

it('the stream outside of requests is opened again in the session in place of a forgotten one', async () => {
  const server = await rawServer({
    stream: (asked) =>
      events([event({ jsonrpc: '2.0', method: `notifications/from/${String(asked.headers['mcp-session-id'])}` })]),
  });
  const { ask, received } = await agentAt(server.url);
  await ask(request('tools/list'));
  server.sessions.clear();
  await ask(request('tools/list'));
  await expect.poll(() => received.length).toBe(2);
  expect(received).toEqual([
    '{"jsonrpc":"2.0","method":"notifications/from/session-1"}',
    '{"jsonrpc":"2.0","method":"notifications/from/session-2"}',
  ]);
});

it('a stream outside of requests that is refused after it was open leads to another session', async () => {
  let streams = 0;
  const server = await rawServer({
    stream: (asked) => {
      streams += 1;
      if (!server.sessions.has(String(asked.headers['mcp-session-id']))) return { status: 404, body: '' };
      return streams === 1 ? events(['retry: 1\n\n'], 'end', () => server.sessions.clear()) : events([]);
    },
  });
  const { ask, restored } = await agentAt(server.url);
  await ask(request('tools/list'));
  await expect.poll(restored).toBe(1);
  await expect
    .poll(() => server.others('GET').map(({ headers }) => headers['mcp-session-id']))
    .toEqual(['session-1', 'session-1', 'session-2']);
});

it('DELETE ends the session when the agent is gone', async () => {
  const server = await rawServer();
  const { ask, upstream } = await agentAt(server.url);
  await ask(request('tools/list'));
  await upstream.close();
  expect(server.others('DELETE').map(({ headers }) => headers['mcp-session-id'])).toEqual(['session-1']);
});

it('DELETE ends a session that was being opened when the agent went', async () => {
  const opening = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const server = await rawServer({
    opening:
      ({ id }) =>
      (response) => {
        asked.resolve();
        void opening.promise.then(() => {
          response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'late' });
          response.end(JSON.stringify(result(id, { protocolVersion: '2025-06-18' })));
        });
      },
  });
  const { upstream } = await agentAt(server.url);
  const opened = upstream.open();
  await asked.promise;
  const closed = upstream.close();
  opening.resolve();
  await Promise.allSettled([opened, closed]);
  expect(server.others('DELETE').map(({ headers }) => headers['mcp-session-id'])).toEqual(['late']);
});

it('the version that the server negotiated is in the header of every later request', async () => {
  const server = await rawServer();
  const { ask } = await agentAt(server.url);
  await ask(request('tools/list'));
  expect(server.calls.map(({ headers }) => headers['mcp-protocol-version'])).toEqual([
    undefined,
    '2025-06-18',
    '2025-06-18',
  ]);
});

it('an error to initialize is the answer, and the next request tries again', async () => {
  let refuses = true;
  const server = await rawServer({
    opening: ({ id }) =>
      refuses
        ? { json: { jsonrpc: '2.0', id, error: { code: -32_022, message: 'Unsupported', data: ['2026-07-28'] } } }
        : undefined,
  });
  const { ask, upstream } = await agentAt(server.url);
  expect((await upstream.open())?.text).toBe(
    '{"jsonrpc":"2.0","id":0,"error":{"code":-32022,"message":"Unsupported","data":["2026-07-28"]}}',
  );
  await expect(ask(request('tools/list'))).rejects.toMatchObject({ code: 'request_refused', mayHaveRun: false });
  refuses = false;
  expect((await ask(request('tools/list', {}, 1))).value).toMatchObject({ id: 1, result: {} });
});
