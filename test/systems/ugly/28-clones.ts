import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { notFetched } from '../../../scripts/setup/electron.mjs';
import { reasonIn } from '../../../scripts/setup/official-electron.mjs';
import { run } from '../../../scripts/setup/run.mjs';
import { sampleServerCommands, sampleServerOptions } from '../../../scripts/start/sample-server.mjs';
import type { SystemCase } from '../system-case.ts';

const root = join(import.meta.dirname, '../../..');

/** What the installer of Electron printed without a network, with Node 24. */
const printed = `(node:7) Warning: The 'NO_COLOR' env is ignored due to the 'FORCE_COLOR' env being set.
(Use \`node --trace-warnings ...\` to show where the warning was created)
RequestError: getaddrinfo ENOTFOUND github.com
    at ClientRequest.<anonymous> (/keyfob/node_modules/got/dist/source/core/index.js:970:111)
    at Object.onceWrapper (node:events:633:26)
`;

const commands = (nodeVersion: string) =>
  sampleServerCommands({ root: '/k', node: 'node', nodeVersion, join: (...parts) => parts.join('/') });

/** The bundle of an older Node, which this one runs as well: it is a server. */
async function runsBundled(): Promise<void> {
  const [build = [], start = []] = sampleServerCommands({
    root,
    node: process.execPath,
    nodeVersion: 'v20.19.0',
    join,
  });
  await run(build[0] ?? '', build.slice(1), { cwd: root });
  const server = spawn(start[0] ?? '', start.slice(1), { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  expect(JSON.parse(line)).toMatchObject({ name: 'Sample server' });
  server.stdin.end();
  expect(await ended).toEqual([0, null]);
}

/** What is the same on each system. */
function common(): void {
  expect(readFileSync(join(root, '.gitattributes'), 'utf8')).toContain('\n* text=auto eol=lf\n');
  expect(commands('v22.18.0')).toEqual([['node', '/k/test/fixtures/sample-server.ts']]);
  expect(commands('v24.1.0')).toEqual([['node', '/k/test/fixtures/sample-server.ts']]);
  for (const version of ['v20.19.0', 'v22.17.1'])
    expect(commands(version)).toEqual([
      [
        'node',
        '/k/node_modules/vite/bin/vite.js',
        'build',
        '--ssr',
        '/k/test/fixtures/sample-server.ts',
        '--outDir',
        '/k/build/sample-server',
        '--logLevel',
        'warn',
      ],
      ['node', '/k/build/sample-server/sample-server.js'],
    ]);
  expect(reasonIn(printed)).toBe('RequestError: getaddrinfo ENOTFOUND github.com');
  expect(reasonIn('')).toBeUndefined();
  expect(notFetched('nothing came for 20 s')).toBe(
    'The official Electron cannot be fetched here: nothing came for 20 s. ' +
      'It comes from github.com, or from $ELECTRON_MIRROR.',
  );
}

const row: SystemCase = {
  title: 'a clone starts, and says why where it cannot',
  source:
    "not read: git, gitattributes; Node 22.18, 'Modules: TypeScript'; Node, child_process: detached and windowsHide",
  cells: {
    async linux() {
      common();
      expect(sampleServerOptions('linux')).toEqual({ detached: true, windowsHide: true });
      await runsBundled();
    },
    darwin() {
      common();
      expect(sampleServerOptions('darwin')).toEqual({ detached: true, windowsHide: true });
    },
    win32() {
      common();
      expect(sampleServerOptions('win32')).toEqual({ detached: false, windowsHide: true });
    },
  },
};

export default row;
