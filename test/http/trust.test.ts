import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSecureContext } from 'node:tls';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { listening, namesTo } from '../support/names-and-traps.ts';
import { privateAuthority } from '../support/private-authority.ts';
import { selfSigned } from '../support/self-signed.ts';

const serve = async (certificate: { key: string; cert: string }) =>
  listening(createServer(certificate, (_request, response) => response.end('hello')));

const root = join(import.meta.dirname, '../..');

/** Asks in a process of its own: what a process trusts is decided when it starts. */
async function askedBy(env: Record<string, string>, port: number): Promise<string> {
  const script = `
    import { createOutbound } from ${JSON.stringify(join(root, 'src-main/http/guarded-fetch.ts'))};
    const resolve = (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    const answer = createOutbound('loopback', { resolve }).metadata('https://notes.example:${port}/');
    console.log(await answer.then((response) => response.text(), (error) => error.code));
    process.exit();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout.trim();
}

function authorityFile(): string {
  const file = join(temporaryFolder(), 'authority.pem');
  writeFileSync(file, privateAuthority.authority);
  return file;
}

describe('a private authority', () => {
  it('is believed where the system’s store has it', async () => {
    const port = await serve(privateAuthority);
    expect(await askedBy({ SSL_CERT_FILE: authorityFile() }, port)).toBe('hello');
  });

  it('is believed where NODE_EXTRA_CA_CERTS names it', async () => {
    const port = await serve(privateAuthority);
    expect(await askedBy({ NODE_EXTRA_CA_CERTS: authorityFile() }, port)).toBe('hello');
  });

  it('is not believed otherwise', async () => {
    const port = await serve(privateAuthority);
    expect(await askedBy({}, port)).toBe('tls_failed');
  });
});

describe('a certificate', () => {
  const trust = () => createSecureContext({ ca: [privateAuthority.authority, selfSigned.cert] });
  const outbound = createOutbound('loopback', { trust, resolve: namesTo('127.0.0.1') });

  it('counts for its own name, though the address that was judged is what is dialled', async () => {
    const port = await serve(privateAuthority);
    expect((await outbound.metadata(`https://notes.example:${port}/`)).status).toBe(200);
  });

  it.each(['other.example', 'notes.example.evil.example', 'evil.notes.example', 'localhost', '127.0.0.1'])(
    'does not count for %s',
    async (host) => {
      const port = await serve(privateAuthority);
      await expect(outbound.metadata(`https://${host}:${port}/`)).rejects.toEqual(fault('tls_failed'));
    },
  );

  it('of this computer counts for its address too', async () => {
    const port = await serve(selfSigned);
    expect((await outbound.metadata(`https://127.0.0.1:${port}/`)).status).toBe(200);
  });
});
