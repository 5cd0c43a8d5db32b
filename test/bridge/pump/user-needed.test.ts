import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import type { PumpSettings } from '../../../src-main/bridge/pump/bridge-parts.ts';
import { answerPages } from '../../fixtures/person.ts';
import { startRealParts, type RealPartsOptions } from '../../support/real-parts.ts';
import { textOf, toolNames } from './agent-side.ts';
import { listMethods } from './list-methods.ts';
import { startOpenPump } from './open-server.ts';
import { RawResult, Stream, tool } from './scripted-agent-server.ts';
import { Pump } from './start-pump.ts';

const changed = 'notifications/tools/list_changed';

async function rest(): Promise<void> {
  for (let turns = 0; turns < 100; turns += 1) await turn();
}

/** A pump before the real server with the real authorization server. */
async function startProtected(options: RealPartsOptions = {}, settings: Partial<PumpSettings> = {}) {
  const parts = await startRealParts({ ...options, mcp: { protocol: '2025-11-25', ...options.mcp } });
  const { kit, id } = parts;
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, true);
  const pump = new Pump(kit, id, settings);
  /** What the user does once the sign-in was opened for them. */
  const finishSignIn = async () => {
    await pump.until(() => pump.signIns.length > 0);
    await connect(kit.context, kit.session, id);
    await kit.bringBack(await answerPages(kit.opened.at(-1)?.href ?? ''));
  };
  return { ...parts, pump, finishSignIn };
}

describe('an agent of a server that was never signed in to', () => {
  it('gets initialize at once, and one tool that signs in; the real ones follow', async () => {
    const { pump, server, finishSignIn } = await startProtected();
    const agent = pump.connect();
    expect((await agent.initialize()).result).toMatchObject({ serverInfo: { name: 'Keyfob' } });
    expect(await agent.tools()).toEqual(['keyfob_sign_in']);
    for (const [method, member] of listMethods.slice(1))
      expect((await agent.request(method)).result).toEqual({ [member]: [] });
    expect(server.bearers().requests).toBe(0);
    const called = agent.call('keyfob_sign_in');
    await finishSignIn();
    expect((await called).result).not.toHaveProperty('isError');
    expect(textOf(await called)).toContain('restart this program');
    await agent.notification(changed);
    expect(await agent.tools()).toContain('whoami');
    expect(textOf(await agent.call('whoami'))).toBe('ann@example.com');
    expect(pump.signIns).toHaveLength(1);
  });

  it('is told of the real tools after a sign-in that it did not ask for', async () => {
    const { pump, kit, id } = await startProtected();
    const agent = pump.connect();
    await agent.initialize();
    await agent.tools();
    await kit.signIn(id);
    await agent.notification(changed);
    expect(await agent.tools()).toContain('whoami');
    expect(pump.signIns).toEqual([]);
  });

  it('has its call parked, and carried out after the sign-in', async () => {
    const { pump, finishSignIn } = await startProtected();
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('whoami');
    await finishSignIn();
    expect(textOf(await called)).toBe('ann@example.com');
  });

  it('gets words and no error when its time is over, and the next call opens no second browser', async () => {
    const { pump, server } = await startProtected({}, { parkFor: 1 });
    const agent = pump.connect();
    await agent.initialize();
    const answer = await agent.call('whoami');
    expect(answer.result).toEqual({
      content: [
        {
          type: 'text',
          text: `Nothing was done, because ${namesOf(pump)} needs a sign-in. Sign in to ${namesOf(pump)} in Keyfob, then try again.`,
        },
      ],
      isError: true,
    });
    await agent.call('whoami');
    await agent.call('whoami');
    expect(pump.signIns.length).toBeLessThanOrEqual(2);
    expect((await agent.request('resources/read', { uri: 'x:/' })).error).toMatchObject({ code: -31_012 });
    expect(server.calls).toEqual([]);
  });

  it('gets words at once where no window can be shown', async () => {
    const { pump } = await startProtected();
    pump.hasDisplay = false;
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('whoami'))).toContain('Keyfob cannot open a window here');
    expect(pump.signIns).toEqual([]);
  });

  it('gets words at once when the user declines the sign-in', async () => {
    const { pump, kit, id } = await startProtected();
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('whoami');
    await pump.until(() => pump.signIns.length > 0);
    await connect(kit.context, kit.session, id);
    await kit.bringBack(await answerPages(kit.opened.at(-1)?.href ?? '', { answer: 'deny' })).catch(() => undefined);
    expect((await called).result).toMatchObject({ isError: true });
  });
});

