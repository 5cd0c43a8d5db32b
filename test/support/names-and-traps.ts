import { createServer, type AddressInfo, type Server } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Resolve } from '../../src-main/http/resolve.ts';

/** Replaces DNS: every name resolves to these addresses. */
export const namesTo =
  (...addresses: string[]): Resolve =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

/** Listens on a free port of this computer until the test ends. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A listener that must not be reached: counts connections and never answers. */
export async function trap(): Promise<{ port: number; hits: () => number }> {
  let hits = 0;
  const server = createServer((socket) => {
    hits += 1;
    socket.destroy();
  });
  return { port: await listening(server), hits: () => hits };
}
