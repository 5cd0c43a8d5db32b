import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { setServerEnabled } from '../../src-main/connections/servers/servers.ts';
import { listTools } from '../../src-main/mcp/tools.ts';
import type { AuthorizationServerOptions } from '../fixtures/authorization-server.ts';
import { startMcpServer, type McpServerOptions } from '../fixtures/mcp-server.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { idOf, scriptedMcp } from '../support/scripted-mcp.ts';
import { html, scriptedServer, type Reply } from '../support/scripted-server.ts';
import { toolsOf } from '../support/tools.ts';

/** A real server behind a real authorization server, signed in, with a pool of sessions. */
async function start(mcp: McpServerOptions = {}, authorization: AuthorizationServerOptions = {}) {
  const parts = await startRealParts({ authorization, mcp });
  const { kit, id } = parts;
  await kit.signIn(id);
  return { ...parts, ...toolsOf(kit, id) };
}

const text = (content: string) => [{ type: 'text', text: content }];

describe.each(['2025-11-25', '2026-07-28', 'both'] as const)('the tools of a server of %s', (protocol) => {
  it('are listed, with the facts that the window needs', async () => {
    const { list } = await start({ protocol });
    const tools = await list();
    expect(tools.map(({ name }) => name)).toEqual([
      'convert_units',
      'plan_day',
      'draw_chart',
      'slow',
      'fails',
      'whoami',
    ]);
    expect(tools[0]).toMatchObject({
      title: 'Convert units',
      description: 'Turns a length, weight or temperature into another unit.',
      inputSchema: { type: 'object' },
      annotations: { readOnly: true, idempotent: true, openWorld: false },
    });
  });

  it('are called as the person who signed in', async () => {
    const { server, call } = await start({ protocol });
    const result = await call('whoami');
    expect(result).toMatchObject({ isError: false, content: text('ann@example.com') });
    expect(result.milliseconds).toBeGreaterThanOrEqual(0);
    expect((await call('convert_units', { value: 1, from: 'kilometres', to: 'metres' })).content).toEqual(
      text('1 kilometres is 1000 metres.'),
    );
    expect(server.calls.map(({ tool }) => tool)).toEqual(['whoami', 'convert_units']);
  });

  it('give back structure and pictures', async () => {
    const { call } = await start({ protocol });
    const planned = await call('plan_day', { day: {}, tasks: [{ title: 'Letters' }] });
    expect(planned.structuredContent).toEqual({
      planned: [{ start: '09:00', end: '10:00', title: 'Letters' }],
      left: [],
    });
    const chart = await call('draw_chart');
    expect(chart.content.at(-1)).toMatchObject({ type: 'image', mimeType: 'image/png' });
  });

  it('may fail, which is a result', async () => {
    const { call, kit, id } = await start({ protocol });
    expect(await call('fails')).toMatchObject({ isError: true, content: text('The printer is out of paper.') });
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('that are called with wrong input, or do not exist, report that in the server’s words', async () => {
    const { call, kit, id } = await start({ protocol });
    for (const wrong of [call('no_such_tool'), call('convert_units', { value: 'much' })]) {
      const outcome = await wrong.then(
        (result) => result.isError,
        (error: unknown) => (error as { code: string }).code,
      );
      expect([true, 'tool_failed']).toContain(outcome);
    }
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('run once, and are ended where the server is turned off or signed out of meanwhile', async () => {
    for (const end of ['off', 'signed out'] as const) {
      const { kit, id, server, call } = await start({ protocol });
      const slow = call('slow', { steps: 1000, stepMilliseconds: 20 });
      slow.catch(() => undefined);
      await expect.poll(() => server.calls.length).toBe(1);
      if (end === 'off') setServerEnabled(kit.context, kit.session, id, false);
      else await disconnect(kit.context, kit.session, id);
      await expect(slow).rejects.toEqual(fault(end === 'off' ? 'cancelled' : 'not_signed_in'));
      expect(server.calls.map(({ tool }) => tool)).toEqual(['slow']);
    }
  });

  it('can be stopped, and the next call works', async () => {
    const { call, kit, id } = await start({ protocol });
    const abort = new AbortController();
    const slow = call('slow', { steps: 1000, stepMilliseconds: 20 }, abort.signal);
    setTimeout(() => abort.abort(), 200);
    await expect(slow).rejects.toEqual(fault('cancelled'));
    expect(kit.view(id).status.state).toBe('signed_in');
    expect((await call('whoami')).isError).toBe(false);
  });

  it('share one session, and one token', async () => {
    const { server, list, call } = await start({ protocol });
    await Promise.all([list(), call('whoami'), call('whoami'), list()]);
    expect(server.bearers().different).toBe(1);
    expect(server.calls).toHaveLength(2);
  });

  it('work with a renewed token where the old one expired', async () => {
    const { authorization, server, kit, call } = await start({ protocol }, { accessTokenSeconds: 5 });
    await call('whoami');
    kit.clock.ahead = 5000;
    expect((await call('whoami')).isError).toBe(false);
    expect(server.bearers().different).toBe(2);
    expect(authorization.count('token', 'refresh_token')).toBe(1);
  });

  it('report that a person is needed where every token is revoked', async () => {
    const { authorization, kit, id, call } = await start({ protocol });
    await call('whoami');
    authorization.revokeAll();
    await expect(call('whoami')).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'refresh_refused' });
    await kit.signIn(id);
    expect((await call('whoami')).isError).toBe(false);
  });

  it('are another person’s after another sign-in', async () => {
    const { kit, id, call } = await start({ protocol });
    expect((await call('whoami')).content).toEqual(text('ann@example.com'));
    await disconnect(kit.context, kit.session, id);
    await expect(call('whoami')).rejects.toEqual(fault('not_signed_in'));
    await kit.signIn(id, { account: 'ben@example.com' });
    expect((await call('whoami')).content).toEqual(text('ben@example.com'));
  });
});

describe('a session', () => {
  it('that the server has forgotten is opened again, once, without an error', async () => {
    const first = await start({ protocol: '2025-11-25' });
    await first.call('whoami');
    const port = Number(new URL(first.server.url).port);
    await first.server.close();
    // The connection that was kept open has to be seen closing first.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const again = await startMcpServer({
      authorization: first.authorization,
      testTools: true,
      protocol: '2025-11-25',
      port,
    });
    onTestFinished(() => again.close());
    expect((await first.call('whoami')).content).toEqual(text('ann@example.com'));
    expect((await first.call('whoami')).isError).toBe(false);
  });

  it('that was not used for five minutes is closed, and the next call opens another', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await openMcp();
    const { pool } = server;
    await server.list();
    vi.advanceTimersByTime(4 * 60_000);
    await server.list();
    vi.advanceTimersByTime(4 * 60_000);
    await server.list();
    expect(server.opened()).toBe(1);
    vi.advanceTimersByTime(5 * 60_000 + 1);
    await server.list();
    expect(server.opened()).toBe(2);
    pool.closeAll();
  });

  it('is not idle while a call is under way, however long that takes', async () => {
    const server = await openMcp();
    await server.list();
    let answer: () => void = () => undefined;
    const good = server.routes['/mcp'];
    const held = new Promise<void>((resolve) => (answer = resolve));
    server.routes['/mcp'] = async (asked) => {
      await held;
      return good ? good(asked) : 'close';
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const asked = server.call('one', {});
    const outcome = asked.catch((error: unknown) => (error as { code: string }).code);
    for (let minute = 0; minute < 4; minute += 1) await vi.advanceTimersByTimeAsync(60_000);
    expect(server.opened()).toBe(1);
    answer();
    vi.useRealTimers();
    // The server does not support the method: that is an answer, and not the end of the session.
    expect(await outcome).toBe('tool_failed');
  });

  it('that failed to open is not kept', async () => {
    const server = await openMcp();
    const good = server.routes['/mcp'];
    server.routes['/mcp'] = html(500);
    await expect(server.list()).rejects.toMatchObject({ name: 'Fault' });
    if (good) server.routes['/mcp'] = good;
    expect(await server.list()).toHaveLength(1);
  });

  it('is not opened with a server that is turned off, and closes with it', async () => {
    const { kit, id, call, server } = await start();
    kit.store.servers.setEnabled(kit.session.workspaceId, id, false);
    await expect(call('whoami')).rejects.toEqual(fault('server_off'));
    expect(server.calls).toEqual([]);
  });

  it('is not opened with a server of another workspace', async () => {
    const { kit, id, pool } = await start();
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Work', now: 1 });
    const foreign = { ...kit.session, workspaceId };
    await expect(listTools({ context: kit.context, pool, session: foreign }, { serverId: id })).rejects.toEqual(
      fault('server_not_found'),
    );
  });

  it('with a server without a sign-in sends nothing', async () => {
    const { kit, id, list, server } = await start();
    await disconnect(kit.context, kit.session, id);
    const before = server.bearers().requests;
    await expect(list()).rejects.toEqual(fault('not_signed_in'));
    expect(server.bearers().requests).toBe(before);
  });
});

