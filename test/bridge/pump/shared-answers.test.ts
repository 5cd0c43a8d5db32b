import { expect, it } from 'vitest';
import { startKeyfob } from '../../support/keyfob.ts';
import { registrationFor, tokensFor } from '../../store/fixture.ts';
import { AgentSide, toolNames } from './agent-side.ts';
import { RawResult, scriptedAgentServer, Stream, tool } from './scripted-agent-server.ts';
import { Pump } from './start-pump.ts';

const meta = (more: Record<string, unknown> = {}) => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
  ...more,
});

const answer = (name: string, more: object) => () =>
  new RawResult(JSON.stringify({ tools: [tool(name)], resultType: 'complete', ttlMs: 60_000, ...more }));

const isPublic = { cacheScope: 'public' };
const isPrivate = { cacheScope: 'private' };

/** Two profiles of one workspace, each signed in with an account of its own, before a server that counts. */
async function start(more: object) {
  const server = await scriptedAgentServer({ 'tools/list': answer('one', more) });
  const kit = await startKeyfob();
  const { store } = kit;
  const { workspaceId } = kit.session;
  const id = kit.addServer(server.url);
  store.servers.setRequiresSignIn(workspaceId, id, true);
  const other = store.profiles.create({ workspaceId, name: 'Ben', role: 'member', now: 1 });
  const third = store.profiles.create({ workspaceId, name: 'Cho', role: 'member', now: 1 });
  const slots = {
    ann: kit.slot(id),
    ben: { ...kit.slot(id), profileId: other.id },
    notYet: { ...kit.slot(id), profileId: third.id },
  };
  const registration = store.clientRegistrations.save(registrationFor(workspaceId));
  const signIn = (who: 'ann' | 'ben', account: string = who) => {
    const { profileId } = slots[who];
    const issuedAt = kit.context.now();
    const times = { issuedAt, signedInAt: issuedAt, expiresAt: issuedAt + 3_600_000 };
    store.tokenSets.save(tokensFor(id, profileId, registration.id, { account, resource: server.url, ...times }));
    kit.context.publish({ type: 'tokens_changed', slot: slots[who] });
  };
  signIn('ann');
  signIn('ben');
  const pump = new Pump(kit, id);
  const list = async (who: keyof typeof slots, params: object = {}) =>
    pump.connect(new AgentSide(), slots[who]).request('tools/list', meta({ ...params }));
  const tools = async (...asked: Parameters<typeof list>) => toolNames(await list(...asked));
  const times = () => server.asked('tools/list').length;
  return { kit, id, server, pump, slots, list, tools, times, signIn };
}

it('a public answer is given to another account without asking the server again', async () => {
  const { tools, list, times } = await start(isPublic);
  expect(await tools('ann')).toEqual(['one']);
  expect((await list('ben')).result).toMatchObject({ tools: [{ name: 'one' }], cacheScope: 'public' });
  expect(times()).toBe(1);
});

it.each([
  ['private', isPrivate],
  ['of no scope', {}],
  ['of a scope that is not known', { cacheScope: 'PUBLIC' }],
  ['of a scope that is no text', { cacheScope: ['public'] }],
])('an answer that is %s never reaches another account, not even where the server is down', async (_what, more) => {
  const { tools, server, times } = await start(more);
  expect(await tools('ann')).toEqual(['one']);
  server.methods['tools/list'] = answer('two', more);
  expect(await tools('ben')).toEqual(['two']);
  expect(await tools('ann')).toEqual(['one']);
  expect(times()).toBe(2);
  await server.server.close();
  expect([await tools('ann'), await tools('ben')]).toEqual([['one'], ['two']]);
});

it('a private answer never reaches the account that signs in after another one in the same place', async () => {
  const { tools, server, signIn } = await start(isPrivate);
  await tools('ann');
  signIn('ann', 'someone else');
  await server.server.close();
  expect(await tools('ann')).toEqual(['keyfob_status']);
});

