import { execFile } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filesFolder } from './made-packages.ts';

const run = promisify(execFile);

/** The files of these tests. */
export const repositoriesFolder = join(filesFolder, 'repositories');

/** Makes a key of gpg, in a folder that only these tests use, and a file with its public half. */
export async function makeKey(name: string): Promise<{ fingerprint: string; file: string }> {
  const home = join(repositoriesFolder, 'gnupg');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  process.env['GNUPGHOME'] = home;
  const address = `${name}@keyfob.invalid`;
  await run('gpg', ['--batch', '--passphrase', '', '--quick-generate-key', address, 'rsa3072', 'sign', 'never']);
  const listed = (await run('gpg', ['--with-colons', '--list-keys', address])).stdout;
  const file = join(repositoriesFolder, `${name}.asc`);
  writeFileSync(file, (await run('gpg', ['--armor', '--export', address])).stdout);
  return { fingerprint: /^fpr:+([0-9A-F]+):/m.exec(listed)?.[1] ?? '', file };
}

/** Ends what gpg has started. */
export const endKeys = () => run('gpgconf', ['--kill', 'all']);

/** Offers the files of a folder to this computer. */
export async function offer(folder: string): Promise<{ address: string; close: () => void }> {
  const server = createServer(({ url = '' }, response) => {
    const file = join(folder, decodeURIComponent(new URL(url, 'http://x').pathname));
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': statSync(file).size });
    return void createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}
