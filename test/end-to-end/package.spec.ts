import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { companyAuthority, companyServer } from '../support/company-authority.ts';
import { selfSigned } from '../support/self-signed.ts';
import { ask } from './ask.ts';
import { repository, sandboxFlags } from './desktop.ts';
import { startPackaged } from './packaged.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const folder = join(repository, 'dist', `keyfob-linux-${process.arch}`);
/** The release build, to which no debugger can attach. */
const executable = join(folder, 'keyfob-app');
const script = join(repository, 'scripts', 'package.mjs');

// One after the other and in one worker: the packages are made once.
test.describe.configure({ mode: 'default' });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  await run(process.execPath, [script, '--folder', '--assembled']);
  await run(process.execPath, [script, '--folder', '--assembled', '--for-tests']);
});

const { electronVersion } = JSON.parse(readFileSync(join(repository, 'build', 'runtime.json'), 'utf8')) as {
  electronVersion: string;
};
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  version: string;
  devDependencies: { electron: string };
};
const pinned = manifest.devDependencies.electron;

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program that should end by itself; otherwise it is killed, and has no exit code. */
async function ended(program: string, args: string[], env: Record<string, string>, cwd: string): Promise<Ended> {
  const child = spawn(program, args, { cwd, env, timeout: 20_000, killSignal: 'SIGKILL' });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...printed };
}

