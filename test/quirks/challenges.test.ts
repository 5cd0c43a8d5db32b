import { expect } from 'vitest';
import { scriptedServer } from '../support/scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { quirk } from './quirk.ts';
import { startUser } from './user.ts';

/** A site whose documents are in places that only its challenge names. */
async function hiddenSite(challenge: (document: string, origin: string) => string | string[]) {
  const site = await oddSite();
  const { origin, routes, metadata, resourceMetadata } = site;
  const issuer = `${origin}/as`;
  resourceMetadata['authorization_servers'] = [issuer];
  Object.assign(metadata, { issuer });
  for (const name of ['authorize', 'token', 'register']) {
    metadata[
      name === 'authorize' ? 'authorization_endpoint' : name === 'token' ? 'token_endpoint' : 'registration_endpoint'
    ] = `${issuer}/${name}`;
    Object.assign(routes, { [`/as/${name}`]: routes[`/${name}`] });
    delete routes[`/${name}`];
  }
  const described = '/.well-known/oauth-authorization-server';
  const protectedBy = '/.well-known/oauth-protected-resource/mcp';
  Object.assign(routes, { [`${described}/as`]: routes[described], '/docs/resource': routes[protectedBy] });
  delete routes[described];
  delete routes[protectedBy];
  const header = challenge(`${origin}/docs/resource`, origin);
  routes['/mcp'] = (asked) =>
    site.isSignedIn(asked)
      ? site.openMcp(asked)
      : { status: 401, headers: { 'www-authenticate': header }, json: { error: 'unauthorized' } };
  return site;
}

const qwen = 'https://github.com/QwenLM/qwen-code/issues/5343';
const scope = 'scope="read"';
const read: [how: string, source: string, challenge: (document: string, origin: string) => string | string[]][] = [
  ['in single quotes', qwen, (at) => `Bearer realm=OAuth, resource_metadata='${at}'`],
  ['without quotes', 'https://github.com/open-webui/open-webui/pull/22647', (at) => `Bearer resource_metadata=${at}`],
  [
    'without quotes and before another parameter',
    'https://github.com/mcp-box/mcpscore/pull/48',
    (at) => `Bearer resource_metadata=${at}, ${scope}`,
  ],
  ['in capitals, spaced, in single quotes and before a comma', qwen, (at) => `BEARER  Resource_Metadata = '${at}' , `],
  [
    'behind a semicolon',
    'RFC 9110 section 11.2: parameters are a comma-separated list, which this server writes with semicolons',
    (at) => `Bearer realm="mcp"; resource_metadata="${at}"; ${scope}`,
  ],
  [
    'in quotes that were escaped',
    'https://github.com/DenchHQ/DenchClaw/pull/253',
    (at) => `Bearer error=\\"invalid_token\\", resource_metadata=\\"${at}\\"`,
  ],
  [
    'without a scheme',
    'RFC 9110 section 11.3: a challenge begins with a scheme, which this server leaves out',
    (at) => `realm="mcp", resource_metadata="${at}"`,
  ],
  [
    'behind a scheme with a colon',
    'RFC 9110 section 11.3: the scheme is a token',
    (at) => `Bearer: resource_metadata="${at}"`,
  ],
  [
    'as resource_metadata_uri',
    'RFC 9728 section 5.1 says resource_metadata; servers and clients in public repositories write and read _uri',
    (at) => `Bearer resource_metadata_uri="${at}"`,
  ],
  [
    'as resource_metadata_url',
    'RFC 9728 section 5.1 says resource_metadata; servers in public repositories write _url',
    (at) => `Bearer realm="mcp", resource_metadata_url="${at}"`,
  ],
  [
    'in the second of two Bearer challenges',
    'https://github.com/modelcontextprotocol/typescript-sdk/pull/1951',
    (at) => ['Bearer realm="gateway"', `Bearer resource_metadata="${at}"`],
  ],
  [
    'in a challenge of another scheme',
    'RFC 9728 section 5.1: "This parameter MAY also be used" with schemes other than Bearer',
    (at) => ['Negotiate', `Basic realm="x", resource_metadata="${at}"`, 'Bearer'],
  ],
  [
    'a second time, where the first address has nothing',
    'https://github.com/getsentry/sentry-mcp/issues/939',
    (at, origin) => `Bearer resource_metadata="${origin}/nothing", error="invalid_token", resource_metadata="${at}"`,
  ],
  [
    'in angle brackets and spaces',
    'RFC 3986 appendix C: angle brackets around a URI are "recommended as a delimiting style"',
    (at) => `Bearer resource_metadata=" <${at}> "`,
  ],
  [
    'behind a text with an apostrophe in single quotes',
    qwen,
    (at) => `Bearer error='invalid_token', error_description='The token isn't valid', resource_metadata='${at}'`,
  ],
];

for (const [how, source, challenge] of read)
  quirk(`a challenge that names the document ${how} is read`, source, async () => {
    const site = await hiddenSite(challenge);
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
  });

quirk(
  'a challenge in odd quoting leads to no address that a strict one could not lead to',
  'RFC 9728 section 7.7: SSRF; the URL must be https',
  async () => {
    const other = await scriptedServer({});
    const forms = (at: string) => [
      `Bearer resource_metadata='${at}'`,
      `Bearer resource_metadata=${at}`,
      `Bearer resource_metadata_uri="${at}"`,
      `Bearer resource_metadata=\\"${at}\\"`,
      `Basic resource_metadata="${at}"`,
    ];
    const elsewhere = other.origin.replace('http:', 'ftp:');
    for (const at of [elsewhere, 'javascript:alert(1)', 'http://notes.example/x', `${other.origin}/x#part`])
      for (const form of forms(at)) {
        const site = await hiddenSite(() => form);
        const user = await startUser(site.url);
        expect(await user.signIn()).toMatchObject({ code: 'resource_metadata_missing' });
      }
    const site = await hiddenSite(() => `Bearer resource_metadata='https://10.0.0.1/x'`);
    expect(await (await startUser(site.url)).signIn()).toMatchObject({ code: 'address_refused' });
    expect(other.requests).toEqual([]);
  },
);
