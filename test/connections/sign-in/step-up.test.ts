import { describe, expect, it } from 'vitest';
import { cancelConnect } from '../../../src-main/connections/sign-in/cancel.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { setServerEnabled } from '../../../src-main/connections/servers/servers.ts';
import { StepUps } from '../../../src-main/connections/state/step-ups.ts';
import type { McpServerOptions } from '../../fixtures/mcp-server.ts';
import { errorView } from '../../../src-main/base/error-view.ts';
import { answerPages, type Answers } from '../../fixtures/person.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import type { Asked, Reply } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const tenMinutes = 10 * 60_000;

/** Waits for the browser to be sent somewhere for the `count`th time. */
async function openedAgain(kit: Keyfob, count: number): Promise<URL> {
  await expect.poll(() => kit.opened.length).toBe(count);
  const url = kit.opened[count - 1];
  if (!url) throw new Error('no browser opened');
  return url;
}

/** Real servers, signed in, where `whoami` needs the scope `identity` and `convert_units` needs `units`. */
async function start(mcp: McpServerOptions = {}) {
  const parts = await startRealParts({ mcp: { toolScopes: { whoami: 'identity', fails: 'units' }, ...mcp } });
  const { kit, id } = parts;
  await kit.signIn(id);
  /** The person in front of the browser. */
  const answer = async (count: number, answers?: Answers) =>
    kit.bringBack(await answerPages((await openedAgain(kit, count)).href, answers)).catch(() => undefined);
  const scopesAsked = (count: number) => kit.opened[count - 1]?.searchParams.get('scope')?.split(' ');
  return { ...parts, ...toolsOf(kit, id), answer, scopesAsked };
}

const needed = fault('more_access_needed', { scopes: 'identity' });

describe.each(['2025-11-25', '2026-07-28'] as const)('a tool of a server of %s that needs more access', (protocol) => {
  it('says what is missing, in the call and in the view, and opens no browser', async () => {
    const { kit, id, call, server } = await start({ protocol });
    expect(kit.view(id)).not.toHaveProperty('wantedScopes');
    await expect(call('whoami')).rejects.toEqual(needed);
    expect(kit.view(id)).toMatchObject({
      status: { state: 'needs_sign_in', reason: 'more_access_needed' },
      wantedScopes: ['identity'],
      wantedBy: 'whoami',
    });
    const error = await call('whoami').catch(errorView);
    expect(error).toMatchObject({ code: 'more_access_needed', remedy: 'review_access' });
    expect(kit.opened).toHaveLength(1);
    expect(server.calls).toEqual([]);
  });

  it('is called once, after the person allowed it', async () => {
    const { kit, id, callSteppingUp, answer, scopesAsked, server, authorization } = await start({ protocol });
    const called = callSteppingUp('whoami');
    await answer(2);
    expect(await called).toMatchObject({ isError: false, content: [{ type: 'text', text: 'ann@example.com' }] });
    expect(scopesAsked(2)).toEqual(['tools.read', 'tools.call', 'offline_access', 'identity']);
    expect(server.calls.map(({ tool }) => tool)).toEqual(['whoami']);
    expect(kit.view(id)).toMatchObject({ status: { state: 'signed_in', renewable: true } });
    expect(kit.view(id).signIn?.scopes).toEqual(expect.arrayContaining(['tools.read', 'tools.call', 'identity']));
    expect(kit.view(id)).not.toHaveProperty('wantedScopes');
    expect(authorization.count('registration')).toBe(1);
  });

  it('does not affect other calls that are under way', async () => {
    const { call, server } = await start({ protocol });
    const slow = call('slow', { steps: 5, stepMilliseconds: 100 });
    await expect.poll(() => server.calls.length).toBe(1);
    await expect(call('whoami')).rejects.toEqual(needed);
    expect(await slow).toMatchObject({ isError: false });
  });
});

