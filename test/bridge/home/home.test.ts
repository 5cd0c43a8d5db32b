import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { bridgeHome, isTooLong } from '../../../src-main/bridge/home/bridge-home.ts';
import { Connectors } from '../../../src-main/bridge/home/connectors.ts';
import { environmentLines, startCommand } from '../../../src-main/bridge/home/start-command.ts';
import { writeHome } from '../../../src-main/bridge/home/write-home.ts';
import { linuxProcesses } from '../../../src-main/bridge/caller/processes.ts';
import { compiledConnector } from '../../../scripts/setup/connector.mjs';
import { temporaryFolder } from '../../support/keyfob.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const contents = { command: ['/opt/Keyfob/keyfob-app'], environment: ['DISPLAY=:0', 'LANG=vi_VN.UTF-8'], texts: '' };

it('a home of an installed app is ~/.keyfob, and one of a clone lies beside it', () => {
  expect(bridgeHome('/home/ann', true)).toEqual({
    folder: '/home/ann/.keyfob',
    run: '/home/ann/.keyfob/run',
    socket: '/home/ann/.keyfob/run/agent.sock',
    environment: '/home/ann/.keyfob/run/environment',
    app: '/home/ann/.keyfob/app',
    texts: '/home/ann/.keyfob/offline-texts',
    connector: '/home/ann/.keyfob/bin/keyfob',
    earlierConnector: '/home/ann/.keyfob/bin/.earlier-keyfob',
  });
  expect(bridgeHome('/home/ann', false).socket).toBe('/home/ann/.keyfob-development/run/agent.sock');
});

it('a home is closed to other users, also where its folders were open', () => {
  const home = bridgeHome(temporaryFolder(), true);
  mkdirSync(home.run, { recursive: true, mode: 0o755 });
  writeHome(home, contents);
  expect([home.folder, home.run, join(home.folder, 'bin')].map(modeOf)).toEqual(['700', '700', '700']);
  expect([home.app, home.environment].map(modeOf)).toEqual(['600', '600']);
  expect(readFileSync(home.app, 'utf8')).toBe('/opt/Keyfob/keyfob-app\n');
  expect(readFileSync(home.environment, 'utf8')).toBe('DISPLAY=:0\nLANG=vi_VN.UTF-8\n');
  expect(readdirSync(home.run)).toEqual(['environment']);
});

it('a home is written without following a link at the name of an unfinished file', () => {
  const user = temporaryFolder();
  const home = bridgeHome(user, true);
  const victim = join(user, 'notes');
  writeFileSync(victim, 'mine');
  mkdirSync(home.folder);
  symlinkSync(victim, `${home.app}.new`);
  writeHome(home, contents);
  expect([readFileSync(victim, 'utf8'), readFileSync(home.app, 'utf8')]).toEqual(['mine', '/opt/Keyfob/keyfob-app\n']);
});

it('a home is not given a command with a line break, which would be another command', () => {
  const home = bridgeHome(temporaryFolder(), true);
  writeHome(home, { ...contents, command: ['/opt/a\nb/keyfob'] });
  expect(readdirSync(home.folder).toSorted()).toEqual(['bin', 'offline-texts', 'run']);
});

it('a start command keeps the switches that decide what can be opened, and no others', () => {
  const argv = ['/e', '--no-sandbox', '/clone', '--password-store=kwallet6', '--inspect=0', 'app.keyfob:/show?x'];
  const start = { command: ['/e', '/clone'], argv };
  expect(startCommand({ ...start, isRoot: false })).toEqual(['/e', '/clone', '--password-store=kwallet6']);
  expect(startCommand({ ...start, isRoot: true })).toEqual([
    '/e',
    '--no-sandbox',
    '/clone',
    '--password-store=kwallet6',
  ]);
});

it('an environment has what a start needs: no tokens, no passwords of proxies, no line breaks', () => {
  const env = {
    HOME: '/home/ann',
    DISPLAY: ':0',
    XDG_RUNTIME_DIR: '/run/user/1000',
    HTTPS_PROXY: 'http://proxy.example:8080',
    https_proxy: 'http://ann:secret@proxy.example:8080',
    GITHUB_TOKEN: 'ghp_x',
    LANG: 'C\nEVIL=1',
  };
  expect(environmentLines(env)).toEqual([
    'HOME=/home/ann',
    'DISPLAY=:0',
    'XDG_RUNTIME_DIR=/run/user/1000',
    'HTTPS_PROXY=http://proxy.example:8080',
  ]);
});

it('a socket whose path has 108 bytes is too long for Linux', () => {
  expect(isTooLong(`/${'a'.repeat(106)}`)).toBe(false);
  expect(isTooLong(`/${'é'.repeat(53)}a`)).toBe(true);
});

it('a connector is installed once, and an agent’s running one stays known after an update', async () => {
  const folder = temporaryFolder();
  const home = bridgeHome(folder, true);
  writeHome(home, contents);
  const own = join(folder, 'own');
  copyFileSync(await compiledConnector(), own);
  const start = () => new Connectors(own, home, join(folder, 'connectors'));
  start().install();
  expect(modeOf(home.connector)).toBe('755');
  const { ino } = statSync(home.connector);
  start().install();
  expect(statSync(home.connector).ino).toBe(ino);

  const running = spawn(home.connector, ['mcp', 'x'], { env: {}, stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void running.kill('SIGKILL'));
  await once(running, 'spawn');
  appendFileSync(own, 'newer');
  const updated = start();
  updated.install();
  expect(statSync(home.connector).ino).not.toBe(ino);
  const file = linuxProcesses.read(running.pid ?? 0)?.executable?.file;
  expect(updated.files()).toContainEqual(file);
  // Own, installed, and the one before; what another program puts in their place is none.
  expect(updated.files()).toHaveLength(3);
  writeFileSync(`${home.earlierConnector}.planted`, 'another program');
  renameSync(`${home.earlierConnector}.planted`, home.earlierConnector);
  appendFileSync(home.connector, 'another program');
  expect(updated.files()).toHaveLength(1);
});