describe('the list of a server’s tools', () => {
  it('is requested once, until a caller wants it again or the sign-in changes', async () => {
    const { known, list, requests } = await openMcp();
    const lists = () => requests.filter(({ body }) => body.includes('tools/list')).length;
    await known();
    const first = lists();
    for (let index = 0; index < 5; index += 1) expect(await known()).toHaveLength(1);
    expect(lists()).toBe(first);
    expect(await list()).toHaveLength(1);
    expect(lists()).toBe(first + 1);
  });

  it('is requested again where the server says that it has changed, and its users are informed', async () => {
    const { kit, id, known, server } = await start({ protocol: '2025-11-25' });
    const before = await known();
    const heard = new Promise((resolve) => kit.subscribe((event) => event.type === 'tools_changed' && resolve(event)));
    // The stream for the server's notifications is opened after the session.
    await expect.poll(() => (server.addTool('brand_new'), 'told')).toBe('told');
    expect(await heard).toEqual({ type: 'tools_changed', slot: kit.slot(id) });
    expect((await known()).map(({ name }) => name)).toEqual([...before.map(({ name }) => name), 'brand_new']);
  });

  it('is requested each time where a server of the newest revision gives it no lifetime', async () => {
    const { known, server } = await start({ protocol: '2026-07-28' });
    await known();
    const before = server.bearers().requests;
    await known();
    expect(server.bearers().requests).toBe(before + 1);
  });
});

