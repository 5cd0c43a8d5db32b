// @ts-check
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { say } from './progress.mjs';

/**
 * Runs `work` while no other process of this user runs work under the same name; waits for it if there is one. The lock
 * is a listening socket, because the kernel closes it even if its process is killed: there are no stale locks.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const address = socketAddress(name);
  let told = false;
  for (;;) {
    const server = await listen(address);
    if (server) {
      try {
        return await work();
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    }
    const waited = await waitForOwner(address, () => {
      if (!told) say('Another Keyfob set-up is at work on the same thing; waiting for it ...');
      told = true;
    });
    // A socket file (macOS) outlives its owner; no process answered on it, so it is stale.
    if (!waited && address.startsWith('/')) rmSync(address, { force: true });
  }
}

/** @param {string} name */
function socketAddress(name) {
  const id = createHash('sha256').update(`${userInfo().uid} ${name}`).digest('hex').slice(0, 24);
  if (process.platform === 'linux') return `\0keyfob-${id}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\keyfob-${id}` : join(tmpdir(), `keyfob-${id}`);
}

/** @param {string} address @returns {Promise<import('node:net').Server | undefined>} nothing when it is taken */
function listen(address) {
  return new Promise((resolve, reject) => {
    // Waiting processes hold a connection open, and learn from its end that the owner has ended.
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket.on('error', () => {}).on('close', () => waiting.delete(socket)));
    });
    const close = server.close.bind(server);
    server.close = (done) => {
      for (const socket of waiting) socket.destroy();
      return close(done);
    };
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
}

/** @param {string} address @param {() => void} onConnected @returns {Promise<boolean>} whether there was an owner */
function waitForOwner(address, onConnected) {
  return new Promise((resolve) => {
    let connected = false;
    connect(address, () => {
      connected = true;
      onConnected();
    })
      .on('error', () => {})
      .on('close', () => resolve(connected))
      .resume();
  });
}
