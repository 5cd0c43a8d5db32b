import { expect, it } from 'vitest';
import en from '../../../src-main/shell/locales/en.json' with { type: 'json' };
import { Agent } from '../connector/agent.ts';
import { request } from '../connector/app.ts';
import { connectDirectly, echo, hello, startApp } from './bridge-app.ts';

async function startForwarded() {
  const app = await startApp(echo);
  app.addServer('X');
  const { store, session } = app.kit;
  const { id, key } = store.forwardings.add({ name: 'build server', profileId: session.profileId, now: 1 });
  return { ...app, id, key: key.reveal() };
}

it('a connection with the key of a forwarding is that forwarding, whatever program carries it', async () => {
  const { home, next, id, key, kit } = await startForwarded();
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(`${hello(['mcp', 'x'], { forwarding: key })}${request(1, 'ping')}\n`);
  expect(await lines.next()).toBe('{"keyfob":1}');
  expect(await lines.nextJson()).toMatchObject({ id: 1 });
  const direct = await (await next()).connection.caller;
  expect(direct).toEqual({
    kind: 'forwarding',
    name: 'build server',
    isClaim: false,
    viaShell: false,
    ancestors: [],
    pattern: { family: `forwarding:${id}`, viaShell: false },
  });
  const agent = new Agent(home, { argv: ['mcp', 'x'], env: { KEYFOB_FORWARDING: key } });
  await agent.ask(request(1, 'ping'));
  const started = await (await next()).connection.caller;
  expect(started).toEqual(direct);
  expect(started, 'each connection has a caller of its own').not.toBe(direct);
  expect(kit.store.forwardings.list(kit.session.profileId)).toMatchObject([{ lastUsed: expect.any(Number) as number }]);
});

it.each([
  ['that is none', () => 'kff_'],
  ['that is empty', () => ''],
  ['that is no text', () => 7],
  ['of another length', (key: string) => `${key}A`],
  ['with one letter changed', (key: string) => `${key.slice(0, -2)}${key.at(-2) === 'A' ? 'B' : 'A'}${key.at(-1)}`],
  ['that was revoked', (key: string, revoke: () => void) => (revoke(), key)],
])('a key of a forwarding %s is refused with words, and gives nothing', async (_, wrong) => {
  const { home, id, key, kit } = await startForwarded();
  const { socket, lines } = await connectDirectly(home.socket);
  const said = wrong(key, () => void kit.store.forwardings.remove(id));
  socket.write(`${hello(['mcp', 'x'], { forwarding: said })}${request(1, 'ping')}\n`);
  expect(await lines.nextJson()).toEqual({ keyfob: 1, error: en.agents.noForwarding });
  expect(await lines.next()).toBeUndefined();
});

it('a forwarding’s connections close at once when it is revoked, and no other’s', async () => {
  const { home, id, key, kit, bridge, next } = await startForwarded();
  const other = kit.store.forwardings.add({ name: 'laptop', profileId: kit.session.profileId, now: 1 });
  const connect = async (forwarding: string) => {
    const { socket, lines } = await connectDirectly(home.socket);
    socket.write(hello(['mcp', 'x'], { forwarding }));
    expect(await lines.next()).toBe('{"keyfob":1}');
    const { connection } = await next();
    return { socket, lines, connection };
  };
  const [first, second] = [await connect(key), await connect(other.key.reveal())];
  kit.store.forwardings.remove(id);
  bridge.closeRevoked();
  expect(await first.lines.next()).toBeUndefined();
  expect(first.connection.signal.aborted).toBe(true);
  second.socket.write(`${request(1, 'ping')}\n`);
  expect(await second.lines.nextJson()).toMatchObject({ id: 1 });
});

it('a forwarding of a person who is removed ends with its connections', async () => {
  const { home, kit, next } = await startForwarded();
  const { workspaceId } = kit.session;
  const mai = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const { key } = kit.store.forwardings.add({ name: 'laptop', profileId: mai.id, now: 1 });
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(hello(['mcp', 'x'], { forwarding: key.reveal() }));
  expect(await lines.next()).toBe('{"keyfob":1}');
  await next();
  kit.store.profiles.remove(mai.id);
  kit.context.publish({ type: 'person_removed', workspaceId, profileId: mai.id });
  expect(await lines.next()).toBeUndefined();
});
