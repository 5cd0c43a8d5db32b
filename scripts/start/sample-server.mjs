// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { root, toolNode } from '../setup/paths.mjs';
import { say } from '../setup/progress.mjs';

/** The same port at every start if it is free, so that a sample server that was added before still works. */
const usualPort = 43117;

/**
 * Starts the sample server of the test fixtures next to the app.
 * @returns {Promise<{ url: string | undefined, stop: () => Promise<void> }>} no address where it does not start: the
 * app
 *   works without it
 */
export async function startSampleServer() {
  const port = (await isFree(usualPort)) ? usualPort : 0;
  const script = fileURLToPath(new URL('../../test/fixtures/sample-server.ts', import.meta.url));
  const server = spawn(toolNode(), [script, '--port', String(port)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    // Detached, so that Ctrl+C closes the app first. It ends when its stdin closes, even if we are killed.
    detached: true,
  });
  const exited = once(server, 'exit').catch(() => {});
  const [line] = await Promise.race([once(createInterface(server.stdout), 'line'), exited.then(() => [undefined])]);
  if (line === undefined) say('The sample server did not start. Keyfob starts without it.');
  return {
    url: line === undefined ? undefined : JSON.parse(line).url,
    stop: async () => {
      server.stdin.destroy();
      server.kill();
      await exited;
    },
  };
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
      .on('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
