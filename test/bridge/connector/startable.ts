import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Home } from './agent.ts';

/** What a started app writes down of itself. */
export interface Start {
  pid: number;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  /** Fields 4 to 6 of /proc/PID/stat. */
  parent: number;
  session: number;
  /** What the file descriptors are that it was given, by number. */
  files: Record<string, string>;
}

/** An app that listens, writes a line about its start, and answers each request with its method. */
const program = `
import { appendFileSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
const folder = process.argv[2];
const files = {};
for (const fd of readdirSync('/proc/self/fd')) {
  try { files[fd] = readlinkSync('/proc/self/fd/' + fd); } catch {}
}
const [, parent, , session] = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ').map(Number);
const { pid, argv, env } = process;
appendFileSync(join(folder, 'starts'), JSON.stringify({ pid, argv, env, cwd: process.cwd(), parent, session, files }) + '\\n');
mkdirSync(join(folder, 'run'), { recursive: true });
rmSync(join(folder, 'run', 'agent.sock'), { force: true });
createServer((socket) => {
  let text = '', greeted = false;
  socket.on('error', () => {}).on('data', (chunk) => {
    const lines = (text + chunk).split('\\n');
    text = lines.pop();
    for (const line of lines) {
      if (!greeted) { greeted = true; socket.write('{"keyfob":1}\\n'); continue; }
      const { id, method } = JSON.parse(line);
      if (id !== undefined) socket.write(JSON.stringify({ jsonrpc: '2.0', id, result: { served: method } }) + '\\n');
    }
  });
}).listen(join(folder, 'run', 'agent.sock'));
`;

/**
 * Writes what an app writes at its start, so that the connector can start one. Neither the user's manager of this
 * machine is asked, nor systemd run: programs of those names come first on the app's PATH.
 * @returns the starts so far
 */
export function makeStartable(
  home: Home,
  {
    command,
    environment = [],
    programs = { systemctl: 'exit 1' },
  }: {
    command?: string[];
    environment?: string[];
    programs?: Record<string, string>;
  } = {},
): () => Start[] {
  const [script, bin, starts] = ['app.mjs', 'programs', 'starts'].map((name) => join(home.folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(script, program);
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  mkdirSync(join(home.folder, 'run'), { mode: 0o700 });
  const lines = [`PATH=${bin}:/usr/bin:/bin`, ...environment];
  writeFileSync(join(home.folder, 'run', 'environment'), lines.map((line) => `${line}\n`).join(''));
  const argv = command ?? [process.execPath, script, home.folder];
  writeFileSync(join(home.folder, 'app'), argv.map((line) => `${line}\n`).join(''));
  const read = (): Start[] =>
    existsSync(starts)
      ? readFileSync(starts, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Start)
      : [];
  onTestFinished(() => {
    for (const { pid } of read()) kill(pid);
  });
  return read;
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