/** A free port. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('the packaged app starts, keeps its data, and contains all its files', async ({ desktop }) => {
  const start = () => startPackaged(desktop);
  const first = await start();
  await expect(first.window.getByRole('heading', { name: 'Welcome to Keyfob' })).toBeVisible();
  const added = await first.window.evaluate(() =>
    (
      globalThis as unknown as { keyfob: { request: (name: string, input: object) => Promise<unknown> } }
    ).keyfob.request('servers:add', { url: 'https://mcp.example.com/mcp', name: 'Kept' }),
  );
  expect(added).toMatchObject({ ok: true });
  await first.quit();

  const second = await start();
  await expect(second.window.getByRole('button', { name: /^Kept/ })).toBeVisible();
  await second.window.keyboard.press('Control+,');
  const about = second.window.getByRole('region', { name: 'About' });
  await expect(about).toContainText('Test build: other programs can control this Keyfob through a debugger.');
  if (electronVersion !== pinned)
    await expect(about).toContainText(`Built with Electron ${electronVersion} instead of ${pinned}.`);
  await second.quit();
  expect(existsSync(join(folder, 'resources', 'connector', 'keyfob'))).toBe(true);
  expect(existsSync(join(desktop.home, '.keyfob', 'bin', 'keyfob'))).toBe(true);
});

test('the packaged app does not start with a switch that lets another program control it', async ({ desktop }) => {
  const port = await freePort();
  const tried = [
    [`--remote-debugging-port=${port}`, '--remote-debugging-port'],
    [`-remote-debugging-port=${port}`, '--remote-debugging-port'],
    ['--remote-debugging-pipe', '--remote-debugging-pipe'],
    [`--inspect=${port}`, '--inspect'],
    ['--js-flags=--expose-gc', '--js-flags'],
    ['--renderer-cmd-prefix=xterm', '--renderer-cmd-prefix'],
    ['--disable-web-security', '--disable-web-security'],
  ];
  for (const [given = '', named = ''] of tried) {
    const heard: string[] = [];
    const knocking = setInterval(() => {
      const socket = connect(port, '127.0.0.1', () => heard.push(given)).on('error', () => socket.destroy());
    }, 100);
    const { code, stderr } = await ended(executable, [...sandboxFlags, given], desktop.environment, desktop.home);
    clearInterval(knocking);
    expect({ given, code, heard }).toEqual({ given, code: 2, heard: [] });
    expect(stderr).toContain(`Keyfob did not start. ${named} would let another program control it`);
    expect(stderr).not.toContain('DevTools listening');
  }
  // Nothing was created: neither a profile nor a desktop entry.
  expect(existsSync(join(desktop.home, '.config', 'Keyfob'))).toBe(false);
  expect(existsSync(join(desktop.home, '.local', 'share', 'applications', 'keyfob.desktop'))).toBe(false);
});

test('the packaged app prints its version and its switches without a display, and leaves nothing behind', async ({
  desktop,
}) => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = desktop.environment;
  const { electron } = JSON.parse(readFileSync(join(repository, 'build', 'runtime.json'), 'utf8')) as {
    electron: string;
  };
  for (const [program, ...args] of [[executable], [electron, repository]] as [string, ...string[]][]) {
    const ask = (name: string) => ended(program, [...sandboxFlags, ...args, name], env, desktop.home);
    expect(await ask('--version')).toMatchObject({ code: 0, stdout: `Keyfob ${manifest.version}\n` });
    const { code, stdout } = await ask('--help');
    expect({ program, code }).toEqual({ program, code: 0 });
    for (const name of ['--help', '--version', '--quietly', '--password-store=NAME']) expect(stdout).toContain(name);
    // The help does not recommend switches that weaken a sign-in.
    expect(stdout).not.toContain('sandbox');
  }
  expect(readdirSync(join(desktop.home, '.config')).filter((name) => /keyfob/i.test(name))).toEqual([]);
});

test('the packaged app, started without the sandbox, does not keep that for later starts', async ({ desktop }) => {
  const applications = join(desktop.home, '.local', 'share', 'applications');
  const entry = join(applications, 'keyfob.desktop');
  const execLines = () =>
    existsSync(entry)
      ? readFileSync(entry, 'utf8')
          .split('\n')
          .filter((line) => /^(?:Try)?Exec=/.test(line))
      : [];
  const right = [`TryExec=${executable}`, `Exec=${executable} %u`];
  // As an earlier version wrote it, after two starts.
  mkdirSync(applications, { recursive: true });
  const old = ['[Desktop Entry]', 'Type=Application', 'Name=Keyfob', `Exec=${executable} --no-sandbox --no-sandbox %u`];
  writeFileSync(entry, [...old, 'Icon=keyfob', 'MimeType=x-scheme-handler/app.keyfob;', ''].join('\n'));

  const start = async (env: Record<string, string>, isDone: () => boolean, what: string) => {
    const flags = ['--no-sandbox', '--no-sandbox', '--password-store=gnome-libsecret'];
    const child = spawn(executable, flags, { cwd: desktop.home, env, stdio: 'ignore' });
    const over = new Promise((resolve) => child.once('exit', resolve));
    await until(isDone, what);
    child.kill('SIGTERM');
    await over;
  };
  await start(desktop.environment, () => !execLines().join(' ').includes('--no-sandbox'), 'the entry to be mended');
  expect(execLines()).toEqual(right);

  // If a system package has a desktop entry, the user's own is removed, and no other is written.
  const system = join(desktop.home, 'usr', 'share');
  mkdirSync(join(system, 'applications'), { recursive: true });
  writeFileSync(
    join(system, 'applications', 'keyfob.desktop'),
    `[Desktop Entry]\nType=Application\nName=Keyfob\nExec=${executable} %u\nMimeType=x-scheme-handler/app.keyfob;\n`,
  );
  const env = { ...desktop.environment, XDG_DATA_DIRS: `${system}:/usr/share` };
  await start(env, () => !existsSync(entry), 'the entry to go');
  expect(existsSync(entry)).toBe(false);
});

test('a package is made with another Electron than the pinned one only where that is requested', async () => {
  test.skip(electronVersion === pinned, 'This machine has the pinned Electron, and no other to refuse.');
  const { code, stderr } = await ended(process.execPath, [script], process.env as Record<string, string>, repository);
  expect(code).toBe(1);
  expect(stderr).toContain(`Electron ${electronVersion} is installed, but Keyfob needs ${pinned}`);
  expect(stderr).toContain('npm run package -- --assembled');
});

test('the fuses of the packaged app prevent foreign code', async ({ desktop }) => {
  const fuses = await getCurrentFuseWire(`${executable}-main`);
  const state = (name: keyof typeof FuseV1Options) => fuses[FuseV1Options[name]] === FuseState.ENABLE;
  expect({
    runAsNode: state('RunAsNode'),
    nodeOptions: state('EnableNodeOptionsEnvironmentVariable'),
    inspect: state('EnableNodeCliInspectArguments'),
    filePrivileges: state('GrantFileProtocolExtraPrivileges'),
    cookieEncryption: state('EnableCookieEncryption'),
    integrity: state('EnableEmbeddedAsarIntegrityValidation'),
    onlyArchive: state('OnlyLoadAppFromAsar'),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    filePrivileges: false,
    cookieEncryption: true,
    integrity: true,
    onlyArchive: true,
  });
  // As Node it would print this; as an app it opens a window, and is ended.
  const env = { ...desktop.environment, ELECTRON_RUN_AS_NODE: '1' };
  const asNode = await run(executable, [...sandboxFlags, '-p', '6 * 7'], { env, timeout: 5000 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  expect(asNode.stdout).not.toContain('42');
});

/** A TLS server that records its requests. */
async function remembering(options: ServerOptions) {
  const asked: string[] = [];
  const server = createSecureServer(options, (request, response) => {
    asked.push(request.url ?? '');
    response.end('no tools here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `https://127.0.0.1:${port}/mcp`, asked, close };
}

test('a server with a self-signed certificate is refused before any request, whatever the environment says', async ({
  desktop,
  closing,
}) => {
  const { url, asked } = closing(await remembering(selfSigned));
  const { window, quit } = await startPackaged(desktop, {
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_OPTIONS: '--tls-min-v1.0',
  });
  const added = await ask(window, 'servers:add', { url });
  if (!added.ok) throw new Error(added.error.code);
  const answer = await ask(window, 'connections:connect', { serverId: added.value.id });
  expect(answer).toMatchObject({ ok: false, error: { code: 'tls_failed' } });
  expect(asked).toEqual([]);
  await quit();
});

test('a server of a private authority is trusted where KEYFOB_EXTRA_CA_CERTS names its file', async ({
  desktop,
  closing,
}) => {
  const { url, asked } = closing(await remembering(companyServer));
  const file = join(desktop.home, 'acme.pem');
  writeFileSync(file, companyAuthority.root);
  const without = await startPackaged(desktop);
  const added = await ask(without.window, 'servers:add', { url });
  if (!added.ok) throw new Error(added.error.code);
  const serverId = added.value.id;
  const refused = await ask(without.window, 'connections:connect', { serverId });
  expect(refused).toMatchObject({ ok: false, error: { code: 'tls_failed' } });
  expect(asked).toEqual([]);
  await without.quit();

  const { window, quit } = await startPackaged(desktop, { KEYFOB_EXTRA_CA_CERTS: file });
  const answered = await ask(window, 'connections:connect', { serverId });
  expect(answered).toMatchObject({ ok: false, error: { code: 'not_an_mcp_server' } });
  expect(asked).not.toEqual([]);
  await quit();
});

/** Licences that only require their text next to the app. */
const permissive = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|\(?MIT OR [\w.-]+\)?)$/;

test('the packaged app that is replaced while it runs shows parts of the page that it loads late, and asks for a restart', async ({
  desktop,
}) => {
  const archive = join(`${folder}-for-tests`, 'resources', 'app.asar');
  copyFileSync(archive, `${archive}.kept`);
  try {
    const { window, quit } = await startPackaged(desktop);
    await ready(window);
    // Another version: everything is at another place in it.
    writeFileSync(`${archive}.new`, Buffer.concat([Buffer.alloc(100_003, ' '), readFileSync(archive)]));
    renameSync(`${archive}.new`, archive);
    await window.getByRole('button', { name: 'Keyfob settings' }).click();
    await expect(window.getByRole('heading', { name: 'About' })).toBeVisible();
    await expect(window.getByRole('region', { name: 'Keyfob was updated' })).toBeVisible({ timeout: 40_000 });
    await quit();
  } finally {
    renameSync(`${archive}.kept`, archive);
  }
});

test('the licence of every library in the package lies beside it', () => {
  const licences = readFileSync(join(folder, 'resources', 'licences.txt'), 'utf8');
  const parts = licences.split(`\n${'-'.repeat(80)}\n\n`);
  const named = parts
    .slice(1)
    .map((part) => /^(\S+) (\S+) \((.+)\)\n\n(.+)/.exec(part)?.slice(1) ?? [part.slice(0, 80)]);
  const names = named.map(([name]) => name);
  expect(
    named.filter(([, , licence = '', words = '']) => !permissive.test(licence) || /^(licen[cs]e: |$)/i.test(words)),
  ).toEqual([]);
  const wanted = ['react', 'react-dom', 'better-sqlite3', 'oauth4webapi', 'undici', 'zod', 'ipaddr.js', 'use-intl'];
  for (const name of [...wanted, '@mantine/core', '@modelcontextprotocol/client', '@rjsf/core', 'lucide-react'])
    expect(names).toContain(name);
  expect(parts[0]).toMatch(/^Electron \(MIT\)[\s\S]*Electron contributors[\s\S]*Permission is hereby granted/);
  expect(existsSync(join(folder, 'LICENSES.chromium.html'))).toBe(true);

  // The bill of materials has the same, and what Electron is made of.
  const bill = JSON.parse(readFileSync(join(folder, 'resources', 'sbom.cdx.json'), 'utf8')) as {
    components: { name: string; version: string }[];
  };
  const inBill = bill.components.map(({ name, version }) => `${name} ${version}`);
  const ofElectron = ['Electron', 'Chromium', 'Node.js', 'V8', 'SQLite'];
  expect(inBill.slice(ofElectron.length)).toEqual(named.map(([name, version]) => `${name} ${version}`));
  expect(bill.components.slice(0, ofElectron.length).map(({ name }) => name)).toEqual(ofElectron);
  expect(inBill[0]).toBe(`Electron ${electronVersion}`);
  expect(inBill.filter((one) => !/ \d+\.\d+/.test(one))).toEqual([]);
});
