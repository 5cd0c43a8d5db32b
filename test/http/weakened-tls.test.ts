import { writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { askedBy } from '../support/asked-by.ts';
import { connectProxy } from '../support/connect-proxy.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { listening } from '../support/names-and-traps.ts';
import { privateAuthority } from '../support/private-authority.ts';
import { selfSigned } from '../support/self-signed.ts';
import { weakKey } from '../support/weak-key.ts';

/** A server that records its requests. */
async function serve(options: ServerOptions) {
  const asked: string[] = [];
  const server = createServer(options, (request, response) => {
    asked.push(request.url ?? '');
    response.end('hello');
  });
  const port = await listening(server);
  return { port, asked };
}

function written(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

/** OpenSSL's own settings, as loose as they can be. */
const looseOpenssl = `nodejs_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = loose
[loose]
MinProtocol = TLSv1
CipherString = ALL:eNULL:@SECLEVEL=0
VerifyMode = None
`;

/** The server's TLS settings, and its certificate. */
const servers: Record<string, ServerOptions> = {
  'a certificate that no authority vouches for': selfSigned,
  'TLS 1.1 at most': { ...selfSigned, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  'no encryption': { ...selfSigned, maxVersion: 'TLSv1.2', ciphers: 'eNULL:@SECLEVEL=0' },
  'a key of 1024 bits': { ...weakKey, ciphers: 'ALL:@SECLEVEL=0' },
  'no certificate': { maxVersion: 'TLSv1.2', ciphers: 'aNULL:@SECLEVEL=0' },
};

const weakening: [variables: string, env: () => Record<string, string>][] = [
  ['NODE_TLS_REJECT_UNAUTHORIZED=0', () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })],
  ['an OpenSSL configuration', () => ({ OPENSSL_CONF: written('openssl.cnf', looseOpenssl) })],
  ['--tls-min-v1.0', () => ({ NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=ALL:@SECLEVEL=0' })],
  ['--tls-cipher-list', () => ({ NODE_OPTIONS: '--tls-cipher-list=eNULL:aNULL:ALL:@SECLEVEL=0' })],
];

const cases = Object.keys(servers).flatMap((server) => weakening.map(([variables, env]) => [server, variables, env]));

it.each(cases as [string, string, () => Record<string, string>][])(
  'a server with %s is refused in spite of %s, before any request',
  async (name, _variables, env) => {
    const { port, asked } = await serve(servers[name] ?? {});
    // All but the first have a trusted certificate: their TLS settings are refused.
    const known = name.startsWith('a certificate')
      ? {}
      : { SSL_CERT_FILE: written('known.pem', selfSigned.cert + weakKey.cert) };
    expect(await askedBy({ ...known, ...env() }, `https://127.0.0.1:${port}/`)).toBe('tls_failed');
    expect(asked).toEqual([]);
  },
);

it.each(weakening)('a server that the system trusts answers in spite of %s', async (_variables, env) => {
  const { port, asked } = await serve(selfSigned);
  const known = { SSL_CERT_FILE: written('known.pem', selfSigned.cert) };
  expect(await askedBy({ ...known, ...env() }, `https://127.0.0.1:${port}/`)).toBe('hello');
  expect(asked).toEqual(['/']);
});

it('a proxy with a certificate of an untrusted authority is refused in spite of NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
  const server = await serve(privateAuthority);
  const proxy = await connectProxy({ leadsTo: server.port, tls: selfSigned });
  const env = {
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    SSL_CERT_FILE: written('known.pem', privateAuthority.authority),
    HTTPS_PROXY: `https://who:secret@127.0.0.1:${proxy.port}`,
  };
  expect(await askedBy(env, 'https://notes.example/')).toBe('connection_failed');
  expect([proxy.asked, server.asked]).toEqual([[], []]);
});

it('a server behind a proxy with a certificate of an untrusted authority is refused in spite of NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
  const server = await serve(privateAuthority);
  const proxy = await connectProxy({ leadsTo: server.port });
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
  expect(await askedBy(env, 'https://notes.example/')).toBe('tls_failed');
  expect(proxy.asked.map(({ authority }) => authority)).toEqual(['notes.example:443']);
  expect(server.asked).toEqual([]);
});
