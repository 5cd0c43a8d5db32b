import { expect } from 'vitest';
import type { Answer, Asked, Reply } from '../support/open-scripted-server.ts';
import { oddSite, rpcMethod } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

const object = { type: 'object' };
const good = { name: 'echo', inputSchema: { type: 'object', properties: { text: { type: 'string' } } } };
const last = { name: 'last', inputSchema: object };

/** What a user who is signed in sees of a list of `good`, these, and `last`. */
async function between(...odd: unknown[]) {
  const site = await oddSite({ tools: [good, ...odd, last] });
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('signed in');
  const { tools, unusable } = await user.list();
  // The tools around it can be called.
  expect(await user.call('echo', { text: 'hello' })).toMatchObject({ content: [{ text: 'You said hello' }] });
  return { tools, names: tools.map(({ name }) => name), unusable };
}

/** What a user sees of a list that comes in pages, by cursor. */
async function paged(page: (cursor: string | undefined, asked: Asked) => Answer) {
  const site = await oddSite({ sessions: true });
  const cursors: (string | undefined)[] = [];
  const listed: Reply = (asked) => {
    const { params } = JSON.parse(asked.body) as { params?: { cursor?: string } };
    cursors.push(params?.cursor);
    return page(params?.cursor, asked);
  };
  site.routes['/mcp'] = (asked) => {
    if (!site.isSignedIn(asked)) return site.challenge();
    const isList = rpcMethod(asked) === 'tools/list' && asked.headers['mcp-session-id'] !== undefined;
    return isList ? listed(asked) : site.openMcp(asked);
  };
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('signed in');
  const { tools, ...list } = await user.list();
  return { names: tools.map(({ name }) => name), cursors, ...list };
}

const answered = ({ body }: Asked, result: unknown): Answer => ({
  json: { jsonrpc: '2.0', id: (JSON.parse(body) as { id: number }).id, result },
});

quirk(
  'a tool whose schema is alternatives without a type is left out and named',
  'https://github.com/anthropics/claude-code/issues/88049',
  async () => {
    const inputSchema = { anyOf: [object, { type: 'object', properties: { b: { type: 'string' } } }] };
    const { names, unusable } = await between({ name: 'either', inputSchema });
    expect(names).toEqual(['echo', 'last']);
    expect(unusable).toEqual([{ name: 'either', reason: 'schema_type' }]);
  },
);

quirk(
  'tools without a schema, or with null for one, are left out and named',
  'https://github.com/mastra-ai/mastra/issues/21859',
  async () => {
    const { names, unusable } = await between({ name: 'bare', inputSchema: null }, { name: 'none' });
    expect(names).toEqual(['echo', 'last']);
    expect(unusable).toEqual([
      { name: 'bare', reason: 'schema_missing' },
      { name: 'none', reason: 'schema_missing' },
    ]);
  },
);

quirk(
  'tools whose schema is text, a list, or for text are left out and named',
  'https://github.com/sandialabs/atlas-ui-3/issues/727',
  async () => {
    const { names, unusable } = await between(
      { name: 'words', inputSchema: 'an object' },
      { name: 'row', inputSchema: [] },
      { name: 'lookup', inputSchema: { type: 'string', description: 'the document title' } },
    );
    expect(names).toEqual(['echo', 'last']);
    expect(unusable).toEqual([
      { name: 'words', reason: 'schema_not_an_object' },
      { name: 'row', reason: 'schema_not_an_object' },
      { name: 'lookup', reason: 'schema_type' },
    ]);
  },
);

quirk(
  'a schema whose properties and required names are null is a schema without them',
  'https://github.com/opencode-ai/opencode/pull/278',
  async () => {
    const inputSchema = { type: 'object', properties: null, required: null };
    const { tools, unusable } = await between({ name: 'go', inputSchema, description: null, annotations: null });
    expect(tools[1]).toMatchObject({ name: 'go', inputSchema: { type: 'object' } });
    expect(unusable).toBeUndefined();
  },
);

quirk(
  'hints of null do not cost the list, and unknown hints are ignored',
  'https://github.com/r33drichards/mcp-js/pull/117',
  async () => {
    const annotations = { readOnlyHint: true, destructiveHint: null, idempotentHint: 'yes', costHint: 3 };
    const { tools, unusable } = await between({ name: 'stub', inputSchema: object, annotations });
    expect(tools[1]).toMatchObject({ name: 'stub', annotations: { readOnly: true } });
    expect(tools[1]?.annotations).toEqual({ readOnly: true });
    expect(unusable).toBeUndefined();
  },
);