describe('a sign-in for more access', () => {
  it('begins with the cached discovery result, and shows its steps', async () => {
    const { kit, id, callSteppingUp, answer } = await start();
    const called = callSteppingUp('whoami');
    await answer(2);
    await called;
    expect(kit.view(id).lastAttempt?.steps.map(({ name, facts }) => [name, facts['cached']])).toEqual([
      ['probe', true],
      ['resource_metadata', true],
      ['server_metadata', true],
      ['registration', undefined],
      ['authorize', undefined],
      ['token', undefined],
    ]);
  });

  it('made by hand requests it too', async () => {
    const { kit, id, call, scopesAsked } = await start();
    await expect(call('whoami')).rejects.toEqual(needed);
    await kit.signIn(id);
    expect(scopesAsked(2)).toContain('identity');
    expect(await call('whoami')).toMatchObject({ isError: false });
    await kit.signIn(id);
    expect(scopesAsked(3)).not.toContain('identity');
  });

  it('is one for all calls that need the same', async () => {
    const { kit, callSteppingUp, answer, server } = await start();
    const calls = Promise.all([callSteppingUp('whoami'), callSteppingUp('whoami'), callSteppingUp('whoami')]);
    await answer(2);
    expect((await calls).map(({ isError }) => isError)).toEqual([false, false, false]);
    expect(server.calls).toHaveLength(3);
    expect(kit.opened).toHaveLength(2);
  });

  it('comes after another one that needs something else', async () => {
    const { kit, callSteppingUp, answer, scopesAsked } = await start();
    const first = callSteppingUp('whoami');
    await openedAgain(kit, 2);
    const second = callSteppingUp('fails');
    await answer(2);
    expect(await first).toMatchObject({ isError: false });
    await answer(3);
    expect(await second).toMatchObject({ isError: true });
    expect(scopesAsked(3)).toEqual(expect.arrayContaining(['tools.call', 'identity', 'units']));
    expect(kit.completed()).toEqual(['signed in', 'signed in', 'signed in']);
  });

  it('ends with the call that needed it', async () => {
    const { kit, id, callSteppingUp, call } = await start();
    const abort = new AbortController();
    const called = callSteppingUp('whoami', abort.signal);
    await openedAgain(kit, 2);
    abort.abort();
    await expect(called).rejects.toEqual(fault('cancelled'));
    expect(kit.context.attempts.active(kit.slot(id))).toBeUndefined();
    const late = await answerPages(kit.opened[1]?.href ?? '');
    await finishAuthorization(kit.context, late);
    expect(kit.completed()).toEqual(['signed in']);
    expect(kit.view(id)).toMatchObject({ status: { state: 'signed_in' }, lateAnswer: true });
    expect(await call('slow', { steps: 1, stepMilliseconds: 1 })).toMatchObject({ isError: false });
  });

  it('continues for the others where one call is given up', async () => {
    const { kit, callSteppingUp, answer } = await start();
    const abort = new AbortController();
    const first = callSteppingUp('whoami', abort.signal);
    const second = callSteppingUp('whoami');
    await openedAgain(kit, 2);
    abort.abort();
    await expect(first).rejects.toEqual(fault('cancelled'));
    await answer(2);
    expect(await second).toMatchObject({ isError: false });
  });

  it('that the person cancels ends the call, and is not recorded as a refusal', async () => {
    const { kit, id, callSteppingUp, answer, server } = await start();
    const called = callSteppingUp('whoami');
    await openedAgain(kit, 2);
    cancelConnect(kit.context, kit.session, id);
    await expect(called).rejects.toEqual(fault('cancelled'));
    expect(server.calls).toEqual([]);
    const again = callSteppingUp('whoami');
    await answer(3);
    expect(await again).toMatchObject({ isError: false });
  });

  it('that the person replaces by a sign-in by hand ends the call', async () => {
    const { kit, id, callSteppingUp } = await start();
    const called = callSteppingUp('whoami');
    await openedAgain(kit, 2);
    const byHand = connect(kit.context, kit.session, id);
    await expect(called).rejects.toEqual(fault('cancelled'));
    await byHand;
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });
  });

  it('that fails says why', async () => {
    const { kit, callSteppingUp, authorization } = await start();
    authorization.breakEndpoint('token', { status: 500 });
    const called = callSteppingUp('whoami');
    called.catch(() => undefined);
    const url = await openedAgain(kit, 2);
    await expect(kit.bringBack(await answerPages(url.href))).rejects.toThrow();
    const [, code] = kit.completed();
    await expect(called).rejects.toMatchObject({ name: 'Fault', code });
  });

  it('does not begin where the server is turned off meanwhile', async () => {
    const { kit, id, callSteppingUp } = await start();
    setServerEnabled(kit.context, kit.session, id, false);
    await expect(callSteppingUp('whoami')).rejects.toEqual(fault('server_off'));
    expect(kit.opened).toHaveLength(1);
  });
});

