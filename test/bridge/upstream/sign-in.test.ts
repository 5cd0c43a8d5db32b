import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { agentAt, modern, request } from './agent.ts';
import { rawServer } from './raw-server.ts';

describe.each(['2025-11-25', '2026-07-28'] as const)('a server of %s with a sign-in', (protocol) => {
  const isModern = protocol === '2026-07-28';
  const era = isModern ? ('modern' as const) : ('legacy' as const);
  const make = isModern ? modern : request;

  it('is asked for one token by 20 connections and one lapsed token', async () => {
    const { authorization, server, kit, id } = await startRealParts({ mcp: { protocol } });
    await kit.signIn(id);
    const agents = await Promise.all(Array.from({ length: 20 }, () => agentAt(server.url, { era, at: { kit, id } })));
    await Promise.all(agents.map(({ ask }) => ask(make('tools/list'))));
    expect(authorization.count('token', 'refresh_token')).toBe(0);
    authorization.expireTokens();
    const answers = await Promise.all(agents.map(({ ask }) => ask(make('tools/call', { name: 'whoami' }))));
    for (const { value } of answers) expect(value.result).toMatchObject({ content: [{ type: 'text' }] });
    expect(authorization.count('token', 'refresh_token')).toBe(1);
    expect(server.calls).toHaveLength(20);
  });

  it('that wants more access is a fault with the scopes that are missing', async () => {
    const { server, kit, id } = await startRealParts({ mcp: { protocol, toolScopes: { whoami: 'tools.admin' } } });
    await kit.signIn(id);
    const { ask } = await agentAt(server.url, { era, at: { kit, id } });
    await expect(ask(make('tools/call', { name: 'whoami' }))).rejects.toMatchObject({
      code: 'more_access_needed',
      missingScopes: ['tools.admin'],
      mayHaveRun: false,
    });
    expect((await ask(make('tools/call', { name: 'fails' }))).value.result).toMatchObject({ isError: true });
  });

  it('is not asked before the user has signed in, and works at the next request after that', async () => {
    const { server, kit, id } = await startRealParts({ mcp: { protocol } });
    const { ask } = await agentAt(server.url, { era, at: { kit, id } });
    await expect(ask(make('tools/list'))).rejects.toMatchObject({ code: 'not_signed_in' });
    expect(server.bearers().requests).toBe(0);
    await kit.signIn(id);
    expect((await ask(make('tools/call', { name: 'whoami' }))).value.result).toMatchObject({
      content: [{ type: 'text' }],
    });
  });
});

it('a server that begins to want a sign-in is corrected, and announced', async () => {
  const server = await rawServer({
    answer: () => ({ status: 401, headers: { 'www-authenticate': 'Bearer scope="a"' }, body: '' }),
  });
  const { ask, kit, id } = await agentAt(server.url);
  await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'not_signed_in', mayHaveRun: false });
  expect(kit.view(id).status.state).toBe('signed_out');
  expect(kit.events.map(({ type }) => type)).toContain('server_changed');
  server.calls.length = 0;
  await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'not_signed_in' });
  expect(server.calls).toEqual([]);
});

it('a token that is refused in a session in place of another is renewed', async () => {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  await finishAuthorization(kit.context, site.redirect(kit.opened[0]!));
  const mcp = await rawServer();
  // Sessions are opened with any token.
  site.server.routes['/mcp'] = (asked) =>
    asked.body.includes('tools/call') && asked.headers.authorization !== 'Bearer access-2'
      ? { status: 401, body: '' }
      : mcp.site.routes['/mcp']!(asked);
  const { ask } = await agentAt(site.url, { at: { kit, id } });
  expect((await ask(request('tools/call', {}, 1))).value).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect(mcp.methods()).toEqual([
    'initialize',
    'notifications/initialized',
    'initialize',
    'notifications/initialized',
    'tools/call',
  ]);
});

describe('a busy server', () => {
  const busy = (status: number) => ({ status, headers: { 'retry-after': '1' }, body: '' });

  it.each([
    ['429', 'a tool call', 429, 'tools/call', 2],
    ['429', 'a list', 429, 'tools/list', 2],
    ['503', 'a list', 503, 'tools/list', 2],
    ['503', 'a tool call, which may have run,', 503, 'tools/call', 1],
  ] as const)(
    'that answers %s is asked again for %s as often as that is safe',
    async (_words, _what, status, method, times) => {
      let asked = 0;
      const server = await rawServer({
        answer: (call) => (call.method === method && (asked += 1) === 1 ? busy(status) : undefined),
      });
      const { ask } = await agentAt(server.url);
      const answer = ask(request(method, {}, 1));
      await (times === 2
        ? expect(answer).resolves.toMatchObject({ text: '{"jsonrpc":"2.0","id":1,"result":{}}' })
        : expect(answer).rejects.toMatchObject({ code: 'busy' }));
      expect(asked).toBe(times);
    },
  );
});

it('a server that is down and comes back is shown as that', async () => {
  const server = await rawServer();
  const { ask, kit, id } = await agentAt(server.url);
  await ask(request('tools/list'));
  const { '/mcp': whole } = server.site.routes;
  server.site.routes['/mcp'] = () => 'close';
  await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'connection_failed', mayHaveRun: true });
  expect(kit.view(id).status.state).toBe('unreachable');
  server.site.routes['/mcp'] = whole!;
  await ask(request('tools/list'));
  expect(kit.view(id).status.state).toBe('open');
});

it('a server that refuses the connection says that nothing was carried out', async () => {
  const server = await rawServer();
  const { ask } = await agentAt(server.url);
  await server.site.close();
  await expect(ask(request('tools/call'))).rejects.toMatchObject({ code: 'connection_refused', mayHaveRun: false });
});