describe('a call', () => {
  it('may run without progress for as long as the server’s settings say', async () => {
    const { call, change } = await start();
    await change({ callTimeout: 1000 });
    const startedAt = performance.now();
    await expect(call('slow', { steps: 1, stepMilliseconds: 60_000 })).rejects.toEqual(fault('timed_out'));
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });
});

describe('an open server', () => {
  it('lists its tools and answers calls without a token', async () => {
    const server = await startMcpServer({ testTools: true });
    onTestFinished(() => server.close());
    const kit = await startKeyfob();
    const id = kit.addServer(server.url);
    await connect(kit.context, kit.session, id);
    const { list, call } = toolsOf(kit, id);
    expect(await list()).toHaveLength(6);
    expect((await call('whoami')).content).toEqual(text('nobody'));
    expect(server.bearers().requests).toBe(0);
  });
});

describe('a failing server', () => {
  it('that is gone is shown as unreachable, and as reachable with its next answer', async () => {
    const { authorization, server, kit, id, call } = await start({ protocol: '2025-11-25' });
    await call('whoami');
    await server.close();
    await expect(call('whoami')).rejects.toMatchObject({ name: 'Fault' });
    expect(kit.view(id).status.state).toBe('unreachable');
    const again = await startMcpServer({ authorization, testTools: true, port: Number(new URL(server.url).port) });
    onTestFinished(() => again.close());
    kit.clock.ahead += 6000;
    expect((await call('whoami')).isError).toBe(false);
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('that refuses a new token needs a person, and the token is kept', async () => {
    const { kit, id, server, list } = await signedInAndRefused();
    await expect(list()).rejects.toEqual(fault('token_refused'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'token_refused' });
    expect(kit.store.tokenSets.get(id, kit.session.profileId)).toBeDefined();
    expect(server.bearers().different).toBe(2);
  });

  it.each<[string, Reply, string]>([
    ['500', html(500), 'server_error'],
    ['a page', html(200), 'not_an_mcp_server'],
    [
      'an error in JSON-RPC',
      ({ body }) => ({ json: { jsonrpc: '2.0', id: idOf(body), error: { code: -32603, message: 'Oops \u202e' } } }),
      'tool_failed',
    ],
  ])('that answers with %s is reported in Keyfob’s words', async (_words, reply, code) => {
    const server = await openMcp();
    await server.list();
    server.routes['/mcp'] = reply;
    await expect(server.list()).rejects.toMatchObject({ name: 'Fault', code });
  });
});

/** A real server that refuses all its tokens, because it is configured as another resource. */
async function signedInAndRefused() {
  const started = await start({}, {});
  const inspect = started.authorization.inspect.bind(started.authorization);
  started.authorization.inspect = async (token) => {
    const facts = await inspect(token);
    return facts && { ...facts, audience: 'https://elsewhere.example/' };
  };
  return started;
}

/** An MCP server with one tool that asks for no sign-in. */
async function openMcp() {
  const { reply, opened } = scriptedMcp();
  const server = await scriptedServer({ '/mcp': reply });
  const kit = await startKeyfob();
  const id = kit.addServer(`${server.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return { ...toolsOf(kit, id), routes: server.routes, requests: server.requests, kit, id, opened };
}
