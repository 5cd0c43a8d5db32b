import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../../scripts/setup/run.mjs';
import { Agent, installed } from './agent.ts';
import { request } from './app.ts';
import { Lines } from './lines.ts';
import { kill, makeStartable } from './startable.ts';

const served = (id: number, method: string) => ({ jsonrpc: '2.0', id, result: { served: method } });

it('ten connectors start one app and are all served', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  const agents = Array.from({ length: 10 }, () => new Agent(home));
  const answers = await Promise.all(agents.map((agent, id) => agent.ask(request(id, 'initialize'))));
  expect(answers).toEqual(agents.map((_, id) => served(id, 'initialize')));
  expect(starts()).toHaveLength(1);
});

it('a started app has nothing of the agent: neither its environment, files, session nor process tree', async () => {
  const home = await installed();
  const starts = makeStartable(home, { environment: ['DISPLAY=:7', 'no variable', '=', 'PATH=/second', 'EMPTY='] });
  const agent = new Agent(home, { env: { HOME: '/root', DISPLAY: ':1', SECRET: 'x', PATH: '/nowhere' } });
  await agent.ask(request(1, 'initialize'));
  const [start] = starts();
  expect(start).toMatchObject({
    argv: [process.execPath, join(home.folder, 'app.mjs'), home.folder, '--quietly'],
    cwd: '/root',
  });
  const group = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[3];
  expect(String(start?.session)).not.toBe(group);
  const { XDG_RUNTIME_DIR: _, DBUS_SESSION_BUS_ADDRESS: __, ...env } = start?.env ?? {};
  expect(env).toEqual({
    PATH: `${join(home.folder, 'programs')}:/usr/bin:/bin`,
    HOME: '/root',
    DISPLAY: ':7',
    EMPTY: '',
  });
  expect(start?.parent).not.toBe(agent.child.pid);
  expect([0, 1, 2].map((fd) => start?.files[fd])).toEqual(['/dev/null', '/dev/null', '/dev/null']);
  expect(Object.values(start?.files ?? {}).filter((file) => file.includes(home.folder))).toEqual([]);
});

it('an app outlives the process group of the agent whose connector started it', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  const shell = spawn('/bin/sh', ['-c', '"$0" mcp x; :', home.connector], { detached: true, env: {} });
  const lines = new Lines(shell.stdout);
  shell.stdin.write(`${request(1, 'initialize')}\n`);
  expect(await lines.nextJson()).toEqual(served(1, 'initialize'));
  process.kill(-(shell.pid ?? 0), 'SIGKILL');
  await once(shell, 'close');
  expect(await new Agent(home).ask(request(2, 'ping'))).toEqual(served(2, 'ping'));
  expect(starts()).toHaveLength(1);
});

it('an app that was killed is started again by the next message, and not before', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  const [idle, busy] = [new Agent(home), new Agent(home)];
  await Promise.all([idle, busy].map((agent) => agent.ask(request(1, 'initialize'))));
  kill(starts()[0]?.pid ?? 0);
  await Promise.all([idle, busy].map((agent) => agent.errors.next()));
  expect(starts()).toHaveLength(1);
  expect(await busy.ask(request(2, 'tools/list'))).toEqual(served(2, 'tools/list'));
  expect(await idle.ask(request(2, 'tools/list'))).toEqual(served(2, 'tools/list'));
  expect(starts()).toHaveLength(2);
});

it('an app becomes a unit of the user’s manager where that answers, with the variables that it lacks', async () => {
  const home = await installed();
  const starts = makeStartable(home, {
    environment: ['DISPLAY=:7', 'LANG=vi_VN.UTF-8'],
    programs: {
      systemctl: '[ "$*" = "--user show-environment" ] && printf "HOME=/root\\nDISPLAY=:0\\nPATH=/usr/bin\\n"',
      'systemd-run': `printf '%s\\n' "$@" > "$(dirname "$0")/arguments"; while [ "$1" != -- ]; do shift; done; shift; "$@" &`,
    },
  });
  expect(await new Agent(home, { env: { HOME: '/root' } }).ask(request(1, 'ping'))).toEqual(served(1, 'ping'));
  const options = readFileSync(join(home.folder, 'programs', 'arguments'), 'utf8').split('\n');
  expect(options.filter((option) => !/^--setenv=(XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS)=/.test(option))).toEqual([
    '--user',
    '--quiet',
    '--collect',
    '--description=Keyfob',
    '--setenv=LANG=vi_VN.UTF-8',
    '--',
    process.execPath,
    join(home.folder, 'app.mjs'),
    home.folder,
    '--quietly',
    '',
  ]);
  expect(starts()).toHaveLength(1);
});

