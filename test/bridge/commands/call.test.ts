import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { RawResult, RpcError, scriptedAgentServer, Stream } from '../pump/scripted-agent-server.ts';
import { askingApp } from './asking-app.ts';
import { run } from './run.ts';

/** A port that nothing listens at. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** An app with an open server called `one`. */
async function appWith(
  methods: Parameters<typeof scriptedAgentServer>[0] = {},
  answer: 'once' | 'not_now' = 'once',
  desktop: Parameters<typeof askingApp>[1] = {},
) {
  const server = await scriptedAgentServer(methods);
  const app = await askingApp(answer, desktop);
  const { id } = app.addServer('One', server.url);
  app.kit.store.servers.setRequiresSignIn(app.kit.session.workspaceId, id, false);
  return { ...app, server };
}

const content = (...parts: object[]) => ({ 'tools/call': () => ({ content: parts }) });
const picture = Buffer.from('a picture');
const image = { type: 'image', mimeType: 'image/png', data: picture.toString('base64') };

describe('the command tools', () => {
  it('lists the tools of a server with what they are for, after the user has allowed it', async () => {
    const { home, asked } = await appWith({
      'tools/list': () => ({
        tools: [
          { name: 'create', description: 'Creates.\nMore.', inputSchema: { type: 'object' } },
          { name: 'do', inputSchema: { type: 'object' } },
        ],
      }),
    });
    expect(await run(home, ['tools', 'one'])).toEqual({ lines: ['create  Creates.', 'do'], errors: [], code: 0 });
    expect(asked.map(({ about }) => about)).toEqual(['server']);
    const { lines } = await run(home, ['tools', 'one', '--json']);
    expect(JSON.parse(lines.join('\n'))).toEqual({
      tools: [
        { name: 'create', description: 'Creates.\nMore.', inputSchema: { type: 'object' } },
        { name: 'do', inputSchema: { type: 'object' } },
      ],
    });
  });

  it.each(['2025-11-25', '2026-07-28', 'both'] as const)('works with a real server of %s', async (protocol) => {
    const server = await startMcpServer({ protocol });
    const app = await askingApp();
    const { id } = app.addServer('Real', server.url);
    app.kit.store.servers.setRequiresSignIn(app.kit.session.workspaceId, id, false);
    const { lines, code } = await run(app.home, ['tools', 'real', '--json']);
    const { tools } = JSON.parse(lines.join('\n')) as { tools: { name: string }[] };
    expect([tools.length > 0, code]).toEqual([true, 0]);
    await server.close();
  });

  it('of a server that is down ends with 75, with words and no tool of Keyfob’s own', async () => {
    const { home, addServer, kit } = await askingApp();
    const { id } = addServer('Down', `http://127.0.0.1:${await unusedPort()}/mcp`);
    kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
    const { lines, errors, code } = await run(home, ['tools', 'down']);
    expect([lines, code]).toEqual([[], 75]);
    expect(errors.join('\n')).toMatch(/^keyfob: .*127\.0\.0\.1/);
  });
});

