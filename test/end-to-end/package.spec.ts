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

/** Licences that ask for nothing but their own words beside the app. */
const permissive = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|\(?MIT OR [\w.-]+\)?)$/;

test('the licence of every library in it lies beside it', () => {
  const licences = readFileSync(join(folder, 'licences.txt'), 'utf8');
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
});