quirk(
  'a tool whose description, title, icons and output schema are of another type is listed without them',
  'MCP 2025-11-25, Tools, Data Types: “description: Human-readable description of functionality”',
  async () => {
    const odd = {
      name: 'odd',
      inputSchema: object,
      title: 7,
      description: { en: 'Repeats' },
      icons: 'https://icons.example/a.png',
      outputSchema: 'an object',
      _meta: [],
    };
    const { tools, unusable } = await between(odd, {
      ...odd,
      name: 'odd2',
      icons: [null, { src: 1 }],
      outputSchema: [],
    });
    expect(tools.slice(1, 3).map(({ name, title, description }) => ({ name, title, description }))).toEqual([
      { name: 'odd', title: undefined, description: undefined },
      { name: 'odd2', title: undefined, description: undefined },
    ]);
    expect(unusable).toBeUndefined();
  },
);

quirk(
  'an output schema that is not for an object does not cost the list',
  'https://github.com/rekog-labs/MCP-Nest/issues/79',
  async () => {
    const outputs = [{ type: 'array', items: {} }, { $ref: '#/nowhere' }, { type: 'object', required: 'all' }];
    const { names, unusable } = await between(
      ...outputs.map((outputSchema, index) => ({ name: `out${index}`, inputSchema: object, outputSchema })),
    );
    expect(names).toEqual(['echo', 'out0', 'out1', 'out2', 'last']);
    expect(unusable).toBeUndefined();
  },
);

quirk(
  'entries that are no tools, and tools without a name, are left out',
  'MCP 2025-11-25, Tools, Tool Names: “Tool names SHOULD be between 1 and 128 characters in length (inclusive).”',
  async () => {
    const { names, unusable } = await between(
      'echo',
      null,
      7,
      [],
      { inputSchema: object },
      { ...last, name: '' },
      {
        ...last,
        name: 3,
      },
    );
    expect(names).toEqual(['echo', 'last']);
    expect(unusable?.map(({ reason }) => reason)).toEqual([
      'not_an_object',
      'not_an_object',
      'not_an_object',
      'not_an_object',
      'name_missing',
      'name_missing',
      'name_missing',
    ]);
  },
);

quirk(
  'a tool whose name is too long to be called is left out, and named by its beginning',
  'MCP 2025-11-25, Tools, Tool Names: “Tool names SHOULD be between 1 and 128 characters in length (inclusive).”',
  async () => {
    const { names, unusable } = await between({ ...last, name: 'n'.repeat(5000) }, { ...last, name: 'm'.repeat(200) });
    expect(names).toEqual(['echo', 'm'.repeat(200), 'last']);
    expect(unusable).toEqual([{ name: `${'n'.repeat(199)}…`, reason: 'name_too_long' }]);
  },
);

quirk(
  'the first of two tools of the same name counts, and the other is named',
  'https://github.com/openai/openai-agents-python/pull/3561',
  async () => {
    const { tools, unusable } = await between({ ...good, description: 'Another echo' });
    expect(tools.map(({ name, description }) => [name, description])).toEqual([
      ['echo', undefined],
      ['last', undefined],
    ]);
    expect(unusable).toEqual([{ name: 'echo', reason: 'name_taken' }]);
  },
);

comparison(
  'a tool whose schema has a reference that leads nowhere is listed, for input as JSON',
  'MCP 2025-11-25, Tools, Data Types: “inputSchema: JSON Schema defining expected parameters”',
  async () => {
    const inputSchema = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/none' }, b: { $ref: 'https://x.example/s' } },
    };
    const { names, tools } = await between({ name: 'lost', inputSchema });
    expect(names).toEqual(['echo', 'lost', 'last']);
    expect(tools[1]).toMatchObject({ formTooLarge: true });
  },
);

quirk('a list of null is an empty list', 'https://github.com/google-gemini/gemini-cli/issues/20363', async () => {
  const { names, unusable } = await paged((_, asked) => answered(asked, { tools: null, nextCursor: null }));
  expect(names).toEqual([]);
  expect(unusable).toBeUndefined();
});

quirk('a cursor of null ends the list', 'https://github.com/modelcontextprotocol/java-sdk/issues/575', async () => {
  const { names, problem, cursors } = await paged((_, asked) => answered(asked, { tools: [good], nextCursor: null }));
  expect(names).toEqual(['echo']);
  expect(problem).toBeUndefined();
  expect(cursors).toEqual([undefined]);
});

comparison(
  'an empty cursor is followed, as it may be one',
  'https://github.com/PrefectHQ/fastmcp/issues/5025',
  async () => {
    const { names, problem, cursors } = await paged((cursor, asked) =>
      answered(asked, cursor === undefined ? { tools: [good], nextCursor: '' } : { tools: [last] }),
    );
    expect(names).toEqual(['echo', 'last']);
    expect(problem).toBeUndefined();
    expect(cursors).toEqual([undefined, '']);
  },
);

