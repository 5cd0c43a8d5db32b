import { Worker } from 'node:worker_threads';

const program = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates?.('system') ?? []);
`;

/**
 * Reads the system's certificate authorities in a thread of its own: on macOS this takes seconds where a network filter
 * is installed, and blocks the process that asks. Resolves to undefined where they cannot be read.
 */
export function systemAuthorities(): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(program, { eval: true });
    worker.unref();
    worker.once('message', (found: readonly string[]) => resolve(found));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}
