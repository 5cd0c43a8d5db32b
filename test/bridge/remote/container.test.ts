import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/keyfob.ts';
import { request } from '../connector/app.ts';
import { Lines } from '../connector/lines.ts';
import { echo, startApp } from '../listener/bridge-app.ts';
import { commandsOf } from './remote-machine.ts';

const line = commandsOf('remote.md', 'Dev containers');

/** The mounts of docs/remote.md, as `[source, target]`. */
const mounts = ['/.keyfob/bin', '/.keyfob/run', '/.config/keyfob-forwardings/'].map((name) => {
  const found = /source=(.*?),target=(.*?),type=bind,readonly/.exec(line(`"source=\${localEnv:HOME}${name}`));
  return [found?.[1] ?? '', found?.[2] ?? ''] as const;
});

/** Runs the connector as a container has it: namespaces of its own, and the document's mounts, which only read. */
async function startContainer(key?: (app: Awaited<ReturnType<typeof startApp>>) => string) {
  const app = await startApp(echo);
  app.addServer('X');
  const folder = temporaryFolder();
  const file = join(folder, 'key');
  if (key) writeFileSync(file, `${key(app)}\n`);
  if (key) chmodSync(file, 0o600);
  mkdirSync(join(folder, 'opt'));
  const commands = mounts.flatMap(([source, target]) => {
    const from = source.startsWith('${localEnv:HOME}/.keyfob/')
      ? source.replace('${localEnv:HOME}/.keyfob', app.home.folder)
      : file;
    if (from === file && !key) return [];
    const make = from === file ? `touch ${target}` : `mkdir -p ${target}`;
    return [`${make} && mount --bind ${from} ${target} && mount -o remount,bind,ro ${target}`];
  });
  const script = ['mount -t tmpfs none /opt', 'mkdir /opt/keyfob', ...commands, '/opt/keyfob/bin/keyfob mcp x'];
  const namespaces = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--mount-proc'];
  const child = spawn('unshare', [...namespaces, 'sh', '-c', `${script.join(' && ')}; exit`], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.write(`${request(1, 'ping')}\n`);
  const lines = new Lines(child.stdout);
  expect(await Promise.race([lines.nextJson(), new Lines(child.stderr).next()])).toMatchObject({ id: 1 });
  return (await app.next()).connection.caller;
}

it('a program in a container is unknown without the key of a forwarding', async () => {
  expect(await startContainer()).toMatchObject({ kind: 'unknown', name: '' });
});

it('a program in a container is the forwarding whose key is mounted there', async () => {
  const caller = await startContainer(({ kit }) =>
    kit.store.forwardings.add({ name: 'dev container', profileId: kit.session.profileId, now: 1 }).key.reveal(),
  );
  expect(caller).toMatchObject({ kind: 'forwarding', name: 'dev container' });
});