describe('the command call', () => {
  it('passes the arguments on as they were written, and prints the text', async () => {
    const { home, server } = await appWith();
    const args = '{"big": 9007199254740993,\n "text": "é"}';
    expect(await run(home, ['call', 'one', 'do', '--args', args])).toEqual({ lines: ['did do'], errors: [], code: 0 });
    expect(server.bodies().find((body) => body.includes('tools/call'))).toContain(
      '"arguments":{"big": 9007199254740993,  "text": "é"}',
    );
  });

  it.each([[['-']], [['--args', '-']]])('reads long arguments from standard input with %j', async (more) => {
    const { home, server } = await appWith();
    const text = 'x'.repeat(300_000);
    const input = JSON.stringify({ text });
    expect((await run(home, ['call', 'one', 'do', ...more], { input })).lines).toEqual(['did do']);
    expect(server.asked('tools/call')).toMatchObject([{ arguments: { text } }]);
  });

  it.each([
    [['--args', '[1]'], ''],
    [['--args', '{'], ''],
    [['-'], ''],
    [['-', '--args', '{}'], '{}'],
  ])('with the arguments %j ends with 2, and asks the user nothing', async (more, input) => {
    const { home, asked } = await appWith();
    const { lines, errors, code } = await run(home, ['call', 'one', 'do', ...more], { input });
    expect([lines, errors.length, code, asked]).toEqual([[], 1, 2, []]);
  });

  it('prints JSON without changing numbers', async () => {
    const { home } = await appWith({
      'tools/call': () => new RawResult('{"content":[],"structuredContent":{"id":9007199254740993,"one":1.0}}'),
    });
    const { lines, code } = await run(home, ['call', 'one', 'do', '--json']);
    expect(lines.join('').replaceAll(/\s/g, '')).toBe(
      '{"content":[],"structuredContent":{"id":9007199254740993,"one":1.0}}',
    );
    expect(code).toBe(0);
  });

  it('of a tool that fails prints what it says, and ends with 1', async () => {
    const { home } = await appWith({
      'tools/call': () => ({ isError: true, content: [{ type: 'text', text: 'No such team.' }] }),
    });
    expect(await run(home, ['call', 'one', 'do'])).toEqual({ lines: ['No such team.'], errors: [], code: 1 });
  });

  it('of a tool that the server does not have ends with 1, in the server’s words', async () => {
    const { home } = await appWith({ 'tools/call': () => new RpcError(-32_602, 'Unknown tool: do') });
    expect(await run(home, ['call', 'one', 'do'])).toEqual({
      lines: [],
      errors: ['keyfob: Unknown tool: do'],
      code: 1,
    });
    const { lines } = await run(home, ['call', 'one', 'do', '--json']);
    expect(JSON.parse(lines.join(''))).toEqual({ error: { code: '-32602', message: 'Unknown tool: do' } });
  });

  it('saves pictures and embedded files under plain names, and prints the rest', async () => {
    const folder = temporaryFolder();
    const { home } = await appWith(
      content(
        { type: 'text', text: 'Here:' },
        image,
        { type: 'resource', resource: { uri: 'file:///tmp/../report.csv', text: 'a,b', mimeType: 'text/csv' } },
        { type: 'resource', resource: { uri: 'x:/..', blob: 'AAE=', mimeType: 'application/pdf' } },
        { type: 'resource_link', uri: 'https://a.example/doc', name: 'doc' },
      ),
    );
    expect(await run(home, ['call', 'one', 'draw', '--out', join(folder, 'out')])).toEqual({
      lines: ['Here:', 'https://a.example/doc'],
      errors: ['image-2.png', 'report.csv', 'resource-4.pdf'].map((name) => `Saved ${join(folder, 'out', name)}`),
      code: 0,
    });
    expect(readFileSync(join(folder, 'out', 'image-2.png'))).toEqual(picture);
    expect(readFileSync(join(folder, 'out', 'report.csv'), 'utf8')).toBe('a,b');
    expect([...readFileSync(join(folder, 'out', 'resource-4.pdf'))]).toEqual([0, 1]);
  });

  it('saves the only picture as the file that was named, also with --json, which has its path', async () => {
    const folder = temporaryFolder();
    const { home } = await appWith(content(image));
    const path = join(folder, 'a.png');
    const { lines, errors, code } = await run(home, ['call', 'one', 'draw', '--out', path, '--json']);
    expect([JSON.parse(lines.join('')), errors, code]).toEqual([
      { content: [{ type: 'image', mimeType: 'image/png', path }] },
      [],
      0,
    ]);
    expect(readFileSync(path)).toEqual(picture);
  });

  it('that cannot save ends with 1', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const { home } = await appWith(content(image));
    const { errors, code } = await run(home, ['call', 'one', 'draw', '--out', join(folder, 'file', 'a.png')]);
    expect(errors[0]).toContain('keyfob: This could not be saved:');
    expect(code).toBe(1);
  });

  it('without --out says what there was to save', async () => {
    const { home } = await appWith(content(image));
    expect(await run(home, ['call', 'one', 'draw'])).toEqual({
      lines: [],
      errors: ['image/png of 9 bytes; --out PATH saves it'],
      code: 0,
    });
  });

  it('that is not allowed ends with 5, and the server hears nothing', async () => {
    const { home, server } = await appWith({}, 'not_now');
    expect(await run(home, ['call', 'one', 'do'])).toEqual({
      lines: [],
      errors: ['keyfob: This was not allowed in Keyfob’s window, and nothing was done.'],
      code: 5,
    });
    expect(server.bodies()).toEqual([]);
  });

  it('without a window to ask in ends with 75', async () => {
    const { home } = await appWith({}, 'once', { hasDisplay: () => false });
    expect((await run(home, ['call', 'one', 'do'])).code).toBe(75);
  });

  it('while all programs are paused ends with 75', async () => {
    const { home, bridge } = await appWith();
    bridge.permissions.pause.set(true);
    expect(await run(home, ['call', 'one', 'do'])).toEqual({
      lines: [],
      errors: ['keyfob: You have paused all programs in Keyfob. End the pause in its window, then try again.'],
      code: 75,
    });
  });

  it('at a server that wants a sign-in ends with 3, opens no browser, and says which command signs in', async () => {
    const { home, kit, addServer } = await askingApp();
    const { id } = addServer('Linear');
    kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, true);
    for (const argv of [
      ['call', 'linear', 'do'],
      ['tools', 'linear'],
    ])
      expect(await run(home, argv)).toEqual({
        lines: [],
        errors: ['keyfob: Linear needs a sign-in. “keyfob sign-in linear” signs in.'],
        code: 3,
      });
    expect(kit.opened).toEqual([]);
  });

  it('of a server that does not exist ends with 2', async () => {
    const { home } = await askingApp();
    const words = 'There is no server “nothing”. “keyfob list” lists them.';
    expect(await run(home, ['call', 'nothing', 'do'])).toEqual({ lines: [], errors: [`keyfob: ${words}`], code: 2 });
    const { lines } = await run(home, ['call', 'nothing', 'do', '--json']);
    expect(JSON.parse(lines.join(''))).toEqual({ error: { code: 'not_found', message: words } });
  });

  it('writes no progress where standard error is no terminal', async () => {
    const { home } = await appWith({
      'tools/call': ({ _meta }, id) =>
        new Stream((send, end) => {
          const { progressToken } = _meta as { progressToken: unknown };
          send({ method: 'notifications/progress', params: { progressToken, progress: 1, total: 2, message: 'half' } });
          send({ id, result: { content: [{ type: 'text', text: 'done' }] } });
          end();
        }),
    });
    expect(await run(home, ['call', 'one', 'do'])).toEqual({ lines: ['done'], errors: [], code: 0 });
  });
});