it('a manager that does not start the unit leaves it to the connector', async () => {
  const home = await installed();
  const starts = makeStartable(home, { programs: { systemctl: 'exit 0', 'systemd-run': 'exit 1' } });
  expect(await new Agent(home).ask(request(1, 'ping'))).toEqual(served(1, 'ping'));
  expect(starts()).toHaveLength(1);
});

it.each([
  ['that is not installed', undefined, 'Keyfob is not installed for this user: ', 20_000],
  ['that cannot be started', ['/no/such/keyfob'], 'Keyfob cannot be started: No such file or directory.', 20_000],
  ['that does not come up', ['/bin/true'], 'Keyfob was started and did not come up in time.', 300],
])('an app %s: requests get an error that says so', async (_, command, words, wait) => {
  const home = await installed();
  if (command) makeStartable(home, { command });
  const agent = new Agent(home, { env: { KEYFOB_WAIT: String(wait) } });
  expect(await agent.ask(request(1, 'initialize'))).toEqual({
    jsonrpc: '2.0',
    id: 1,
    error: { code: -31002, message: expect.stringContaining(words) as string },
  });
  expect(await agent.errors.next()).toContain(words);
});

it('no app is started for a socket that the user names', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  const agent = new Agent(home, { env: { KEYFOB_SOCKET: join(home.folder, 'other.sock'), KEYFOB_WAIT: '100' } });
  expect(await agent.ask(request(1, 'initialize'))).toMatchObject({ error: { code: -31002 } });
  expect(starts()).toEqual([]);
});

it('a socket that may not be opened: the words speak of a sandbox, not of an app that is not running', async () => {
  const home = await installed();
  const starts = makeStartable(home);
  const [source, forbidden] = [join(home.folder, 'forbidden.c'), join(home.folder, 'forbidden')];
  writeFileSync(source, forbidSockets);
  await run('cc', ['-o', forbidden, source]);
  const child = spawn(forbidden, [home.connector, 'mcp', 'x'], { env: {} });
  const [lines, errors] = [new Lines(child.stdout), new Lines(child.stderr)];
  child.stdin.end(`${request(1, 'initialize')}\n`);
  const words = `opening ${home.socket} is forbidden. If a sandbox runs this program, allow that path`;
  expect(await errors.all()).toEqual([expect.stringContaining(words)]);
  expect(await lines.nextJson()).toMatchObject({ error: { message: expect.stringContaining(words) as string } });
  expect(starts()).toEqual([]);
});

/** A filter of the kernel (seccomp) that refuses `socket` with EPERM, as sandboxes of agents do. */
const forbidSockets = `
#include <errno.h>
#include <stddef.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct sock_filter steps[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = { 4, steps };
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) return 99;
  return argc > 1 ? execv(argv[1], argv + 1) : 98;
}
`;

it('a path that is too long for a socket is named', async () => {
  const home = await installed();
  const path = `/${'a'.repeat(107)}`;
  const agent = new Agent(home, { env: { KEYFOB_SOCKET: path } });
  const { error } = (await agent.ask(request(1, 'initialize'))) as { error: { message: string } };
  expect(error.message).toBe(
    `The path of Keyfob's socket is longer than this system allows: ${path}. ` +
      'Keyfob needs a home folder with a shorter path.',
  );
  mkdirSync(join(home.folder, 'run'));
  expect(existsSync(home.socket)).toBe(false);
});