comparison(
  'a list that begins again for its own cursor is read once',
  'https://github.com/DeusData/codebase-memory-mcp/issues/1247',
  async () => {
    const { names, unusable, problem, cursors } = await paged((_, asked) =>
      answered(asked, { tools: [good, last], nextCursor: '8' }),
    );
    expect(names).toEqual(['echo', 'last']);
    expect([unusable, problem]).toEqual([undefined, undefined]);
    expect(cursors).toEqual([undefined, '8']);
  },
);

quirk(
  'cursors that lead back to one another end the list, with a word about it',
  'https://github.com/DeusData/codebase-memory-mcp/issues/1247',
  async () => {
    let pages = 0;
    const { names, problem, cursors } = await paged((cursor, asked) => {
      pages += 1;
      const tools = [{ name: `tool-${pages}`, inputSchema: object }];
      return answered(asked, { tools, nextCursor: cursor === 'a' ? 'b' : 'a' });
    });
    expect(names).toEqual(['tool-1', 'tool-2', 'tool-3']);
    expect(problem).toBe('cursor_repeated');
    expect(cursors).toEqual([undefined, 'a', 'b']);
  },
);

quirk(
  'a list that never ends is read up to a limit, and what was read is listed',
  'https://github.com/modelcontextprotocol/csharp-sdk/issues/1072',
  async () => {
    let pages = 0;
    const { names, problem } = await paged((_, asked) => {
      pages += 1;
      return answered(asked, { tools: [{ name: `tool-${pages}`, inputSchema: object }], nextCursor: `page-${pages}` });
    });
    expect(names.slice(0, 2)).toEqual(['tool-1', 'tool-2']);
    expect(problem).toBe('pages_endless');
  },
);

const broken: [string, (asked: Asked) => Answer][] = [
  ['is no list', (asked) => answered(asked, { tools: { echo: good } })],
  ['is answered 500', () => ({ status: 500, body: 'oops' })],
  ['is answered 400', () => ({ status: 400, json: { error: 'bad cursor' } })],
  ['is no JSON', () => ({ headers: { 'content-type': 'application/json' }, body: '{"jsonrpc":' })],
  ['is a web page', () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' })],
  ['is cut off', () => 'close'],
  [
    'is an error of JSON-RPC',
    ({ body }) => ({
      json: { jsonrpc: '2.0', id: (JSON.parse(body) as { id: number }).id, error: { code: -32_603, message: 'oops' } },
    }),
  ],
];
for (const [how, page] of broken)
  quirk(
    `a later page that ${how} does not cost the pages before it`,
    'https://github.com/anthropics/claude-code/issues/88049',
    async () => {
      const { names, problem } = await paged((cursor, asked) =>
        cursor === undefined ? answered(asked, { tools: [good], nextCursor: '2' }) : page(asked),
      );
      expect(names).toEqual(['echo']);
      expect(problem).toBe('page_unreadable');
    },
  );

quirk(
  'a bad tool on the second page does not cost the first, and a cursor that is a number ends the list with a word',
  'MCP 2025-11-25, Pagination: “Clients SHOULD treat a missing nextCursor as the end of results”',
  async () => {
    const { names, unusable, problem } = await paged((cursor, asked) =>
      answered(
        asked,
        cursor === undefined
          ? { tools: [good], nextCursor: '2' }
          : { tools: [{ name: 'bare', inputSchema: null }, last], nextCursor: 3 },
      ),
    );
    expect(names).toEqual(['echo', 'last']);
    expect(unusable).toEqual([{ name: 'bare', reason: 'schema_missing' }]);
    expect(problem).toBe('cursor_unusable');
  },
);

quirk(
  'a tool whose header is not allowed is named, and the others of a server of 2026-07-28 are listed',
  'https://github.com/modelcontextprotocol/inspector/issues/1632',
  async () => {
    const site = await oddSite();
    const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
    const number = { type: 'number', 'x-mcp-header': 'Level' };
    const tools = [good, { name: 'level', inputSchema: { type: 'object', properties: { level: number } } }, last];
    site.routes['/mcp'] = (asked) => {
      if (!site.isSignedIn(asked)) return site.challenge();
      return rpcMethod(asked) === 'tools/list' ? answered(asked, { ...whole, tools }) : { status: 405, body: '' };
    };
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    const list = await user.list();
    expect(list.tools.map(({ name }) => name)).toEqual(['echo', 'last']);
    expect(list.unusable).toEqual([{ name: 'level', reason: 'header_not_allowed' }]);
  },
);
