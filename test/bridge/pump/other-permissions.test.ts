import { expect, it, onTestFinished } from 'vitest';
import { Permissions } from '../../../src-main/bridge/access/permissions.ts';
import { createProfile } from '../../../src-main/connections/people/profiles.ts';
import { createWorkspace, sessionOf } from '../../../src-main/connections/people/workspaces.ts';
import { addServer } from '../../../src-main/connections/servers/servers.ts';
import { requireServer, type Slot } from '../../../src-main/connections/slot.ts';
import { AgentSide, caller } from './agent-side.ts';
import { startOpenPump } from './open-server.ts';
import type { Pump } from './start-pump.ts';

const never = new AbortController().signal;
const modern = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

/** Every request of an agent that could bring something to a server or from it. */
const requests: [method: string, params: Record<string, unknown>][] = [
  ['tools/list', {}],
  ['tools/call', { name: 'one' }],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'x:/' }],
  ['resources/subscribe', { uri: 'x:/' }],
  ['resources/unsubscribe', { uri: 'x:/' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'p' }],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: '' } }],
  ['tasks/list', {}],
  ['a/method/of/tomorrow', {}],
];

/** The sign-ins that the program may always use, none of which is the one that it asks for. */
const others: Record<string, (pump: Pump) => Slot> = {
  'the shared sign-in': ({ slot }) => ({ ...slot, profileId: null }),
  'another profile': ({ kit, slot }) => ({
    ...slot,
    profileId: createProfile(kit.context, kit.session, { name: 'Bob', role: 'member' }).id,
  }),
  'another server': ({ kit }) => kit.slot(kit.addServer('https://other.example/mcp')),
  'the same address in another workspace': ({ kit, serverId }) => {
    const session = sessionOf(createWorkspace(kit.context, { name: 'Work', profileName: 'Ann' }));
    const { id } = addServer(kit.context, session, { url: requireServer(kit.store, kit.session, serverId).url });
    return { workspaceId: session.workspaceId, profileId: session.profileId, serverId: id };
  },
};

it.each(Object.entries(others))('a permission for %s brings no request to a server', async (_name, otherOf) => {
  const { pump, server } = await startOpenPump({}, { parkFor: 1, initializeWait: 1, decisionWait: 1 });
  const access = new Permissions({
    context: pump.kit.context,
    hasDisplay: () => true,
    onQuestions: () => undefined,
  });
  onTestFinished(() => access.questions.drop());
  const other = otherOf(pump);
  const allowed = access.ask(caller, other, never);
  access.questions.answer(access.questions.list[0]?.id ?? '', 'always', 'all');
  await allowed;
  pump.parts.access = access;
  const agent = pump.connect(new AgentSide({ who: Promise.resolve({ ...caller }) }));
  await agent.initialize();
  for (const [method, params] of requests) {
    await agent.request(method, params);
    await agent.request(method, { ...params, ...modern });
    expect([method, server.bodies()]).toEqual([method, []]);
  }
  access.questions.drop();
});
