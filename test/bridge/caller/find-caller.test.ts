import { spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findCaller, type Caller, type StandardStream } from '../../../src-main/bridge/caller/find-caller.ts';
import { linuxProcesses, type ProcessFacts, type Processes } from '../../../src-main/bridge/caller/processes.ts';
import { temporaryFolder } from '../../support/keyfob.ts';

const signature = 'keyfob/q7d2xk5m';

/** The system's own facts, of processes that have signed their sockets. */
const signing: Processes = {
  ...linuxProcesses,
  read(pid) {
    const found = linuxProcesses.read(pid);
    return found && { ...found, name: signature };
  },
};

type Streams = [input: StandardStream, output: StandardStream];

/** A program that stays for a minute, at this path. */
function programAt(folder: string, name: string): string {
  const path = join(folder, name);
  copyFileSync('/bin/sleep', path);
  return path;
}

async function start(command: string, args: string[], options: { cwd?: string } = {}): Promise<ChildProcess> {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

/** An agent in Node, in a package, that starts the connector; with the pid of the connector. */
async function startAgent(command: string, args: string[]) {
  const folder = temporaryFolder();
  const root = join(folder, 'node_modules', '@apify', 'mcpc');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: '@apify/mcpc', version: '0.2.6' }));
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(...${JSON.stringify([command, args])}, { stdio: 'pipe' });
    child.once('spawn', () => console.log(child.pid));
    process.once('exit', () => child.kill('SIGKILL'));
    process.once('SIGTERM', () => process.exit());
    setInterval(() => {}, 1000);`;
  writeFileSync(join(root, 'dist', 'main.js'), script);
  const agent = spawn(process.execPath, ['--no-warnings', join(root, 'dist', 'main.js')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(agent, 'exit');
  onTestFinished(async () => {
    agent.kill();
    await ended;
  });
  const [said] = (await once(agent.stdout, 'data')) as [Buffer];
  return { root, pid: agent.pid ?? 0, connector: Number(String(said)) };
}

const identityOf = (path: string) => {
  const { dev, ino } = statSync(path);
  return { device: dev, inode: ino };
};

/** A program that stands for the connector has the name that the connector would give itself: it cannot do so. */
const signedProcesses: Processes = {
  ...linuxProcesses,
  read(pid) {
    const process = linuxProcesses.read(pid);
    return process?.name === 'keyfob' ? { ...process, name: 'keyfob/a2b3c4d5' } : process;
  },
};
const unheld: Streams = [{ kind: 'other' }, { kind: 'other' }];

const heldBy = (pid: number): Streams => [
  { kind: 'socket', peer: pid },
  { kind: 'socket', peer: pid },
];

describe('the caller', () => {
  it('is the program itself where it connects without the connector', async () => {
    const path = programAt(temporaryFolder(), 'my-agent');
    const child = await start(path, ['60']);
    const connection = { peer: child.pid ?? 0, signature, connectors: [], streams: unheld };
    const shown = { kind: 'program', name: 'my-agent', path };
    const pattern = { family: path, viaShell: false };
    expect(findCaller(signing, connection)).toMatchObject({ ...shown, isClaim: false, pattern });
    // It has not signed its socket, as every program can that connects by itself.
    const unsigned = findCaller(linuxProcesses, { ...connection, signature: '' });
    expect(unsigned).toMatchObject({ ...shown, isClaim: true });
    expect(unsigned.pattern).toBeUndefined();
  });

  it('is the package that the parent of the connector runs, at the package’s root', async () => {
    const path = programAt(temporaryFolder(), 'keyfob');
    const agent = await startAgent(path, ['60']);
    const connection = {
      peer: agent.connector,
      signature: 'keyfob/a2b3c4d5',
      connectors: [identityOf(path)],
      streams: heldBy(agent.pid),
    };
    expect(findCaller(signedProcesses, connection)).toMatchObject({
      kind: 'program',
      name: 'mcpc',
      isClaim: true,
      path: join(agent.root, 'dist', 'main.js'),
      pattern: { family: agent.root, package: '@apify/mcpc', viaShell: false },
    });
  });

  it('is a script where the connector’s streams are not those of the parent', async () => {
    const path = programAt(temporaryFolder(), 'keyfob');
    const agent = await startAgent(path, ['60']);
    const streams: Streams = [{ kind: 'other' }, { kind: 'socket', peer: agent.pid }];
    const caller = findCaller(signedProcesses, {
      peer: agent.connector,
      signature: 'keyfob/a2b3c4d5',
      connectors: [identityOf(path)],
      streams,
    });
    expect(caller).toMatchObject({ kind: 'script', name: 'mcpc' });
    expect(caller.pattern).toBeUndefined();
  });

  it('is a script where a shell runs the connector beside other commands', async () => {
    const path = programAt(temporaryFolder(), 'keyfob');
    const agent = await startAgent('/bin/sh', ['-c', `echo x; ${path} 60; echo y`]);
    const children = `/proc/${agent.connector}/task/${agent.connector}/children`;
    await expect.poll(() => readFileSync(children, 'utf8').trim()).not.toBe('');
    const peer = Number(readFileSync(children, 'utf8').trim());
    await expect.poll(() => linuxProcesses.read(peer)?.executable?.path).toBe(path);
    const caller = findCaller(signedProcesses, {
      peer,
      signature: 'keyfob/a2b3c4d5',
      connectors: [identityOf(path)],
      streams: heldBy(agent.pid),
    });
    expect(caller).toMatchObject({ kind: 'script' });
    expect(caller.pattern).toBeUndefined();
  });

  it('is the same program after its file was replaced', async () => {
    const path = programAt(temporaryFolder(), 'my-agent');
    const child = await start(path, ['60']);
    rmSync(path);
    const caller = findCaller(signing, { peer: child.pid ?? 0, signature, connectors: [], streams: unheld });
    expect(caller).toMatchObject({ kind: 'program', name: 'my-agent', path, pattern: { family: path } });
  });

  it('is unknown where its file was handed over from another mount namespace, and deleted', async () => {
    const folder = temporaryFolder();
    const path = programAt(folder, 'my-agent');
    const planted = programAt(folder, 'planted');
    appendFileSync(planted, 'another');
    // On a file system of its own.
    const handed = `
      unshare -Urm sh -c 'mkdir "$2" && mount -t tmpfs any "$2" && cp "$0" "$2" && mount --bind "$2/planted" "$1" &&
        exec tail --pid=$PPID -f /dev/null' "$0" "$1" "$2" &
      until cmp -s "/proc/$!/root$1" "$0"; do sleep 0.01; done
      exec "/proc/$!/root$1" 60`;
    const child = await start('/bin/sh', ['-c', handed, planted, path, join(folder, 'own')]);
    const pid = child.pid ?? 0;
    await expect.poll(() => linuxProcesses.read(pid)?.executable?.path).toBe(path);
    const connection = { peer: pid, signature: '', connectors: [], streams: unheld };
    expect(findCaller(linuxProcesses, connection)).toMatchObject({ kind: 'unknown' });
    const namespace = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    rmSync(`/proc/${namespace}/root${folder}/own/planted`);
    expect(readlinkSync(`/proc/${pid}/exe`)).toBe(`${path} (deleted)`);
    expect(findCaller(linuxProcesses, connection)).toMatchObject({ kind: 'unknown' });
  });

  it('has the path of its file where that ends like the mark of a deleted one', async () => {
    const path = programAt(temporaryFolder(), 'claude (deleted)');
    const child = await start(path, ['60']);
    const connection = { peer: child.pid ?? 0, signature, connectors: [], streams: unheld };
    expect(findCaller(signing, connection)).toMatchObject({
      name: 'claude (deleted)',
      pattern: { family: path },
    });
  });

  it('can be allowed once only where its code is on the command line', async () => {
    const child = await start(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const caller = findCaller(linuxProcesses, { peer: child.pid ?? 0, signature: '', connectors: [], streams: unheld });
    expect(caller.kind).toBe('program');
    expect(caller.pattern).toBeUndefined();
  });

  it('is a script where a shell connects without the connector', async () => {
    const path = join(temporaryFolder(), 'zsh');
    copyFileSync('/bin/sleep', path);
    const child = await start(path, ['60']);
    const caller = findCaller(linuxProcesses, { peer: child.pid ?? 0, signature: '', connectors: [], streams: unheld });
    expect(caller).toMatchObject({ kind: 'script', name: 'zsh' });
    expect(caller.pattern).toBeUndefined();
  });

  it('is unknown once the process has ended', async () => {
    const child = await start(programAt(temporaryFolder(), 'my-agent'), ['60']);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(
      findCaller(linuxProcesses, { peer: child.pid ?? 0, signature: '', connectors: [], streams: unheld }),
    ).toMatchObject({
      kind: 'unknown',
    });
  });
});

// What cannot be made to happen at will: a pid that is used again, facts that may not be read, a shell that stays.
describe('the caller, by facts that are set', () => {
  const keyfob = { device: 1, inode: 7 };
  const connector: ProcessFacts = {
    pid: 30,
    name: 'keyfob/a2b3c4d5',
    parent: 20,
    startedAt: '300',
    executable: { path: '/home/ann/.keyfob/bin/keyfob', file: keyfob },
    arguments: ['keyfob', 'mcp', 'linear'],
  };
  const shell: ProcessFacts = {
    pid: 20,
    name: 'zsh',
    parent: 10,
    startedAt: '200',
    executable: { path: '/usr/bin/zsh', file: { device: 1, inode: 8 } },
    arguments: ['zsh', '-c', 'keyfob mcp linear'],
  };
  const agent: ProcessFacts = {
    pid: 10,
    name: 'codex',
    parent: 1,
    startedAt: '100',
    executable: { path: '/opt/codex-0.171.0/codex', file: { device: 1, inode: 9 } },
    arguments: ['codex'],
  };
  const connection = { peer: 30, signature: 'keyfob/a2b3c4d5', connectors: [keyfob], streams: heldBy(10) };
  const seen = (...processes: ProcessFacts[]): Processes => ({
    read: (pid) => processes.find((one) => one.pid === pid),
    holdsPipe: () => false,
  });

  it('is the program behind a shell that runs the connector alone', () => {
    expect(findCaller(seen(connector, shell, agent), connection)).toEqual({
      kind: 'program',
      name: 'Codex',
      isClaim: false,
      path: '/opt/codex-0.171.0/codex',
      pattern: { family: '/opt/codex-*/codex', viaShell: true },
      viaShell: true,
      ancestors: [],
    } satisfies Caller);
  });

  it('is a script where the shell is interactive', () => {
    const caller = findCaller(seen(connector, { ...shell, arguments: ['zsh'] }, agent), connection);
    expect(caller).toMatchObject({ kind: 'script', name: 'zsh', ancestors: ['Codex'] });
  });

  it('is unknown where the parent changed while it was read', () => {
    let reads = 0;
    const processes: Processes = {
      read: (pid) =>
        pid === 30 ? connector : pid === 20 ? { ...agent, pid: 20, startedAt: String((reads += 1)) } : undefined,
      holdsPipe: () => false,
    };
    expect(findCaller(processes, connection)).toMatchObject({ kind: 'unknown' });
  });

  it('is unknown where the executable of the peer may not be read', () => {
    const { executable: _, ...unreadable } = connector;
    expect(findCaller(seen(unreadable, shell, agent), connection)).toMatchObject({ kind: 'unknown' });
  });

  it('is unknown where the connector was left by its parent', () => {
    expect(findCaller(seen({ ...connector, parent: 1 }), connection)).toMatchObject({ kind: 'unknown' });
  });
});
