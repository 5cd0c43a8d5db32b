import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { oddSite } from '../../quirks/odd-site.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';

const hour = 3600_000;
const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT about a workload. What signs it is not Keyfob's to check. */
function jwt(claims: Record<string, unknown> = {}): string {
  const inAnHour = Math.floor((Date.now() + hour) / 1000);
  const payload = { iss: 'https://idp.example', sub: 'night-report', exp: inAnHour, ...claims };
  return `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(payload)}.c2lnbmF0dXJl`;
}

/** A server whose authorization server takes each assertion in `accepted`, and a file that has the first one. */
async function start(text = jwt()) {
  const site = await oddSite();
  const accepted = new Set([text.trim()]);
  const { '/token': token } = site.routes;
  site.clients.set('night-report', {});
  site.routes['/token'] = (asked) => {
    if (asked.form.get('grant_type') !== grant) return token?.(asked) ?? 'close';
    const fits = accepted.has(asked.form.get('assertion') ?? '') && asked.form.get('client_id') === 'night-report';
    if (!fits) return { status: 400, json: { error: 'invalid_grant', error_description: 'This JWT is not for us' } };
    return { json: site.issue({ clientId: 'night-report', scope: asked.form.get('scope') ?? '' }) };
  };
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-jwt-bearer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token');
  writeFileSync(file, text);
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  const change = (changes: Parameters<typeof changeSettings>[3]) =>
    changeSettings(kit.context, kit.session, id, changes);
  await change({ grantType: 'jwt_bearer', clientId: 'night-report', assertionFile: file });
  return {
    site,
    accepted,
    folder,
    file,
    kit,
    id,
    change,
    signIn: () => connect(kit.context, kit.session, id),
    token: async () => (await accessToken(kit.context, kit.slot(id))).token.reveal(),
    grants: () => site.to('/token').map(({ form }) => form.get('grant_type')),
    assertions: () => site.to('/token').map(({ form }) => form.get('assertion')),
  };
}

describe('a server that a workload signs in to with its own JWT', () => {
  it('is signed in to without a browser, with the JWT of the file as the assertion', async () => {
    const assertion = jwt();
    const { site, kit, id, signIn, grants, assertions } = await start(`${assertion}\n`);
    await signIn();
    expect(kit.opened).toEqual([]);
    expect(grants()).toEqual([grant]);
    expect(assertions()).toEqual([assertion]);
    expect(site.to('/token')[0]?.form.get('resource')).toBe(site.url);
    expect(site.to('/register')).toEqual([]);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in', renewable: true });
    expect(kit.view(id).signIn).toMatchObject({ grantType: 'jwt_bearer', registration: { kind: 'pre_registered' } });
    expect(JSON.stringify([kit.view(id), kit.events, kit.log])).not.toContain(assertion);
  });

  it('gets its next token with what the file has by then, and keeps no refresh token', async () => {
    const { accepted, kit, id, file, signIn, token, grants, assertions } = await start();
    await signIn();
    const first = await token();
    const later = jwt({ jti: 'later', exp: Math.floor((Date.now() + 9 * hour) / 1000) });
    accepted.clear();
    accepted.add(later);
    writeFileSync(file, later);
    kit.clock.ahead = 2 * hour;
    expect(await token()).not.toBe(first);
    expect(grants()).toEqual([grant, grant]);
    expect(assertions()[1]).toBe(later);
    expect(kit.store.tokenSets.get(id, kit.session.profileId)?.refreshToken).toBeUndefined();
  });

  it('ends its sign-ins when another file is set', async () => {
    const { kit, id, folder, change, signIn } = await start();
    await signIn();
    await change({ assertionFile: join(folder, 'other') });
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });

  it('says that the authorization server refuses the JWT, and does not ask twice', async () => {
    const { accepted, signIn, grants } = await start();
    accepted.clear();
    await expect(signIn()).rejects.toMatchObject({ code: 'token_refused', serverText: 'This JWT is not for us' });
    expect(grants()).toEqual([grant]);
  });

  it.each([
    ['missing', 'assertion_unreadable', (file: string) => rmSync(file)],
    ['empty', 'assertion_invalid', (file: string) => writeFileSync(file, '')],
    ['a private key', 'assertion_invalid', (file: string) => writeFileSync(file, '-----BEGIN PRIVATE KEY-----\nMII=')],
    ['three words with dots', 'assertion_invalid', (file: string) => writeFileSync(file, 'not.a.token')],
    ['a token with two lines', 'assertion_invalid', (file: string) => writeFileSync(file, `${jwt()}\n${jwt()}`)],
    ['huge', 'assertion_invalid', (file: string) => writeFileSync(file, jwt({ much: 'x'.repeat(70_000) }))],
    ['expired', 'assertion_expired', (file: string) => writeFileSync(file, jwt({ exp: 1_000_000_000 }))],
  ] as const)('sends nothing where the file is %s, and says so', async (_what, code, spoil) => {
    const { kit, id, file, signIn, grants } = await start();
    spoil(file);
    await expect(signIn()).rejects.toEqual(fault(code));
    expect(grants()).toEqual([]);
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe(code === 'assertion_expired' ? 'sign_in' : 'edit_settings');
  });

  it('says where it is a folder, or not set at all', async () => {
    const { folder, change, signIn } = await start();
    for (const assertionFile of [folder, null]) {
      await change({ assertionFile });
      await expect(signIn()).rejects.toEqual(fault('assertion_unreadable'));
    }
  });

  it('says when a renewal finds an expired JWT, and renews by itself once the file is replaced', async () => {
    const { accepted, kit, id, file, signIn, token, grants } = await start();
    await signIn();
    kit.clock.ahead = 2 * hour;
    await expect(token()).rejects.toEqual(fault('assertion_expired'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in' });
    expect(grants()).toHaveLength(1);
    const later = jwt({ exp: Math.floor((Date.now() + 9 * hour) / 1000) });
    accepted.add(later);
    writeFileSync(file, later);
    await token();
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in' });
  });

  it.each(['token', 'relative/token', '//share/token', '\\\\share\\token', '/a\u0000b', 'https://a.example/token'])(
    'refuses %j as a file',
    async (assertionFile) => {
      const { change } = await start();
      await expect(change({ assertionFile })).rejects.toMatchObject({
        code: 'request_invalid',
        values: { field: 'assertionFile' },
      });
    },
  );
});
