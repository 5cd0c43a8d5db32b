import { expect } from 'vitest';
import type { SettingChanges } from '../../src-preload/contract.ts';
import { dryRun } from '../../src-main/connections/sign-in/dry-run.ts';
import { exportServers } from '../../src-main/connections/servers/export-servers.ts';
import { changeServerAddress } from '../../src-main/connections/servers/servers.ts';
import type { Asked } from '../support/open-scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

const noOAuth = () => ({ status: 404, body: 'Not Found' });

/** A server that knows nothing of OAuth, and answers requests that `isRight` accepts. */
async function keyed(isRight: (headers: Asked['headers']) => boolean, challenge = {}) {
  const site = await oddSite({ sessions: true });
  for (const path of Object.keys(site.routes)) site.routes[path] = noOAuth;
  site.routes['/mcp'] = (asked) =>
    isRight(asked.headers)
      ? site.openMcp(asked)
      : { status: 401, headers: challenge, json: { error: 'Authorization header required' } };
  return site;
}

/** A user who has entered a key at this server, whose settings say how it is sent. */
async function withKey(site: { url: string }, settings: SettingChanges, key: string, name?: string) {
  const user = await startUser(site.url, { grantType: 'key', ...settings });
  await user.useKey(key, name);
  return user;
}

const status = ({ kit, id }: Awaited<ReturnType<typeof startUser>>) => kit.view(id).status;
const bearer = (headers: Asked['headers']) => headers.authorization === 'Bearer the-key';

quirk(
  'a server that wants a key as Bearer is signed in with it, lists its tools and runs one',
  'https://github.com/mcpjungle/MCPJungle/issues/289',
  async () => {
    const site = await keyed(bearer);
    const user = await withKey(site, {}, 'the-key');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(await user.call('echo', { text: 'hello' })).toMatchObject({ content: [{ text: 'You said hello' }] });
    expect(status(user)).toEqual({ state: 'signed_in', renewable: false });
    // Nothing else is asked: no document, no registration.
    expect(site.requests.every(({ path }) => path === '/mcp')).toBe(true);
  },
);

quirk(
  'a server that wants a key without a scheme gets it as it is',
  'RFC 9110, section 11.6.2: “Authorization = credentials”, of which many servers take the value alone',
  async () => {
    const site = await keyed(({ authorization }) => authorization === 'sk-1.2_3');
    const user = await withKey(site, { keyPlace: 'authorization' }, 'sk-1.2_3');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
  },
);

quirk(
  'a server that wants a key in a header of its own gets it there alone',
  'https://github.com/anthropics/claude-ai-mcp/issues/213',
  async () => {
    const site = await keyed((headers) => headers['x-api-key'] === 'the-key' && headers.authorization === undefined);
    const user = await withKey(site, { keyPlace: 'header', keyHeader: 'X-API-Key' }, 'the-key');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
  },
);

quirk(
  'a server that wants a user and a password gets them as basic authentication, in UTF-8',
  'https://github.com/spring-projects/spring-ai/issues/2888',
  async () => {
    const right = `Basic ${Buffer.from('ann:pass:wörd').toString('base64')}`;
    const site = await keyed(({ authorization }) => authorization === right, {
      'www-authenticate': 'Basic realm="tools", charset="UTF-8"',
    });
    const user = await withKey(site, { keyPlace: 'basic' }, 'pass:wörd', 'ann');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
  },
);

quirk(
  'a key that is pasted with what documentation prints around it is sent without that',
  'RFC 6750, section 2.1: “credentials = "Bearer" 1*SP b64token”',
  async () => {
    const site = await keyed(bearer);
    for (const pasted of ['Bearer the-key', ' Authorization: Bearer the-key\n', 'bearer  the-key']) {
      const user = await withKey(site, {}, pasted);
      expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    }
  },
);

quirk(
  'a key that the server refuses is named as that, and another one takes its place',
  'https://github.com/alphaXiv/feedback/issues/239',
  async () => {
    const site = await keyed(bearer);
    const user = await withKey(site, {}, 'an-old-key');
    expect(await user.tools()).toMatchObject({ code: 'key_refused', remedy: 'enter_key' });
    expect(status(user)).toMatchObject({ state: 'needs_sign_in', reason: 'key_refused' });
    await user.useKey('the-key');
    expect(status(user)).toMatchObject({ state: 'signed_in' });
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
  },
);

quirk(
  'a key that is withdrawn between two calls is refused at the second',
  'https://github.com/alphaXiv/feedback/issues/239',
  async () => {
    let valid = true;
    const site = await keyed((headers) => valid && bearer(headers));
    const user = await withKey(site, {}, 'the-key');
    expect(await user.call('echo', { text: 'one' })).toMatchObject({ isError: false });
    valid = false;
    expect(await user.call('echo', { text: 'two' })).toMatchObject({ code: 'key_refused', remedy: 'enter_key' });
  },
);

quirk(
  'signing in where only a key does so asks for the key, and sends nothing',
  'https://github.com/mcpjungle/MCPJungle/issues/289',
  async () => {
    const site = await keyed(bearer);
    const user = await startUser(site.url, { grantType: 'key' });
    expect(await user.signIn()).toMatchObject({ code: 'key_needed', remedy: 'enter_key' });
    expect(site.requests).toEqual([]);
    expect(user.kit.opened).toEqual([]);
  },
);