const namesOf = (pump: Pump) => pump.kit.view(pump.serverId).name;

describe('an agent whose sign-in has ended', () => {
  it('has its lists from the cache; its call is parked and goes on after the sign-in', async () => {
    const { pump, kit, id, authorization, finishSignIn } = await startProtected();
    await kit.signIn(id);
    const first = pump.connect();
    await first.initialize();
    const tools = await first.tools();
    expect(tools).toContain('whoami');
    authorization.revokeAll();
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(tools);
    const called = agent.call('whoami');
    await finishSignIn();
    expect(textOf(await called)).toBe('ann@example.com');
  });

  it('by a sign-out has no list of before any more', async () => {
    const { pump, kit, id } = await startProtected();
    await kit.signIn(id);
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toContain('whoami');
    await disconnect(kit.context, kit.session, id);
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['keyfob_sign_in']);
  });

  it('and begun again as another account gets no list of the first one', async () => {
    const { pump, kit, id } = await startProtected({
      authorization: { accounts: ['ann@example.com', 'ben@example.com'] },
    });
    await kit.signIn(id);
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    const before = kit.store.tokenSets.facts(id, kit.session.profileId)?.signedInAt;
    await disconnect(kit.context, kit.session, id);
    await kit.signIn(id, { account: 'ben@example.com' });
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)?.signedInAt).not.toBe(before);
    const second = pump.connect();
    await second.initialize();
    await second.tools();
    expect(textOf(await second.call('whoami'))).toBe('ben@example.com');
    expect(textOf(await first.call('whoami'))).toBe('ben@example.com');
  });
});

describe('progress through parking', () => {
  it('rises from Keyfob’s own to the server’s, and what does not rise is dropped', async () => {
    const { pump, server } = await startOpenPump(
      {
        'tools/call': () =>
          new Stream((send, end) => {
            for (const progress of [0, 0.0001, 1, 2])
              send({ method: 'notifications/progress', params: { progressToken: 'p', progress } });
            send({ id: 2, result: { content: [] } });
            end();
          }),
      },
      { progressEvery: 1 },
    );
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('one', {}, { progressToken: 'p' });
    const values = () =>
      agent.messages.flatMap(({ method, params }) =>
        method === 'notifications/progress' ? [Number(params?.['progress'])] : [],
      );
    while (values().length < 3) await turn();
    pump.decide('allowed');
    await called;
    expect(values()).toEqual(values().toSorted((a, b) => a - b));
    expect(new Set(values()).size).toBe(values().length);
    const own = values().slice(0, -2);
    expect(own.length).toBeGreaterThanOrEqual(3);
    expect(own.every((value) => value > 0 && value < 0.001)).toBe(true);
    expect(values().slice(-2)).toEqual([1, 2]);
    expect(agent.messages.find(({ method }) => method === 'notifications/progress')?.params?.['message']).toContain(
      'Waiting for you to decide',
    );
    expect(server.asked('tools/call')).toHaveLength(1);
  });

  it('is the server’s alone where nothing was parked, though it does not rise', async () => {
    const { pump } = await startOpenPump({
      'tools/call': () =>
        new Stream((send, end) => {
          for (const progress of [2, 1])
            send({ method: 'notifications/progress', params: { progressToken: 7, progress } });
          send({ id: 2, result: { content: [] } });
          end();
        }),
    });
    const agent = pump.connect();
    await agent.initialize();
    await agent.call('one', {}, { progressToken: 7 });
    expect(agent.count('notifications/progress')).toBe(2);
  });
});

