import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { writeSums } from '../../scripts/package/sums.mjs';
import { repository } from '../end-to-end/desktop.ts';
import { filesFolder, namesOf, nextVersion, packagesOf, version } from './made-packages.ts';
import { endKeys, makeKey, offer } from './made-repositories.ts';

const run = promisify(execFile);
const text = readFileSync(join(repository, 'docs', 'install.md'), 'utf8');
/** The blocks that have a name, by it. */
const blocks = new Map(
  [...text.matchAll(/^```sh (\w+)\n([^]*?)^```$/gm)].map(([, name = '', code = '']) => [name, code]),
);

const folder = join(filesFolder, 'document');
const bin = join(folder, 'bin');

/** Runs a block as it is written; `sudo` is what root needs none of, and nothing asks. */
async function follow(name: string, env: Record<string, string> = {}): Promise<string> {
  const code = blocks.get(name);
  if (code === undefined) throw new Error(`docs/install.md has no block “${name}”`);
  const all = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, DEBIAN_FRONTEND: 'noninteractive', ...env };
  const { stdout } = await run('sh', ['-e', '-c', code], { cwd: folder, env: all });
  return stdout;
}

const installed = async () =>
  (await run('dpkg-query', ['--show', '--showformat', '${Version}', 'keyfob']).catch(() => ({ stdout: '' }))).stdout;

test.afterAll(endKeys);

test('the commands of docs/install.md do what it says', async () => {
  expect([...blocks.keys()]).toEqual(['verify', 'install', 'remove', 'unpack', 'back', 'repository', 'source']);
  const { one, next } = await packagesOf();
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  writeFileSync('/etc/apt/apt.conf.d/99-yes', 'APT::Get::Assume-Yes "true";\nAPT::Install-Recommends "false";\n');
  cpSync(one, folder, { recursive: true });

  const secret = join(filesFolder, 'minisign.key');
  await run('minisign', ['-G', '-W', '-s', secret, '-p', join(folder, 'keyfob.pub')]);
  await writeSums(folder, Object.values(namesOf(version)), { version, key: secret });
  expect(await follow('verify')).toContain(`${namesOf(version).deb}: OK\n`);

  await follow('install');
  expect(await installed()).toBe(version);
  await follow('remove');
  expect(await installed()).toBe('');

  chmodSync(folder, 0o755);
  // Root may start it only without the sandbox; what it prints needs neither.
  const unpack = (blocks.get('unpack') ?? '').replace('--version', '--no-sandbox --version');
  blocks.set('unpack', unpack);
  expect(await follow('unpack')).toContain(`Keyfob ${version}\n`);
  expect(existsSync(join(folder, 'Keyfob', 'keyfob-app'))).toBe(true);

  await run('apt-get', ['install', join(next, namesOf(nextVersion).deb)], { env: process.env });
  expect(await installed()).toBe(nextVersion);
  await follow('back');
  expect(await installed()).toBe(version);
  await follow('remove');

  // The repository, and a computer that takes its packages from there.
  const { fingerprint } = await makeKey('document');
  cpSync(join(repository, 'scripts'), join(folder, 'scripts'), { recursive: true });
  cpSync(join(repository, 'package.json'), join(folder, 'package.json'));
  await follow('repository', { KEY: fingerprint });
  const { address, close } = await offer(join(folder, 'repo'));
  for (const file of globSync('/etc/apt/sources.list.d/*')) rmSync(file);
  mkdirSync('/etc/apt/keyrings', { recursive: true });
  await follow('source', { ADDRESS: address });
  expect(await installed()).toBe(version);
  close();
});
