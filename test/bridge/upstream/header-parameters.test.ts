import { describe, expect, it, onTestFinished } from 'vitest';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { z } from 'zod';
import { listenOnLoopback } from '../../fixtures/loopback.ts';
import { ToolHeaders } from '../../../src-main/bridge/upstream/modern/tool-headers.ts';
import { SharedToolHeaders } from '../../../src-main/bridge/upstream/modern/shared-tool-headers.ts';
import { headerParameters, headerValue } from '../../../src-main/bridge/upstream/modern/header-parameters.ts';
import { agentAt, message, modern } from './agent.ts';
import { bytes, rawServer, result, type Call } from './raw-server.ts';

const inputSchema = {
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    deep: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
    dry: { type: 'boolean', 'x-mcp-header': 'Dry-Run' },
    plain: { type: 'string' },
  },
};

/** A server of 2026-07-28 whose list has this tool `one`. */
const serverWith = async (
  schema: () => unknown,
  more: (call: Call) => ReturnType<typeof bytes> | undefined = () => undefined,
) =>
  rawServer({
    refuse: (call) =>
      more(call) ?? {
        json: result(call.id, call.method === 'tools/list' ? { tools: [{ name: 'one', inputSchema: schema() }] } : {}),
      },
  });

const params = (call: Call | undefined) =>
  Object.fromEntries(Object.entries(call?.headers ?? {}).filter(([name]) => name.startsWith('mcp-')));

