import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { startApp } from './bridge-app.ts';

/*
 * Programs of the user that are taken for what they are, or for none, whatever they do to be taken for another one. In
 * each, this process is the agent, which the user may have allowed: `vitest` by its package.
 */
const rows: string[] = [];
afterAll(() => console.log(rows.splice(0).join('\n')));

type App = Awaited<ReturnType<typeof startApp>>;

/** What starts a process of the agent's that connects to the server `x`. */
type Attempt = (app: App, tools: { impersonate: string; folder: string }) => ChildProcess | Promise<ChildProcess>;

const started = (command: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

let compiled: Promise<string> | undefined;
afterAll(async () => {
  if (compiled) rmSync(await compiled);
});

/** The program of `impersonate.c`. */
async function compile(): Promise<string> {
  const program = join(process.env['TMPDIR'] ?? '/tmp', `impersonate-${process.pid}`);
  await promisify(execFile)('cc', ['-D_GNU_SOURCE', '-o', program, join(import.meta.dirname, 'impersonate.c')]);
  return program;
}

/** The caller of the first connection to `x`. */
async function callerOf(attempt: Attempt): Promise<Caller> {
  const app = await startApp();
  app.addServer('X');
  app.addServer('Y');
  await attempt(app, { impersonate: await (compiled ??= compile()), folder: temporaryFolder() });
  for (;;) {
    const { connection, target } = await app.next();
    if (target.alias === 'x') return connection.caller;
  }
}

function agentFile(folder: string): string {
  const path = join(folder, 'agent');
  copyFileSync('/bin/true', path);
  return path;
}

/** Becomes $0, at the path $1, in a mount namespace in which it lies there. */
const mounted = `exec unshare -Urm sh -c 'mount --bind "$0" "$1" && exec "$1" connects "$2" x' "$0" "$1" "$2"`;

/** Becomes $0 in this namespace, by the path $1 of another process's. */
const handed = `
  unshare -Urm sh -c 'mount --bind "$0" "$1" && exec tail --pid=$PPID -f /dev/null' "$0" "$1" &
  until cmp -s "/proc/$!/root$1" "$0"; do sleep 0.01; done
  exec "/proc/$!/root$1" connects "$2" x`;

const impersonator: Partial<Caller> = { kind: 'program', name: expect.stringMatching(/^impersonate-/) as string };

const attempts: [what: string, attempt: Attempt, seen: Partial<Caller>][] = [
  [
    'a socket without the connector, with a hello that names the agent’s streams',
    ({ home }, { impersonate }) => started(impersonate, ['connects', home.socket, 'x']),
    impersonator,
  ],
  [
    'a script of the agent’s shell that starts the connector',
    ({ home }) => started('/bin/sh', ['-c', '"$0" mcp x; :', home.connector]),
    { kind: 'script', name: expect.stringMatching(/sh$/) as string },
  ],
  [
    'a shell of the agent’s that becomes the connector, with other streams',
    ({ home }) => started('/bin/sh', ['-c', 'mkfifo "$0.fifo"; exec "$0" mcp x <>"$0.fifo"', home.connector]),
    { kind: 'script' },
  ],
  [
    'a process that connects, leaves its socket to another one, and becomes the connector',
    ({ home }, { impersonate }) => started(impersonate, ['becomes', home.socket, 'x', home.connector, 'mcp', 'y']),
    { kind: 'script' },
  ],
  [
    'a process that connects without the connector, leaves its socket to another one, and becomes the agent',
    ({ home }, { impersonate }) =>
      started(impersonate, ['turns', home.socket, 'x', process.execPath, process.argv[1] ?? '']),
    { kind: 'program', name: 'vitest', isClaim: true },
  ],
  [
    'a process that connects without the connector, leaves its socket to another one, and ends',
    ({ home }, { impersonate }) => started(impersonate, ['leaves', home.socket, 'x']),
    { kind: 'unknown' },
  ],
  [
    'a program of the agent’s whose file was deleted',
    ({ home }, { impersonate, folder }) => {
      const path = join(folder, 'vitest');
      copyFileSync(impersonate, path);
      const child = started(path, ['connects', home.socket, 'x']);
      child.once('spawn', () => rmSync(path));
      return child;
    },
    { kind: 'program', name: 'vitest', isClaim: false },
  ],
  [
    'another file that was put in the place of the connector',
    ({ home }, { impersonate }) => {
      copyFileSync(impersonate, `${home.connector}.planted`);
      renameSync(`${home.connector}.planted`, home.connector);
      return started(home.connector, ['connects', home.socket, 'x']);
    },
    { kind: 'program', name: 'keyfob', isClaim: false },
  ],
  [
    'another file that was put in the place of the earlier connector',
    ({ home }, { impersonate }) => {
      copyFileSync(impersonate, home.earlierConnector);
      return started(home.earlierConnector, ['connects', home.socket, 'x']);
    },
    { kind: 'program', name: '.earlier-keyfob', isClaim: false },
  ],
  [
    'the connector in another pid namespace',
    ({ home }) => started('unshare', ['--user', '--map-root-user', '--pid', '--fork', home.connector, 'mcp', 'x']),
    { kind: 'unknown' },
  ],
  [
    'a program in another pid namespace that connects without the connector',
    ({ home }, { impersonate }) =>
      started('unshare', ['--user', '--map-root-user', '--pid', '--fork', impersonate, 'connects', home.socket, 'x']),
    { kind: 'unknown' },
  ],
  [
    'a program that lies over the agent’s file in a mount namespace of its own',
    ({ home }, { impersonate, folder }) =>
      started('/bin/sh', ['-c', mounted, impersonate, agentFile(folder), home.socket]),
    { kind: 'unknown' },
  ],
  [
    'a program whose file was handed over from such a namespace',
    ({ home }, { impersonate, folder }) =>
      started('/bin/sh', ['-c', handed, impersonate, agentFile(folder), home.socket]),
    { kind: 'unknown' },
  ],
  [
    'a package with the agent’s name in another folder',
    ({ home }, { folder }) => {
      const root = join(folder, 'node_modules', 'vitest');
      mkdirSync(root, { recursive: true });
      writeFileSync(join(root, 'package.json'), '{"name":"vitest"}');
      const starts = `require('node:child_process').spawn(${JSON.stringify(home.connector)}, ['mcp', 'x'], { stdio: 'pipe' })`;
      writeFileSync(join(root, 'main.js'), starts);
      return started(process.execPath, [join(root, 'main.js')]);
    },
    { kind: 'program', name: 'vitest', isClaim: true },
  ],
];

it.each(attempts)('the agent’s permission is not inherited by %s', async (what, attempt, seen) => {
  const agent = await callerOf(({ home }) => started(home.connector, ['mcp', 'x']));
  expect(agent).toMatchObject({ kind: 'program', name: 'vitest', isClaim: true, pattern: { package: 'vitest' } });
  const caller = await callerOf(attempt);
  expect(caller).toMatchObject(seen);
  if (caller.kind === 'program') expect(caller.pattern).not.toEqual(agent.pattern);
  else expect(caller.pattern).toBeUndefined();
  rows.push(`✓ ${what}: ${caller.kind}${caller.name === '' ? '' : `, ${caller.name}`}`);
});
