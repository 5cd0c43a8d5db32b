import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { serveAgent } from '../../../src-main/bridge/pump/serve-agent.ts';
import { requireServer } from '../../../src-main/connections/slot.ts';
import { request } from '../connector/app.ts';
import { startOpenPump } from '../pump/open-server.ts';
import { connectDirectly, hello, startApp } from './bridge-app.ts';

/** Writes until the other end has closed the connection, whatever is still unread here. */
async function untilClosed(socket: Socket): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const knock = () => socket.write('\n', () => void (socket.destroyed || setImmediate(knock)));
  knock();
  await closed;
}

it('a connection whose agent reads nothing is closed when it is ended, and is not listed from then on', async () => {
  const written = Promise.withResolvers<void>();
  const { home, addServer, next, bridge } = await startApp(async ({ lines, write }) => {
    for await (const _ of lines) {
      void write('x'.repeat(5_000_000));
      written.resolve();
    }
  });
  addServer('X');
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(hello(['mcp', 'x']));
  const { connection } = await next();
  await lines.next();
  socket.pause();
  socket.write(`${request(1, 'tools/call')}\n`);
  await written.promise;
  bridge.agents.end(() => true);
  expect(connection.signal.aborted).toBe(true);
  expect(bridge.agents.list()).toEqual([]);
  await untilClosed(socket);
});

it('a permission that ends closes the connection of an agent that sent 5,000 calls and reads nothing', async () => {
  const { pump } = await startOpenPump();
  const unread = Promise.withResolvers<void>();
  let waiting = 0;
  let served: Promise<void> | undefined;
  const { home, addServer, bridge } = await startApp((connection) => {
    const write = async (message: string) => {
      waiting += 1;
      if (waiting === 1000) unread.resolve();
      await connection.write(message);
      waiting -= 1;
    };
    const server = requireServer(pump.kit.store, pump.kit.session, pump.serverId);
    served = serveAgent({ ...connection, write }, { asked: 'its-alias', server, slot: pump.slot }, pump.parts);
    return served;
  });
  addServer('X');
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(hello(['mcp', 'x']));
  await lines.next();
  socket.pause();
  for (let id = 1; id <= 5000; id += 1) socket.write(`${request(id, 'tools/call')}\n`);
  await unread.promise;
  pump.endPermission();
  expect(bridge.agents.list()).toEqual([]);
  await untilClosed(socket);
  await served;
});

it('an agent that reads gets what was written before its connection was ended', async () => {
  const big = 'x'.repeat(5_000_000);
  const { home, addServer } = await startApp(async ({ write, end }) => {
    void write(big);
    end();
  });
  addServer('X');
  const { socket, lines } = await connectDirectly(home.socket);
  socket.write(hello(['mcp', 'x']));
  expect(await lines.next()).toBe('{"keyfob":1}');
  expect((await lines.next())?.length).toBe(5_000_000);
  expect(await lines.next()).toBeUndefined();
});