it('a public answer is dropped once the same list is private', async () => {
  const { kit, tools, server, times } = await start(isPublic);
  await tools('ann');
  server.methods['tools/list'] = answer('of ann', isPrivate);
  kit.clock.ahead = 61_000;
  expect(await tools('ann')).toEqual(['of ann']);
  await server.server.close();
  expect(await tools('ben')).toEqual(['keyfob_status']);
  expect(times()).toBe(2);
});

it('a public answer is given to none without a sign-in, and to no program that is not allowed', async () => {
  const { pump, tools, list } = await start(isPublic);
  await tools('ann');
  expect(await tools('notYet')).toEqual(['keyfob_sign_in']);
  pump.isAllowed = false;
  const asked = list('ben');
  await pump.until(() => pump.questions.length > 0);
  pump.decide('not_now');
  expect(toolNames(await asked)).toEqual(['keyfob_access']);
});

it('a public answer outlasts the sign-out of the account that got it, and the process', async () => {
  const { kit, id, pump, slots, tools, times } = await start(isPublic);
  await tools('ann');
  kit.store.tokenSets.remove(id, slots.ann.profileId);
  kit.context.publish({ type: 'tokens_changed', slot: slots.ann });
  kit.context.publish({ type: 'tokens_changed', slot: { ...slots.ann, profileId: null } });
  const later = new Pump(kit, id);
  expect(toolNames(await later.connect(new AgentSide(), slots.ben).request('tools/list', meta()))).toEqual(['one']);
  expect(await tools('ben')).toEqual(['one']);
  expect(times()).toBe(1);
  expect(pump.signIns).toEqual([]);
});

it('a public answer is another one for other capabilities of the client, another page and another server', async () => {
  const { kit, server, tools, list, times, slots } = await start(isPublic);
  await tools('ann');
  await list('ben', { cursor: '2' });
  expect(times()).toBe(2);
  const second = kit.addServer(`${server.url}?second`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, second, false);
  await new Pump(kit, second).connect().request('tools/list', meta());
  expect(times()).toBe(3);
  const { _meta } = meta();
  const more = { ..._meta, 'io.modelcontextprotocol/clientCapabilities': { roots: {} } };
  await list('ben', { _meta: more });
  expect(times()).toBe(4);
  expect(slots.ben.profileId).not.toBe(slots.ann.profileId);
});

it('an answer to a question with more than a cursor is neither kept nor given from what was kept', async () => {
  const { tools, times } = await start(isPublic);
  await tools('ann', { requestState: 'x' });
  await tools('ann');
  await tools('ben', { requestState: 'x' });
  expect(times()).toBe(3);
});

it('an answer that asks for more input is not kept', async () => {
  const { tools, list, server, times } = await start(isPublic);
  server.methods['tools/list'] = answer('one', { ...isPublic, resultType: 'input_required' });
  await list('ann');
  await tools('ben');
  expect(times()).toBe(2);
});

it('a kept answer is asked for again once the server has told of a change', async () => {
  const { pump, server, slots, tools, times } = await start(isPublic);
  await tools('ann');
  const method = 'notifications/tools/list_changed';
  server.methods['subscriptions/listen'] = () =>
    new Stream((send) => {
      const _meta = { 'io.modelcontextprotocol/subscriptionId': 'sub' };
      const notifications = { toolsListChanged: true };
      send({ method: 'notifications/subscriptions/acknowledged', params: { notifications, _meta } });
      send({ method, params: { _meta } });
    });
  const agent = pump.connect(new AgentSide(), slots.ben);
  agent.send({
    id: 'sub',
    method: 'subscriptions/listen',
    params: meta({ notifications: { toolsListChanged: true } }),
  });
  await agent.notification(method);
  server.methods['tools/list'] = answer('two', isPublic);
  expect(await tools('ann')).toEqual(['two']);
  expect(times()).toBe(2);
});
