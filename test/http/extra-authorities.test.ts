import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askedBy } from '../support/asked-by.ts';
import { companyAuthority, companyServer } from '../support/company-authority.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { listening } from '../support/names-and-traps.ts';
import { privateAuthority } from '../support/private-authority.ts';

/** A server of the company, and one of another owner. */
async function serve(certificate: { key: string; cert: string }) {
  return listening(createServer(certificate, (_request, response) => response.end('hello')));
}

function written(contents: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'authorities.pem');
  writeFileSync(file, contents);
  return file;
}

const broken = '-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';

describe.each(['NODE_EXTRA_CA_CERTS', 'KEYFOB_EXTRA_CA_CERTS'])('the file of %s', (variable) => {
  it.each<[string, string | Uint8Array]>([
    ['an authority in PEM', companyAuthority.root],
    ['several', privateAuthority.authority + companyAuthority.root],
    ['an authority in DER', new X509Certificate(companyAuthority.root).raw],
    ['one after another that is broken', broken + companyAuthority.root],
    ['an authority between other lines', `# Acme\n\n${companyAuthority.root}\nthe end`],
  ])('with %s is read by Keyfob itself', async (_words, contents) => {
    const port = await serve(companyServer);
    const env = { [variable]: written(contents) };
    expect(await askedBy(env, `https://localhost:${port}/`)).toBe('hello');
  });

  it.each<[string, () => string]>([
    ['is not there', () => '/nowhere/authorities.pem'],
    ['is a folder', () => temporaryFolder()],
    ['is empty', () => written('')],
    ['has something else in it', () => written('these are no certificates')],
    ['has a broken certificate', () => written(broken)],
    ['has the authority of others', () => written(privateAuthority.authority)],
  ])('adds trust for no server where it %s, and takes no trust from others', async (_words, file) => {
    const env = { [variable]: file(), SSL_CERT_FILE: written(privateAuthority.authority) };
    const port = await serve(companyServer);
    expect(await askedBy(env, `https://localhost:${port}/`)).toBe('tls_failed');
    const known = await serve(privateAuthority);
    expect(await askedBy(env, `https://notes.example:${known}/`)).toBe('hello');
  });
});