describe('the headers of a request of 2026-07-28', () => {
  it('repeat its version, method and name', async () => {
    const server = await serverWith(() => ({ type: 'object' }));
    const { ask } = await agentAt(server.url, { era: 'modern' });
    await ask(modern('prompts/get', { name: 'a prompt' }));
    await ask(modern('resources/read', { uri: 'file:///ä' }));
    await ask(modern('tasks/get', { taskId: 'task-1' }));
    await ask(modern('resources/list'));
    expect(server.calls.map(params)).toEqual([
      { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'prompts/get', 'mcp-name': 'a prompt' },
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'resources/read',
        'mcp-name': '=?base64?ZmlsZTovLy/DpA==?=',
      },
      { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tasks/get', 'mcp-name': 'task-1' },
      { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'resources/list' },
    ]);
  });

  it('name the version of the message’s own `_meta`', async () => {
    const server = await serverWith(() => ({}));
    const { ask } = await agentAt(server.url, { era: 'modern' });
    await ask(
      message(
        '{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2027-01-01"}}}',
      ),
    );
    expect(params(server.calls[0])).toEqual({ 'mcp-protocol-version': '2027-01-01', 'mcp-method': 'x' });
  });

  it('repeat x-mcp-header parameters, nested and non-ASCII, once the tools were listed', async () => {
    const server = await serverWith(() => inputSchema);
    const { ask } = await agentAt(server.url, { era: 'modern' });
    const asked = modern('tools/call', {
      name: 'one',
      arguments: { region: 'Hello, 世界', deep: { count: 42 }, dry: false, plain: 'p' },
    });
    await ask(asked);
    await ask(asked);
    expect(server.methods()).toEqual(['tools/list', 'tools/call', 'tools/call']);
    for (const call of server.calls.slice(1))
      expect(params(call)).toEqual({
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'one',
        'mcp-param-region': '=?base64?SGVsbG8sIOS4lueVjA==?=',
        'mcp-param-count': '42',
        'mcp-param-dry-run': 'false',
      });
  });

  it('leave out x-mcp-header parameters that are null or absent', async () => {
    const server = await serverWith(() => inputSchema);
    const { ask } = await agentAt(server.url, { era: 'modern' });
    await ask(modern('tools/call', { name: 'one', arguments: { region: null, deep: {} } }));
    expect(Object.keys(params(server.calls.at(-1))).toSorted()).toEqual([
      'mcp-method',
      'mcp-name',
      'mcp-protocol-version',
    ]);
  });

  it('keep the digits of an integer above 2^53', async () => {
    const server = await serverWith(() => inputSchema);
    const { ask } = await agentAt(server.url, { era: 'modern' });
    const { text } = modern('tools/call', { name: 'one', arguments: { deep: { count: 1 } } });
    await ask(message(text.replace('"count":1', '"count": 9007199254740993')));
    expect(params(server.calls.at(-1))['mcp-param-count']).toBe('9007199254740993');
  });

  it('are known from a list that the agent asked for, and from one that another connection shares', async () => {
    const server = await serverWith(() => inputSchema);
    const toolHeaders = new ToolHeaders();
    const first = await agentAt(server.url, { era: 'modern', toolHeaders });
    await first.ask(modern('tools/list'));
    const second = await agentAt(server.url, { era: 'modern', toolHeaders });
    await second.ask(modern('tools/call', { name: 'one', arguments: { region: 'eu' } }));
    expect(server.methods()).toEqual(['tools/list', 'tools/call']);
    expect(params(server.calls.at(-1))['mcp-param-region']).toBe('eu');
  });

  it('are found on a later page of the list', async () => {
    const page = (name: string, more: object) => ({ tools: [{ name, inputSchema }], ...more });
    const server = await rawServer({
      refuse: ({ id, method, params: { cursor } }) => ({
        json: result(
          id,
          method !== 'tools/list' ? {} : cursor === undefined ? page('other', { nextCursor: 'c' }) : page('one', {}),
        ),
      }),
    });
    const { ask } = await agentAt(server.url, { era: 'modern' });
    await ask(modern('tools/call', { name: 'one', arguments: { region: 'eu' } }));
    expect(server.methods()).toEqual(['tools/list', 'tools/list', 'tools/call']);
    expect(params(server.calls.at(-1))['mcp-param-region']).toBe('eu');
  });

  it('are made from a new list after -32020, once', async () => {
    let lists = 0;
    const server = await serverWith(
      () => (lists++ === 0 ? { type: 'object' } : inputSchema),
      ({ id, method, headers }) =>
        method === 'tools/call' && headers['mcp-param-region'] === undefined
          ? bytes(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_020, message: 'Header mismatch' } }), 400)
          : undefined,
    );
    const { ask } = await agentAt(server.url, { era: 'modern' });
    expect((await ask(modern('tools/call', { name: 'one', arguments: { region: 'eu' } }, 8))).text).toBe(
      '{"jsonrpc":"2.0","id":8,"result":{}}',
    );
    expect(server.methods()).toEqual(['tools/list', 'tools/call', 'tools/list', 'tools/call']);
  });

  it('leave -32020 to the agent where the list has not changed', async () => {
    const server = await serverWith(
      () => inputSchema,
      ({ id, method }) =>
        method === 'tools/call'
          ? bytes(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_020, message: 'Header mismatch' } }), 400)
          : undefined,
    );
    const { ask } = await agentAt(server.url, { era: 'modern' });
    expect((await ask(modern('tools/call', { name: 'one' }, 8))).value.error?.code).toBe(-32_020);
    expect(server.methods().filter((method) => method === 'tools/call')).toHaveLength(1);
  });
});

it('a server made with the library accepts the headers of a call', async () => {
  const loopback = await listenOnLoopback();
  onTestFinished(() => loopback.close());
  const build = () => {
    const server = new McpServer({ name: 's', version: '1' });
    const region = z.string().meta({ 'x-mcp-header': 'Region' });
    server.registerTool('one', { inputSchema: z.object({ at: z.object({ region }) }) }, ({ at }) => ({
      content: [{ type: 'text', text: at.region }],
    }));
    return server;
  };
  const handler = createMcpHandler(build, { legacy: 'reject' });
  const node = toNodeHandler({ fetch: (asked: Request) => handler.fetch(asked) });
  loopback.answerWith((asked, response) => void node(asked as NodeIncomingMessageLike, response));
  const { ask } = await agentAt(`${loopback.origin}/mcp`, { era: 'modern' });
  const { value } = await ask(modern('tools/call', { name: 'one', arguments: { at: { region: ' Köln ' } } }));
  expect(value.result).toMatchObject({ content: [{ text: ' Köln ' }] });
});