describe('a program that was not allowed yet', () => {
  it('sees nothing of the server: Keyfob’s own initialize, and one tool that asks', async () => {
    const { pump, server } = await startOpenPump({}, { decisionWait: 1 });
    const allowed = pump.connect();
    await allowed.initialize();
    await allowed.tools();
    const before = server.bodies().length;
    pump.isAllowed = false;
    const agent = pump.connect();
    expect((await agent.initialize()).result).toMatchObject({ serverInfo: { name: 'Keyfob' } });
    expect(await agent.tools()).toEqual(['keyfob_access']);
    expect((await agent.request('prompts/list')).result).toEqual({ prompts: [] });
    expect(pump.questions).toHaveLength(1);
    expect(server.bodies()).toHaveLength(before);
    pump.decide('allowed');
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['one']);
  });

  it('and is allowed while its first list waits gets the real list at once', async () => {
    const { pump } = await startOpenPump();
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    const tools = agent.tools();
    await pump.until(() => pump.questions.length > 0);
    pump.decide('allowed');
    expect(await tools).toEqual(['one']);
    await rest();
    expect(agent.count(changed)).toBe(0);
  });

  it('is asked about once, and its call goes on after the yes, though that counts for this connection alone', async () => {
    const { pump } = await startOpenPump();
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    const calls = [agent.call('one'), agent.call('two')];
    await pump.until(() => pump.questions.length > 0);
    await rest();
    expect(pump.questions).toHaveLength(1);
    pump.questions[0]?.('allowed');
    expect((await Promise.all(calls)).map((answer) => textOf(answer))).toEqual(['did one', 'did two']);
  });

  it.each([
    ['refused', 'you do not let this program use'],
    ['not_now', 'Decide in Keyfob'],
    ['no_window', 'cannot open a window here to ask you'],
  ] as const)('gets words after the decision %s', async (decision, words) => {
    const { pump, server } = await startOpenPump();
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('one');
    await pump.until(() => pump.questions.length > 0);
    pump.decide(decision);
    expect((await called).result).toMatchObject({ isError: true });
    expect(textOf(await called)).toContain(words);
    expect(server.bodies()).toEqual([]);
  });

  it('that only probes is not asked about', async () => {
    const { pump, server } = await startOpenPump();
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    await agent.request('ping');
    agent.hangUp();
    await agent.served;
    expect([pump.questions.length, server.bodies().length]).toEqual([0, 0]);
  });

  it('that stays is asked about, though it asks for nothing', async () => {
    const { pump } = await startOpenPump({}, { openAfter: 1 });
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    await pump.until(() => pump.questions.length === 1);
  });

  it('whose call is cancelled while it waits gets no answer, and nothing goes to the server', async () => {
    const { pump, server } = await startOpenPump();
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    agent.send({ id: 'parked', method: 'tools/call', params: { name: 'one' } });
    await pump.until(() => pump.questions.length > 0);
    agent.send({ method: 'notifications/cancelled', params: { requestId: 'parked' } });
    await agent.request('ping');
    pump.decide('allowed');
    await agent.call('two');
    expect(server.asked('tools/call').map(({ name }) => name)).toEqual(['two']);
    expect(agent.messages.some(({ id }) => id === 'parked')).toBe(false);
  });
});

describe('a Keyfob whose agents are paused', () => {
  it('lets a call wait until they are resumed, while lists go on', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    pump.pause.set(true);
    expect(await agent.tools()).toEqual(['one']);
    const called = agent.call('one');
    await agent.request('ping');
    expect(server.asked('tools/call')).toEqual([]);
    pump.pause.set(false);
    expect(textOf(await called)).toBe('did one');
  });

  it('gives words to a call when the time is over, and keeps the connection', async () => {
    const { pump } = await startOpenPump({}, { parkFor: 1 });
    const agent = pump.connect();
    await agent.initialize();
    pump.pause.set(true);
    expect(textOf(await agent.call('one'))).toBe(
      'Nothing was done, because you have paused all agents in Keyfob. Resume them there, then try again.',
    );
    pump.pause.set(false);
    expect(textOf(await agent.call('one'))).toBe('did one');
  });
});

describe('a Keyfob that started locked', () => {
  it('lets a request go on after the unlock, and gives lists from the cache', async () => {
    const { pump, server } = await startOpenPump();
    const first = pump.connect();
    await first.initialize();
    await first.tools();
    pump.isLocked = true;
    const before = server.bodies().length;
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['one']);
    const called = agent.call('one');
    await rest();
    expect(server.bodies()).toHaveLength(before);
    pump.unlock();
    expect(textOf(await called)).toBe('did one');
  });

  it('without a cache gives one tool that asks for the unlock, and the real ones after it', async () => {
    const { pump } = await startOpenPump();
    pump.isLocked = true;
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.tools()).toEqual(['keyfob_unlock']);
    pump.unlock();
    await agent.notification(changed);
    expect(await agent.tools()).toEqual(['one']);
  });

  it('gives words where no window can be shown, and when the time is over', async () => {
    const { pump } = await startOpenPump({}, { parkFor: 1 });
    pump.isLocked = true;
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('one'))).toBe(
      'Nothing was done, because Keyfob is locked. Unlock it, then try again.',
    );
    pump.hasDisplay = false;
    expect(textOf(await agent.call('one'))).toContain('cannot open a window here');
  });
});