describe('a person who says no', () => {
  it('is not asked for the same access again, and is told so', async () => {
    const { kit, callSteppingUp, call, answer, server } = await start();
    const called = callSteppingUp('whoami');
    called.catch(() => undefined);
    await answer(2, { answer: 'deny' });
    await expect(called).rejects.toEqual(fault('more_access_denied'));
    expect(server.calls).toEqual([]);

    await expect(call('whoami')).rejects.toEqual(fault('more_access_denied', { scopes: 'identity' }));
    await expect(callSteppingUp('whoami')).rejects.toEqual(fault('more_access_denied'));
    expect(kit.opened).toHaveLength(2);
    expect(server.calls).toEqual([]);
  });

  it('is asked for other access, which does not withdraw the refusal', async () => {
    const { kit, callSteppingUp, answer } = await start();
    const denied = callSteppingUp('whoami');
    denied.catch(() => undefined);
    await answer(2, { answer: 'deny' });
    await expect(denied).rejects.toEqual(fault('more_access_denied'));
    const other = callSteppingUp('fails');
    await answer(3);
    expect(await other).toMatchObject({ isError: true });
    await expect(callSteppingUp('whoami')).rejects.toEqual(fault('more_access_denied'));
    expect(kit.opened).toHaveLength(3);
  });

  it('may sign in by hand, and is asked again after that', async () => {
    const { kit, id, call, callSteppingUp, answer } = await start();
    const denied = callSteppingUp('whoami');
    denied.catch(() => undefined);
    await answer(2, { answer: 'deny' });
    await expect(denied).rejects.toEqual(fault('more_access_denied'));
    await disconnect(kit.context, kit.session, id);
    await kit.signIn(id);
    await expect(call('whoami')).rejects.toEqual(needed);
    const again = callSteppingUp('whoami');
    await answer(4);
    expect(await again).toMatchObject({ isError: false });
  });

  it('in a sign-in by hand too has not withdrawn the refusal', async () => {
    const { kit, id, callSteppingUp, answer } = await start();
    const denied = callSteppingUp('whoami');
    denied.catch(() => undefined);
    await answer(2, { answer: 'deny' });
    await expect(denied).rejects.toEqual(fault('more_access_denied'));
    await expect(kit.signIn(id, { answer: 'deny' })).rejects.toEqual(fault('access_denied'));
    await expect(callSteppingUp('whoami')).rejects.toEqual(fault('more_access_denied'));
    expect(kit.opened).toHaveLength(3);
  });

  it('keeps the existing sign-in', async () => {
    const { kit, id, call, callSteppingUp, answer } = await start();
    const denied = callSteppingUp('whoami');
    denied.catch(() => undefined);
    await answer(2, { answer: 'deny' });
    await expect(denied).rejects.toEqual(fault('more_access_denied'));
    expect(await call('slow', { steps: 1, stepMilliseconds: 1 })).toMatchObject({ isError: false });
    expect(kit.view(id).status.state).toBe('signed_in');
  });
});

/** Signed in at a scripted server whose tool `x` the test answers; its authorization server grants `granted()`. */
async function scripted(granted: (asked: string) => string = (asked) => asked) {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  const tokens = site.authorization.routes['/token'] as (asked: Asked) => { json: object };
  site.authorization.routes['/token'] = (asked) => ({
    json: { ...tokens(asked).json, scope: granted(kit.opened.at(-1)?.searchParams.get('scope') ?? '') },
  });
  const calls: string[] = [];
  /** The challenge of the tool's 403; undefined: the tool answers. */
  const challenge: { current: string | undefined } = { current: undefined };
  const protect = site.server.routes['/mcp'] as Reply;
  site.server.routes['/mcp'] = (asked) => {
    if (!asked.headers.authorization) return protect(asked);
    const { method, id: messageId } = JSON.parse(asked.body) as { method: string; id?: number };
    const answer = (result: object) => ({
      json: { jsonrpc: '2.0', id: messageId, result: { resultType: 'complete', ...result } },
    });
    if (method !== 'tools/call') return answer({ tools: [], ttlMs: 0, cacheScope: 'private' });
    calls.push(asked.headers.authorization);
    if (challenge.current === undefined) return answer({ content: [] });
    return { status: 403, headers: { 'www-authenticate': challenge.current }, body: '' };
  };
  const answer = async (count: number, other = {}) =>
    finishAuthorization(kit.context, site.redirect(await openedAgain(kit, count), other));
  await connect(kit.context, kit.session, id);
  await answer(1);
  const want = (scope: string) => (challenge.current = `Bearer error="insufficient_scope", scope="${scope}"`);
  return { site, kit, id, calls, challenge, want, answer, ...toolsOf(kit, id) };
}