it('a list is without the tools whose x-mcp-header is invalid, and otherwise as it came', async () => {
  const tool = (name: string, schema: unknown) =>
    `{ "name":"${name}", "inputSchema":${JSON.stringify(schema)},"n":9007199254740993 }`;
  const bad = { type: 'object', properties: { a: { type: 'number', 'x-mcp-header': 'A' } } };
  const list = (tools: string[]) =>
    `{"jsonrpc":"2.0","id":1,"result":{"ttlMs":1, "tools": [${tools.join(',')}],"extra":1.0}}`;
  const server = await rawServer({
    refuse: () => bytes(list([tool('bad', bad), tool('good', inputSchema), tool('also', bad)])),
  });
  const { ask, kit } = await agentAt(server.url, { era: 'modern' });
  expect((await ask(modern('tools/list', {}, 1))).text).toBe(list([tool('good', inputSchema)]));
  expect(kit.log.filter((line) => line.startsWith('a tool is left out of a list for agents'))).toHaveLength(2);
});

describe('an x-mcp-header', () => {
  const of = (schema: unknown) => ({ type: 'object', properties: { a: schema } });

  it.each([
    ['that is empty', of({ type: 'string', 'x-mcp-header': '' })],
    ['that is no name of a header', of({ type: 'string', 'x-mcp-header': 'a b' })],
    ['with a line break', of({ type: 'string', 'x-mcp-header': 'a\nb' })],
    ['that is no text', of({ type: 'string', 'x-mcp-header': 1 })],
    ['on a number', of({ type: 'number', 'x-mcp-header': 'A' })],
    ['on an object', of({ type: 'object', 'x-mcp-header': 'A' })],
    ['on several types', of({ type: ['string', 'null'], 'x-mcp-header': 'A' })],
    ['at the root', { type: 'string', 'x-mcp-header': 'A' }],
    ['in items', of({ type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } })],
    ['in anyOf', of({ anyOf: [{ type: 'string', 'x-mcp-header': 'A' }] })],
    ['in properties below anyOf', { anyOf: [of({ type: 'string', 'x-mcp-header': 'A' })] }],
    ['in $defs', { type: 'object', $defs: { d: { type: 'string', 'x-mcp-header': 'A' } } }],
    [
      'that is there twice but for its case',
      { properties: { a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } } },
    ],
  ])('%s is invalid', (_what, schema) => {
    expect(() => headerParameters(schema)).toThrow('x-mcp-header at');
  });

  it('that is the name of a property, or an example, is none', () => {
    const schema = {
      properties: { 'x-mcp-header': { type: 'string' } },
      examples: [{ 'x-mcp-header': '' }],
      default: {},
    };
    expect(headerParameters(schema)).toEqual([]);
  });
});

it.each([
  ['us-west1', 'us-west1'],
  ['two words', 'two words'],
  ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
  [' padded ', '=?base64?IHBhZGRlZCA=?='],
  ['line1\nline2', '=?base64?bGluZTEKbGluZTI=?='],
  ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
  ['', '=?base64??='],
])('the value %j becomes %j', (value, encoded) => {
  expect(headerValue(value)).toBe(encoded);
});

describe('the known headers of tools', () => {
  const slot = (profileId: string) => ({ workspaceId: 'w', serverId: 's', profileId });

  it('are shared by the connections of one sign-in, until its tokens or its server change', () => {
    const shared = new SharedToolHeaders();
    const [mine, other] = [shared.of(slot('ann')), shared.of(slot('ben'))];
    expect([shared.of(slot('ann')) === mine, mine === other]).toEqual([true, false]);
    shared.follow({ type: 'tokens_changed', slot: slot('ann') });
    expect([shared.of(slot('ann')) === mine, shared.of(slot('ben')) === other]).toEqual([false, true]);
    shared.follow({ type: 'server_reconfigured', workspaceId: 'w', serverId: 's' });
    expect(shared.of(slot('ben')) === other).toBe(false);
  });

  it('save the second connection the list before its first call', async () => {
    const server = await serverWith(() => inputSchema);
    const toolHeaders = new ToolHeaders();
    for (const _connection of [1, 2]) {
      const { ask } = await agentAt(server.url, { era: 'modern', toolHeaders });
      await ask(modern('tools/call', { name: 'one', arguments: { region: 'eu' } }));
    }
    expect(server.calls.map(({ method }) => method)).toEqual(['tools/list', 'tools/call', 'tools/call']);
    expect(server.calls.at(-1)?.headers['mcp-param-region']).toBe('eu');
  });
});
