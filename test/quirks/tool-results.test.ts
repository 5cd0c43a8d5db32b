import { expect } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { Answer, Asked } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

const outputSchema = { type: 'object', properties: { data: { type: 'string' } }, required: ['data'] };

type Respond = (asked: Asked) => Answer;

/** What a user gets for a call of the tool `odd`, and how often it ran. */
async function calling(respond: Respond, tool: object = {}) {
  const site = await oddSite({ tools: [{ name: 'odd', inputSchema: { type: 'object' }, ...tool }] });
  let ran = 0;
  site.routes['/mcp'] = (asked) => {
    if (!site.isSignedIn(asked)) return site.challenge();
    if (rpcMethod(asked) !== 'tools/call') return site.openMcp(asked);
    ran += 1;
    return respond(asked);
  };
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('signed in');
  await user.list();
  const outcome = await user.call('odd');
  expect(ran).toBe(1);
  return outcome;
}

const idIn = ({ body }: Asked) => (JSON.parse(body) as { id: number }).id;

const returning =
  (result: unknown): Respond =>
  (asked) => ({ json: { jsonrpc: '2.0', id: idIn(asked), result } });

const text = (words: string) => ({ type: 'text', text: words });

quirk(
  'a result without the structured output that was promised is shown, with a note',
  'https://github.com/rekog-labs/MCP-Nest/issues/79',
  async () => {
    expect(await calling(returning({ content: [text('forty-two')] }), { outputSchema })).toMatchObject({
      isError: false,
      content: [text('forty-two')],
      misfits: [{ reason: 'structured_missing' }],
    });
  },
);

quirk(
  'structured output that does not fit its schema is shown, with a note that says where',
  'https://github.com/sprawz/gtm-mcp-server/issues/14',
  async () => {
    const result = { content: [text('fine')], structuredContent: { data: 7 } };
    expect(await calling(returning(result), { outputSchema })).toMatchObject({
      isError: false,
      content: [text('fine')],
      structuredContent: { data: 7 },
      misfits: [{ reason: 'structured_unfit', detail: '/data is not of type string' }],
    });
  },
);

comparison(
  'a failure that a tool reports is that failure, whatever its structured output is',
  'MCP 2025-11-25, Tools, Error Handling: “Tool Execution Errors: Reported in tool results with isError: true”',
  async () => {
    const content = [text('You need write access for this.')];
    const result = { isError: true, content, structuredContent: { error: { code: 'RISK' } } };
    const outcome = await calling(returning(result), { outputSchema });
    expect(outcome).toMatchObject({ isError: true, content, structuredContent: { error: { code: 'RISK' } } });
    expect(outcome).not.toHaveProperty('misfits');
  },
);

for (const [what, structuredContent] of [
  ['a list', [1, 2]],
  ['text', 'forty-two'],
  ['a number', 42],
] as const)
  quirk(
    `structured output that is ${what} is shown as it is`,
    'MCP 2025-11-25, Tools, Structured Content: “Structured content is returned as a JSON object”',
    async () => {
      expect(await calling(returning({ content: [], structuredContent }), { outputSchema })).toMatchObject({
        structuredContent,
        misfits: [{ reason: 'structured_unfit', detail: '/ is not of type object' }],
      });
    },
  );

quirk('structured output of null is none', 'https://github.com/sprawz/gtm-mcp-server/issues/14', async () => {
  const outcome = await calling(returning({ content: [text('fine')], structuredContent: null }));
  expect(outcome).toMatchObject({ content: [text('fine')] });
  expect(outcome).not.toHaveProperty('misfits');
});

for (const [type, part, source] of [
  ['json', { type: 'json', json: { doi: '10.1' } }, 'https://github.com/ElliotPadfield/unpaywall-mcp/issues/4'],
  ['error', { type: 'error', text: 'no such account' }, 'https://github.com/calebl/ynab-mcp-server/issues/31'],
  [
    'application/json',
    { type: 'application/json', text: '{}' },
    'https://github.com/waldzellai/waldzell-mcp/issues/44',
  ],
  ['text', { type: 'text' }, 'https://github.com/MadLlama25/fastmail-mcp/issues/15'],
  ['image', { type: 'image', mimeType: 'image/png' }, 'https://github.com/BerriAI/litellm/pull/36920'],
] as const)
  quirk(`a part ${JSON.stringify(part)} is shown as it is, beside the parts that fit`, source, async () => {
    expect(await calling(returning({ content: [text('before'), part, text('after')] }))).toMatchObject({
      isError: false,
      content: [text('before'), { type: 'other', json: part }, text('after')],
      misfits: [{ reason: 'part_unknown', detail: `2: ${type}` }],
    });
  });

quirk('parts that are no objects are shown as they are', 'https://github.com/BerriAI/litellm/pull/36920', async () => {
  expect(await calling(returning({ content: ['hello', 7, null] }))).toMatchObject({
    content: [text('hello'), { type: 'other', json: 7 }, { type: 'other', json: null }],
    misfits: [
      { reason: 'part_unknown', detail: '1: string' },
      { reason: 'part_unknown', detail: '2: number' },
      { reason: 'part_unknown', detail: '3: null' },
    ],
  });
});

