import { expect, it } from 'vitest';
import type { AgentConnection } from '../../src-main/bridge/agent-connection.ts';
import type { Caller } from '../../src-main/bridge/caller/find-caller.ts';
import { ConnectedAgents, liveConnection, workingPrograms } from '../../src-main/bridge/connected-agents.ts';

const slot = { workspaceId: 'w', serverId: 's', profileId: 'p' };
const claude = (): Caller => ({
  kind: 'program',
  name: 'Claude',
  isClaim: false,
  path: '/opt/claude',
  pattern: { family: '/opt/claude', viaShell: false },
  viaShell: false,
  ancestors: [],
});

/** Connections whose `end` is noted, and that last until they are closed. */
function start() {
  const agents = new ConnectedAgents(
    () => 7,
    () => told.splice(0).forEach((tell) => tell()),
  );
  const told: (() => void)[] = [];
  const ended: string[] = [];
  const connect = (name: string, caller: Caller) => {
    const closed = Promise.withResolvers<void>();
    const { signal } = new AbortController();
    const end = () => ended.push(name);
    const connection = { caller: Promise.resolve(caller), signal, end } as unknown as AgentConnection;
    const done = agents.during(connection, { alias: 'linear', slot }, () => closed.promise);
    return { done, close: closed.resolve };
  };
  return { agents, ended, connect, changed: () => new Promise<void>((resolve) => told.push(resolve)) };
}

it('a connection is listed with its calls for as long as it is served', async () => {
  const { agents, connect, changed } = start();
  const caller = claude();
  const { done, close } = connect('one', caller);
  await changed();
  const end = agents.calling(caller, 'create_issue');
  expect(agents.list().map(liveConnection)).toEqual([
    {
      ...slot,
      id: expect.any(String) as unknown,
      program: 'Claude',
      callerKind: 'program',
      since: 7,
      calls: [{ tool: 'create_issue', since: 7 }],
      pattern: '["/opt/claude",null,false]',
    },
  ]);
  await changed();
  end();
  expect(agents.list()[0]?.calls.size).toBe(0);
  close();
  await done;
  expect(agents.list()).toEqual([]);
});

it('a program with calls on two connections counts as one that works', async () => {
  const { agents, connect, changed } = start();
  const [first, second] = [claude(), claude()];
  connect('one', first);
  connect('two', second);
  await changed();
  agents.calling(first, 'a');
  expect(workingPrograms(agents.list())).toBe(1);
  agents.calling(second, 'b');
  expect(workingPrograms(agents.list())).toBe(1);
});

it('the connections that are meant are ended, and no other', async () => {
  const { agents, ended, connect } = start();
  connect('one', claude());
  connect('two', claude());
  const [, second] = agents.list();
  agents.end(({ id }) => id === second?.id);
  expect(ended).toEqual(['two']);
});
