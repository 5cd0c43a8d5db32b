import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from '@playwright/test';
import { repository, sandboxFlags } from './desktop.ts';
import { expect, test } from './test.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const folder = join(repository, 'dist', `keyfob-linux-${process.arch}`);
const executable = join(folder, 'keyfob');

test.beforeAll(async () => {
  await run(process.execPath, [join(repository, 'scripts', 'package.mjs')]);
});

test('the packaged app starts, keeps what it is given, and has all its files with it', async ({ desktop }) => {
  const flags = [...sandboxFlags, '--password-store=gnome-libsecret', '--remote-debugging-port=0'];
  const start = async () => {
    const child = spawn(executable, flags, { cwd: desktop.home, env: desktop.environment });
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const endpoint = () => /DevTools listening on (\S+)/.exec(printed)?.[1];
    await until(() => endpoint() !== undefined, 'the packaged app to open its door');
    const browser = await chromium.connectOverCDP(endpoint() ?? '');
    const pages = () => browser.contexts().flatMap((context) => context.pages());
    await until(() => pages().length > 0, 'its window');
    const window = pages()[0];
    if (!window) throw new Error('there is no window');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const quit = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { window, quit };
  };

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
  await second.quit();
});

test('its fuses keep everybody else’s code out', async ({ desktop }) => {
  const fuses = await getCurrentFuseWire(executable);
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

test('the licence of every library in it lies beside it', () => {
  const licences = readFileSync(join(folder, 'licences.txt'), 'utf8');
  for (const name of ['react', 'better-sqlite3', 'oauth4webapi', '@mantine/core', '@modelcontextprotocol/client'])
    expect(licences).toMatch(new RegExp(`^${name.replace('/', '\\/')} \\d`, 'm'));
  expect(existsSync(join(folder, 'LICENSES.chromium.html'))).toBe(true);
});