describe('a call that needs more access', () => {
  it('is parked, and made once more after the user has allowed it', async () => {
    const { pump, kit, id, server, finishSignIn } = await startProtected({
      mcp: { toolScopes: { whoami: 'who.am.i' } },
    });
    await kit.signIn(id);
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('whoami');
    await finishSignIn();
    expect(textOf(await called)).toBe('ann@example.com');
    expect(server.calls.map(({ tool: name }) => name)).toEqual(['whoami']);
  });

  it('that the user declines gets words, and is not asked about again', async () => {
    const { pump, kit, id } = await startProtected({ mcp: { toolScopes: { whoami: 'who.am.i' } } });
    await kit.signIn(id);
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('whoami');
    await pump.until(() => pump.signIns.length > 0);
    await connect(kit.context, kit.session, id);
    await kit.bringBack(await answerPages(kit.opened.at(-1)?.href ?? '', { answer: 'deny' })).catch(() => undefined);
    expect(textOf(await called)).toContain('you have declined to allow it');
    expect(textOf(await agent.call('whoami'))).toContain('you have declined to allow it');
    expect(pump.signIns).toHaveLength(1);
  });

  it('gets words when its time is over, and other calls work', async () => {
    const { pump, kit, id } = await startProtected({ mcp: { toolScopes: { whoami: 'who.am.i' } } }, { parkFor: 1 });
    await kit.signIn(id);
    const agent = pump.connect();
    await agent.initialize();
    const answer = await agent.call('whoami');
    expect(answer.result).toMatchObject({ isError: true });
    expect(textOf(answer)).toContain('whoami needs more access');
    expect((await agent.call('fails')).result).toMatchObject({ isError: true });
  });
});

it('the sign-in of 20 connections that has lapsed is renewed by one token request', async () => {
  const { pump, kit, id, authorization } = await startProtected();
  await kit.signIn(id);
  const agents = Array.from({ length: 20 }, () => pump.connect());
  for (const agent of agents) {
    await agent.initialize();
    await agent.call('whoami');
  }
  authorization.expireTokens();
  const answers = await Promise.all(agents.map((agent) => agent.call('whoami')));
  expect(new Set(answers.map((answer) => textOf(answer)))).toEqual(new Set(['ann@example.com']));
  expect(authorization.count('token', 'refresh_token')).toBe(1);
});

describe('an agent of 2026-07-28 that was never signed in', () => {
  it('has one tool that signs in, whose result is of that revision, and the real ones after it', async () => {
    const { pump, finishSignIn } = await startProtected({ mcp: { protocol: '2026-07-28' } });
    const agent = pump.connect();
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const listed = await agent.request('tools/list', { _meta });
    expect(listed.result).toMatchObject({ tools: [{ name: 'keyfob_sign_in' }], resultType: 'complete', ttlMs: 0 });
    const called = agent.request('tools/call', { name: 'keyfob_sign_in', arguments: {}, _meta });
    await finishSignIn();
    expect((await called).result).toMatchObject({ resultType: 'complete', content: [{ type: 'text' }] });
    expect(toolNames(await agent.request('tools/list', { _meta }))).toContain('whoami');
  });
});

it('the sign-in’s tokens are in no line, not even where the server quotes them', async () => {
  const { pump, kit, id, authorization } = await startProtected();
  await kit.signIn(id);
  const agent = pump.connect();
  await agent.initialize();
  await agent.tools();
  await agent.call('whoami');
  await agent.call('missing');
  const secrets = authorization.secrets.map(({ value }) => value);
  expect(secrets.length).toBeGreaterThan(2);
  const said = [...agent.lines, JSON.stringify(pump.recorded)].join('\n');
  for (const secret of secrets) expect(said).not.toContain(secret);
});

it('a server that is turned off is named, with who can turn it on', async () => {
  const { pump } = await startOpenPump({ 'tools/list': () => new RawResult(JSON.stringify({ tools: [tool('one')] })) });
  const { workspaceId, serverId } = pump.slot;
  pump.kit.store.servers.setEnabled(workspaceId, serverId, false);
  const agent = pump.connect();
  await agent.initialize();
  expect(await agent.tools()).toEqual(['keyfob_status']);
  expect(textOf(await agent.call('one'))).toContain('is turned off in Keyfob. Turn it on there');
});
