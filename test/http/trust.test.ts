import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSecureContext } from 'node:tls';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { askedBy } from '../support/asked-by.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { listening, namesTo } from '../support/names-and-traps.ts';
import { privateAuthority } from '../support/private-authority.ts';
import { selfSigned } from '../support/self-signed.ts';

const serve = async (certificate: { key: string; cert: string }) =>
  listening(createServer(certificate, (_request, response) => response.end('hello')));

function authorityFile(): string {
  const file = join(temporaryFolder(), 'authority.pem');
  writeFileSync(file, privateAuthority.authority);
  return file;
}

describe('a private authority', () => {
  it('is trusted where the system’s store has it', async () => {
    const port = await serve(privateAuthority);
    expect(await askedBy({ SSL_CERT_FILE: authorityFile() }, `https://notes.example:${port}/`)).toBe('hello');
  });

  it('is trusted where NODE_EXTRA_CA_CERTS names it', async () => {
    const port = await serve(privateAuthority);
    expect(await askedBy({ NODE_EXTRA_CA_CERTS: authorityFile() }, `https://notes.example:${port}/`)).toBe('hello');
  });

  it('is not trusted otherwise', async () => {
    const port = await serve(privateAuthority);
    expect(await askedBy({}, `https://notes.example:${port}/`)).toBe('tls_failed');
  });
});

describe('a certificate', () => {
  const trust = () => createSecureContext({ ca: [privateAuthority.authority, selfSigned.cert] });
  const outbound = createOutbound('loopback', { trust, resolve: namesTo('127.0.0.1') });

  it('is valid for its own name, though the connection goes to the address that was judged', async () => {
    const port = await serve(privateAuthority);
    expect((await outbound.metadata(`https://notes.example:${port}/`)).status).toBe(200);
  });

  it.each(['other.example', 'notes.example.evil.example', 'evil.notes.example', 'localhost', '127.0.0.1'])(
    'is not valid for %s',
    async (host) => {
      const port = await serve(privateAuthority);
      await expect(outbound.metadata(`https://${host}:${port}/`)).rejects.toEqual(fault('tls_failed'));
    },
  );

  it('of this computer is valid for its address too', async () => {
    const port = await serve(selfSigned);
    expect((await outbound.metadata(`https://127.0.0.1:${port}/`)).status).toBe(200);
  });
});