comparison(
  'a resource whose address is relative is shown with its text',
  'https://github.com/BerriAI/litellm/pull/36920',
  async () => {
    const part = { type: 'resource', resource: { uri: 'files/1', text: 'the words' } };
    expect(await calling(returning({ content: [part] }))).toMatchObject({
      content: [{ type: 'resource', uri: 'files/1', text: 'the words' }],
    });
  },
);

quirk(
  'an older result, in toolResult, is shown',
  'https://github.com/cloudflare/mcp-server-cloudflare/issues/12',
  async () => {
    const whole = await calling(returning({ toolResult: { content: [text('forty-two')] } }));
    expect(whole).toMatchObject({ content: [text('forty-two')], misfits: [{ reason: 'content_unfit' }] });
    expect(await calling(returning({ toolResult: { rows: 3 } }))).toMatchObject({
      content: [{ type: 'other', json: { rows: 3 } }],
    });
    expect(await calling(returning({ toolResult: 'forty-two' }))).toMatchObject({ content: [text('forty-two')] });
  },
);

quirk(
  'a result whose content is text, one part, or missing is shown',
  'https://github.com/use-agent-os/agent-os/pull/2249',
  async () => {
    expect(await calling(returning({ content: 'forty-two' }))).toMatchObject({
      content: [text('forty-two')],
      misfits: [{ reason: 'content_unfit', detail: 'string' }],
    });
    expect(await calling(returning({ content: text('one') }))).toMatchObject({
      content: [text('one')],
      misfits: [{ reason: 'content_unfit', detail: 'object' }],
    });
    expect(await calling(returning({ structuredContent: { rows: 3 } }))).toMatchObject({
      content: [],
      structuredContent: { rows: 3 },
      misfits: [{ reason: 'content_unfit', detail: 'undefined' }],
    });
    expect(await calling(returning({ rows: 3 }))).toMatchObject({ content: [{ type: 'other', json: { rows: 3 } }] });
  },
);

quirk('a result that is no object is shown', 'https://github.com/use-agent-os/agent-os/pull/2249', async () => {
  expect(await calling(returning('forty-two'))).toMatchObject({
    isError: false,
    content: [text('forty-two')],
    misfits: [{ reason: 'result_unknown', detail: 'string' }],
  });
  expect(await calling(returning([1]))).toMatchObject({ content: [{ type: 'other', json: [1] }] });
  expect(await calling(returning(null))).toMatchObject({ content: [{ type: 'other', json: null }] });
});

/** Sends these events, then ends the stream or leaves it open. */
const streaming =
  (events: (asked: Asked) => string[]): Respond =>
  (asked) =>
  (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events(asked)) response.write(`event: message\ndata: ${event}\n\n`);
    response.end();
  };

quirk(
  'a part of an unknown kind that comes in a stream is shown as well',
  'https://github.com/ElliotPadfield/unpaywall-mcp/issues/4',
  async () => {
    const result = { content: [{ type: 'json', json: 1 }], structuredContent: [1] };
    const respond = streaming((asked) => [JSON.stringify({ jsonrpc: '2.0', id: idIn(asked), result })]);
    expect(await calling(respond, { outputSchema })).toMatchObject({
      content: [{ type: 'other' }],
      structuredContent: [1],
    });
  },
);

const lost: [string, Respond, string][] = [
  ['ends a stream without an answer', streaming(() => []), 'connection_failed'],
  ['ends a stream after an event that is no JSON', streaming(() => ['{"jsonrpc":']), 'connection_failed'],
  ['breaks the connection off', () => 'close', 'connection_failed'],
  [
    'sends half an answer',
    () => ({ headers: { 'content-type': 'application/json' }, body: '{"result":' }),
    'answer_malformed',
  ],
  ['sends a web page', () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' }), 'not_an_mcp_server'],
  ['answers 502', () => ({ status: 502, body: 'bad gateway' }), 'server_error'],
  [
    'answers with an internal error',
    (asked) => ({ json: { jsonrpc: '2.0', id: idIn(asked), error: { code: -32_603, message: 'oops' } } }),
    'tool_failed',
  ],
];
for (const [how, respond, code] of lost)
  quirk(
    `a tool whose server ${how} may have run, so nothing says to run it again`,
    'https://github.com/anthropics/claude-code/issues/60061',
    async () => {
      const outcome = await calling(respond);
      expect(outcome).toMatchObject({ code, mayHaveRun: true });
      expect(outcome).not.toHaveProperty('remedy');
    },
  );

comparison(
  'a tool that only reads may be run again when its answer is lost',
  'MCP 2025-11-25, ToolAnnotations: “readOnlyHint: If true, the tool does not modify its environment.”',
  async () => {
    const outcome = await calling(() => 'close', { annotations: { readOnlyHint: true } });
    expect(outcome).toMatchObject({ code: 'connection_failed', remedy: 'retry' });
    expect(outcome).not.toHaveProperty('mayHaveRun');
  },
);

comparison(
  'a call that the server refuses for its input has not run',
  'JSON-RPC 2.0, section 5.1: “-32602 Invalid params: Invalid method parameter(s).”',
  async () => {
    const outcome = await calling((asked) => ({
      json: { jsonrpc: '2.0', id: idIn(asked), error: { code: -32_602, message: 'text is missing' } },
    }));
    expect(outcome).toMatchObject({ code: 'tool_failed', serverText: 'text is missing' });
    expect(outcome).not.toHaveProperty('mayHaveRun');
  },
);