describe('a server that is never satisfied', () => {
  it('is called once after it was granted what it asked for, and does not make the person sign in again', async () => {
    const { kit, id, want, answer, calls, callSteppingUp } = await scripted();
    want('files');
    const called = callSteppingUp('x');
    called.catch(() => undefined);
    await answer(2);
    await expect(called).rejects.toEqual(fault('more_access_needed', { scopes: '' }));
    expect(calls).toEqual(['Bearer access-1', 'Bearer access-2']);
    await expect(callSteppingUp('x')).rejects.toEqual(fault('more_access_needed', { scopes: '' }));
    expect(kit.opened).toHaveLength(2);
    expect(calls).toHaveLength(3);
    expect(kit.view(id)).not.toHaveProperty('wantedScopes');
  });

  it('that needs one scope after the other may ask twice in ten minutes, for each of its tools', async () => {
    const { kit, want, answer, callSteppingUp } = await scripted();
    const refusedAfter = async (scope: string, count: number, tool = 'x') => {
      want(scope);
      const called = callSteppingUp(tool);
      called.catch(() => undefined);
      await answer(count);
      await expect(called).rejects.toEqual(fault('more_access_needed'));
    };
    await refusedAfter('one', 2);
    await refusedAfter('two', 3);
    want('three');
    await expect(callSteppingUp('x')).rejects.toEqual(fault('more_access_denied'));
    expect(kit.opened).toHaveLength(3);
    await refusedAfter('three', 4, 'y');
    kit.clock.ahead = tenMinutes + 1000;
    await refusedAfter('four', 5);
  });

  it('whose authorization server grants less than was requested does not ask again', async () => {
    const { kit, want, answer, calls, callSteppingUp } = await scripted(() => 'basic');
    want('files');
    const called = callSteppingUp('x');
    called.catch(() => undefined);
    await answer(2);
    await expect(called).rejects.toEqual(fault('more_access_denied', { scopes: 'files' }));
    await expect(callSteppingUp('x')).rejects.toEqual(fault('more_access_denied'));
    expect(kit.opened).toHaveLength(2);
    expect(calls).toHaveLength(3);
  });

  it('that does not name a scope causes no question', async () => {
    const { kit, id, challenge, callSteppingUp } = await scripted();
    challenge.current = 'Bearer error="insufficient_scope"';
    await expect(callSteppingUp('x')).rejects.toEqual(fault('more_access_needed', { scopes: '' }));
    expect(kit.opened).toHaveLength(1);
    expect(kit.view(id)).not.toHaveProperty('wantedScopes');
  });

  it('that refuses for another reason causes no question', async () => {
    const { kit, challenge, callSteppingUp } = await scripted();
    for (const other of ['Bearer error="invalid_request", scope="files"', 'Basic realm="files"']) {
      challenge.current = other;
      await expect(callSteppingUp('x')).rejects.toEqual(fault('not_allowed'));
    }
    expect(kit.opened).toHaveLength(1);
  });

  it('and sends malformed scopes is asked for the valid scope tokens among them', async () => {
    const { kit, id, want, answer, callSteppingUp } = await scripted();
    want(`files ${'x'.repeat(300)} \u00e9t\u00e9 a\\\\b files notes:write`);
    const called = callSteppingUp('x');
    called.catch(() => undefined);
    const url = await openedAgain(kit, 2);
    expect(url.searchParams.get('scope')).toBe('files notes:write');
    expect(kit.view(id).wantedScopes).toEqual(['files', 'notes:write']);
    await answer(2);
    await expect(called).rejects.toEqual(fault('more_access_needed'));
  });
});

describe('the memory of refused access', () => {
  const slot = { workspaceId: 'w', serverId: 's', profileId: 'p' };

  it('is kept by set of scopes, in any order, and by slot', () => {
    const stepUps = new StepUps();
    stepUps.deny(slot, ['b', 'a', 'b']);
    expect(stepUps.isDenied(slot, ['a', 'b'])).toBe(true);
    expect(stepUps.isDenied(slot, ['a'])).toBe(false);
    expect(stepUps.isDenied({ ...slot, profileId: null }, ['a', 'b'])).toBe(false);
    expect(stepUps.isDenied({ ...slot, serverId: 'other' }, ['a', 'b'])).toBe(false);
  });

  it('has a limit', () => {
    const stepUps = new StepUps();
    for (let count = 0; count <= 500; count += 1) {
      stepUps.deny(slot, [`scope-${count}`]);
      expect(stepUps.admit(slot, `tool-${count}`, 0)).toBe(true);
      expect(stepUps.admit(slot, `tool-${count}`, 0)).toBe(true);
    }
    expect(stepUps.isDenied(slot, ['scope-0'])).toBe(false);
    expect(stepUps.isDenied(slot, ['scope-1'])).toBe(true);
    expect(stepUps.admit(slot, 'tool-1', 0)).toBe(false);
    expect(stepUps.admit(slot, 'tool-0', 0)).toBe(true);
  });
});