quirk(
  'a key is never told: not in an answer that quotes it, not in a view, not in an exported file',
  'RFC 9110 section 17.16: clients that keep credentials give their users a way to discard them',
  async () => {
    const site = await keyed((headers) => headers['x-api-key'] === 'canary-key-1234');
    const { openMcp } = site;
    site.routes['/mcp'] = (asked) =>
      asked.body.includes('"tools/call"')
        ? {
            json: {
              jsonrpc: '2.0',
              id: (JSON.parse(asked.body) as { id: number }).id,
              result: { content: [{ type: 'text', text: `headers: ${JSON.stringify(asked.headers)}` }] },
            },
          }
        : openMcp(asked);
    const user = await withKey(site, { keyPlace: 'header', keyHeader: 'X-API-Key' }, 'canary-key-1234');
    const { kit, id } = user;
    const outcome = await user.call('echo', { text: 'hello' });
    expect(outcome).toMatchObject({ isError: false });
    const told = [outcome, kit.view(id), exportServers(kit.context, kit.session), kit.events];
    expect(JSON.stringify(told)).not.toContain('canary-key-1234');
  },
);

quirk(
  'a key goes to its server alone: a redirect to another origin gets nothing',
  'RFC 9110 section 15.4: “Consider removing header fields that were not automatically generated by the implementation”',
  async () => {
    const elsewhere = await keyed(() => true);
    const site = await keyed(bearer);
    const { openMcp } = site;
    site.routes['/mcp'] = (asked) =>
      asked.body.includes('"tools/call"')
        ? { status: 307, headers: { location: elsewhere.url }, body: '' }
        : openMcp(asked);
    const user = await withKey(site, {}, 'the-key');
    expect(await user.call('echo', { text: 'hello' })).toHaveProperty('code');
    expect(elsewhere.requests).toEqual([]);
  },
);

quirk(
  'a key is deleted with the address that it was entered for',
  'RFC 6750 section 5.3: “scoping their use to the intended relying party or set of relying parties”',
  async () => {
    const elsewhere = await keyed(() => true);
    const user = await withKey(await keyed(bearer), {}, 'the-key');
    const { kit, id } = user;
    await changeServerAddress(kit.context, kit.session, id, elsewhere.url);
    expect(status(user)).toEqual({ state: 'signed_out' });
    expect(await user.tools()).toMatchObject({ code: 'key_needed' });
    expect(elsewhere.requests).toEqual([]);
  },
);

quirk(
  'text that cannot be a key is refused before anything is stored',
  'RFC 9110, section 5.5: “Field values containing CR, LF, or NUL characters are invalid and dangerous”',
  async () => {
    const site = await keyed(bearer);
    const user = await startUser(site.url, { grantType: 'key' });
    for (const wrong of ['', ' ', 'a\r\nx-evil: 1', 'ключ', 'a\u0000b', 'x'.repeat(9000)])
      await expect(user.useKey(wrong)).rejects.toMatchObject({ code: 'request_invalid' });
    expect(status(user)).toEqual({ state: 'signed_out' });
  },
);

comparison(
  'a server of which nothing can be discovered is looked at, so that its key can be asked for',
  'https://github.com/mcpjungle/MCPJungle/issues/289',
  async () => {
    const site = await keyed(bearer);
    const { kit } = await startUser('https://other.example/mcp');
    const found = await dryRun(kit.context, kit.session, { url: site.url });
    expect(found).toMatchObject({ requiresSignIn: true, plan: { guessed: true } });
  },
);

quirk(
  'a server that asks for basic authentication has that proposed, and one that asks for a token does not',
  'RFC 7617, section 2: “The Basic authentication scheme … user-id/password pairs”',
  async () => {
    const { kit } = await startUser('https://other.example/mcp');
    for (const [challenge, keyPlace] of [
      ['Basic realm="tools"', 'basic'],
      ['basic realm=tools', 'basic'],
      ['Digest realm="tools", Basic realm="tools"', 'basic'],
      ['Bearer realm="Basic"', undefined],
      ['Basic realm="tools", Bearer error="invalid_token"', undefined],
      ['ApiKey', undefined],
    ] as const) {
      const site = await keyed(bearer, { 'www-authenticate': challenge });
      const { plan } = await dryRun(kit.context, kit.session, { url: site.url });
      expect([challenge, plan?.keyPlace]).toEqual([challenge, keyPlace]);
    }
  },
);

quirk(
  'a server whose key is missing asks for the key, and never for a sign-in',
  'https://github.com/mcpjungle/MCPJungle/issues/289',
  async () => {
    const site = await keyed(bearer);
    const user = await startUser(site.url, { grantType: 'key' });
    expect(await user.tools()).toMatchObject({ code: 'key_needed', remedy: 'enter_key' });
    expect(await user.call('echo')).toMatchObject({ code: 'key_needed', remedy: 'enter_key' });
    expect(site.requests).toEqual([]);
  },
);
