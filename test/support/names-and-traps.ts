import { createServer, type AddressInfo, type Server } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Resolve } from '../../src-main/http/guarded-lookup.ts';

/** Stands in for DNS: every name stands for these addresses. */
export const namesTo =
  (...addresses: string[]): Resolve =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

/** Binds a server to a free port of this computer, until the test is over. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A listener that nobody may reach: it counts who comes by and says nothing. */
export async function trap(): Promise<{ port: number; hits: () => number }> {
  let hits = 0;
  const server = createServer((socket) => {
    hits += 1;
    socket.destroy();
  });
  return { port: await listening(server), hits: () => hits };
}
