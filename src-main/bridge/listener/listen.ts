import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Why there is no socket: another app answers at its path, or the system refuses. */
export class SocketTaken extends Error {}

/**
 * Listens at the path, with sockets that are not read until their owner does. Takes over a file that an app which was
 * killed has left, and throws `SocketTaken` where an app answers. Throws what the system throws.
 */
export async function listen(path: string, onSocket: (socket: Socket) => void): Promise<Server> {
  if (await answers(path)) throw new SocketTaken(`another app answers at ${path}`);
  rmSync(path, { force: true });
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, onSocket);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  // Its folder is closed to others already.
  chmodSync(path, 0o600);
  return server;
}

/** Whether something answers at the path. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => finish(code !== 'ENOENT' && code !== 'ECONNREFUSED'));
  });
}
