import { describe, expect, it } from 'vitest';
import { agentAt, message, request } from './agent.ts';
import { bytes, event, events, rawServer } from './raw-server.ts';

/** The answer of a server that sends exactly this, by JSON and by a stream. */
const both = ['JSON', 'a stream'] as const;
const sent = (how: (typeof both)[number], body: string) =>
  how === 'JSON' ? bytes(body) : events([event(body.replaceAll('\n', '\ndata: '))], 'end');

describe.each(both)('an answer by %s', (how) => {
  it.each([
    ['an extra member', '{"jsonrpc":"2.0","id":1,"result":{"a":1},"extra":{"b":[null]}}'],
    ['2^53+1 unchanged', '{"jsonrpc":"2.0","id":1,"result":{"n":9007199254740993,"m":-0.0,"e":1E400}}'],
    ['a null result', '{"jsonrpc":"2.0","id":1,"result":null}'],
    ['an array as its result', '{"jsonrpc":"2.0","id":1,"result":[1,2]}'],
    ['white space and escapes', '{ "jsonrpc" : "2.0", "id":1 , "result":{"text":"\\u00e9 \\n"} }'],
    ['members that are there twice', '{"jsonrpc":"2.0","id":1,"result":{"a":1},"result":{"a":2}}'],
  ])('has %s', async (_what, body) => {
    const server = await rawServer({ answer: () => sent(how, body) });
    const { ask } = await agentAt(server.url);
    expect((await ask(request('tools/call', {}, 1))).text).toBe(body);
  });

  it('has spaces in place of line breaks', async () => {
    const server = await rawServer({ answer: () => sent(how, '{"jsonrpc":"2.0",\n"id":1,\n\n"result":{}}') });
    const { ask } = await agentAt(server.url);
    expect((await ask(request('tools/call', {}, 1))).text).toBe('{"jsonrpc":"2.0", "id":1, "result":{}}');
  });

  it('with `id: null` is the answer to a request whose id is null', async () => {
    const body = '{"jsonrpc":"2.0","id":null,"result":{"a":1}}';
    const server = await rawServer({ answer: () => sent(how, body) });
    const { ask } = await agentAt(server.url);
    expect((await ask(request('tools/call', {}, null))).text).toBe(body);
  });

  it('with `id: null` and an error gets the id of the request, so that the agent never hangs', async () => {
    const server = await rawServer({
      answer: () =>
        sent(how, '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"No","data":9007199254740993}}'),
    });
    const { ask } = await agentAt(server.url);
    const asked = message('{"jsonrpc":"2.0","id":9007199254740995,"method":"tools/call","params":{}}');
    expect((await ask(asked)).text).toBe(
      '{"jsonrpc":"2.0","id":9007199254740995,"error":{"code":-32600,"message":"No","data":9007199254740993}}',
    );
  });

  it('that answers nothing is an error, and never a hang', async () => {
    const server = await rawServer({ answer: () => sent(how, '{"jsonrpc":"2.0","id":77,"result":{}}') });
    const { ask, upstream } = await agentAt(server.url);
    const during: string[] = [];
    await expect(
      upstream.request(request('tools/call', {}, 1), {
        signal: new AbortController().signal,
        onMessage: async ({ text }) => void during.push(text),
      }),
    ).rejects.toMatchObject({ code: 'connection_failed', mayHaveRun: true });
    expect(during).toEqual(['{"jsonrpc":"2.0","id":77,"result":{}}']);
    expect((await ask(request('initialize', {}, 2))).value).toMatchObject({ id: 0 });
  });

  it('may be a batch of 2025-03-26, which is unpacked with the text of each message', async () => {
    const server = await rawServer({
      answer: () =>
        sent(
          how,
          '[{"jsonrpc":"2.0","method":"notifications/a","params":{"n":9007199254740993}} , {"jsonrpc":"2.0","id":1,"result":{"]":"[{"}},' +
            '{"jsonrpc":"2.0","method":"notifications/b"}]',
        ),
    });
    const { ask } = await agentAt(server.url);
    const { text, during } = await ask(request('tools/call', {}, 1));
    expect(text).toBe('{"jsonrpc":"2.0","id":1,"result":{"]":"[{"}}');
    expect(during).toEqual([
      '{"jsonrpc":"2.0","method":"notifications/a","params":{"n":9007199254740993}}',
      '{"jsonrpc":"2.0","method":"notifications/b"}',
    ]);
  });
});

it('a request of the agent reaches the server as it is written', async () => {
  const server = await rawServer();
  const { ask } = await agentAt(server.url);
  const text = '{ "id" : 9007199254740993 , "jsonrpc":"2.0","method":"no/such","params":[1.0,null],"more":{} }';
  await ask(message(text));
  expect(server.calls.at(-1)?.body).toBe(text);
});

it('requests and notifications of the server arrive as they are written, before the answer', async () => {
  const ping = '{"jsonrpc":"2.0","id":null,"method":"ping","x":9007199254740993}';
  const server = await rawServer({
    answer: ({ id }) => events([event(ping), event(`{"jsonrpc":"2.0","id":${String(id)},"result":{}}`)], 'end'),
    stream: () => events([event(ping)]),
  });
  const { ask, received } = await agentAt(server.url);
  expect((await ask(request('tools/call', {}, 1))).during).toEqual([ping]);
  await expect.poll(() => received).toEqual([ping]);
});

it.each([
  [400, 'request_refused', { error: 'no' }, false],
  [500, 'server_error', { error: 'no' }, true],
] as const)('a refusal with %i that is no JSON-RPC is a fault of its own', async (status, code, json, mayHaveRun) => {
  const server = await rawServer({
    answer: ({ method }) => (method === 'prompts/list' ? { status, json } : undefined),
    opening: ({ id }) => ({ json: { jsonrpc: '2.0', id, result: {} } }),
    refuse: () => ({ status, json }),
  });
  const { ask } = await agentAt(server.url);
  await expect(ask(request('prompts/list'))).rejects.toMatchObject({ code, mayHaveRun, serverText: 'no' });
});

it.each([400, 500])('a JSON-RPC error without an id, with status %i, answers the request', async (status) => {
  const body = '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"No","data":9007199254740993}}';
  const server = await rawServer({ answer: ({ method }) => (method === 'a' ? bytes(body, status) : undefined) });
  const { ask } = await agentAt(server.url);
  expect((await ask(request('a', {}, 'mine'))).text).toBe(body.replace('null', '"mine"'));
});

it('an answer on the stream that is listened to reaches its request', async () => {
  let stream: { write: (text: string) => unknown } | undefined;
  const server = await rawServer({
    stream: () => events([], undefined, (response) => (stream = response)),
    answer: () => ({ status: 202, body: '' }),
  });
  const { ask, upstream } = await agentAt(server.url);
  await upstream.open();
  const answer = ask(request('tools/call', {}, 4));
  await expect.poll(() => stream !== undefined && server.methods().includes('tools/call')).toBe(true);
  stream?.write(event('{"jsonrpc":"2.0","id":4,"result":{"late":true}}'));
  expect((await answer).text).toBe('{"jsonrpc":"2.0","id":4,"result":{"late":true}}');
});
