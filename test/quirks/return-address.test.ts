import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import type { Answer, Asked, Reply } from '../support/open-scripted-server.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { oddSite } from './odd-site.ts';
import { quirk } from './quirk.ts';
import { startUser } from './user.ts';

type Site = Awaited<ReturnType<typeof oddSite>>;

const redirectOf = ({ body }: Asked) => (JSON.parse(body) as { redirect_uris: string[] }).redirect_uris[0] ?? '';
/** The redirect URIs of the registrations, without their ports. */
const forms = (site: Site) => site.to('/register').map((asked) => redirectOf(asked).replace(/:\d+/, ''));
const appLink = 'app.keyfob:/oauth/callback';
const byAddress = 'http://127.0.0.1/oauth/callback';
const byName = 'http://localhost/oauth/callback';

/** Refuses registrations whose redirect URI is not at this host. */
function takeOnly(site: Site, host: string, refusal: Answer): void {
  const { '/register': register } = site.routes;
  site.routes['/register'] = (asked) =>
    new URL(redirectOf(asked)).hostname === host ? (register as Reply)(asked) : refusal;
}

const refused = (error: string, description?: string): Answer => ({
  status: 400,
  json: { error, ...(description && { error_description: description }) },
});

const refusals: [string, string, Answer][] = [
  [
    'invalid_redirect_uri',
    'https://github.com/vercel-labs/fx/pull/491',
    refused('invalid_redirect_uri', 'loopback redirects must use the host localhost'),
  ],
  [
    'invalid_request that names redirect_uris',
    'https://github.com/moltis-org/moltis/issues/629',
    refused('invalid_request', 'Invalid redirect_uris: only http://localhost is allowed'),
  ],
  [
    'a firewall’s page with 403',
    'RFC 9110 section 15.5.4: “understood the request but refuses to fulfill it”',
    { status: 403, headers: { 'content-type': 'text/html' }, body: '<html><h1>Request blocked</h1></html>' },
  ],
  ['403 and a word of JSON', 'RFC 9110 section 15.5.4', { status: 403, json: { message: 'Forbidden' } }],
];
for (const [words, source, refusal] of refusals)
  quirk(
    `the name localhost is the third form of return address, chosen by what refuses: ${words}`,
    source,
    async () => {
      const site = await oddSite();
      takeOnly(site, 'localhost', refusal);
      const user = await startUser(site.url, {}, { appLinksWork: true });
      expect(await user.signIn()).toBe('signed in');
      expect(forms(site)).toEqual([appLink, byAddress, byName]);
      // Remembered: the next registration begins with it.
      expect(await user.signIn({ registerAgain: true })).toBe('signed in');
      expect(forms(site)).toEqual([appLink, byAddress, byName, byName]);
    },
  );

quirk(
  'a server that registers another redirect URI than was asked for is asked for the next form',
  'RFC 7591 section 3.2.1: “The authorization server MAY reject or replace any of the client’s requested metadata values”',
  async () => {
    const site = await oddSite();
    const { '/register': register } = site.routes;
    site.routes['/register'] = async (asked) => {
      const answer = (await (register as Reply)(asked)) as { status: number; json: Record<string, unknown> };
      return redirectOf(asked).startsWith('http://localhost')
        ? answer
        : { ...answer, json: { ...answer.json, redirect_uris: ['http://localhost:1/oauth/callback'] } };
    };
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(forms(site)).toEqual([byAddress, byName]);
  },
);

quirk(
  'a page that refuses 127.0.0.1 is left by the name localhost, which is offered while Keyfob waits and remembered',
  'https://github.com/cloudflare/workers-oauth-provider/issues/154',
  async () => {
    const site = await oddSite();
    const { '/authorize': authorize } = site.routes;
    site.routes['/authorize'] = (asked) =>
      asked.path.includes('localhost') ? (authorize as Reply)(asked) : { status: 400, body: 'invalid redirect_uri' };
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('waiting');
    expect(user.kit.view(user.id).status).toMatchObject({ otherWays: ['localhost', 'register_again'] });
    expect(await user.signIn({ returnPath: 'localhost' })).toBe('signed in');
    expect(await user.signIn()).toBe('signed in');
    expect(forms(site)).toEqual([byAddress, byName]);
  },
);

quirk(
  'the listener for localhost answers at 127.0.0.1 and at ::1, under exactly that name',
  'RFC 8252 section 7.3: “attempt to bind to the loopback interface using both IPv4 and IPv6”',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url);
    await connect(user.kit.context, user.kit.session, user.id, { returnPath: 'localhost' });
    const redirect = new URL(user.kit.opened.at(-1)?.searchParams.get('redirect_uri') ?? '');
    for (const host of ['127.0.0.1', '[::1]']) {
      const asked = (name: string) =>
        statusOf(`http://${host}:${redirect.port}${redirect.pathname}?code=c&state=guess`, name);
      expect(await asked(redirect.host)).toBe(400);
      for (const name of [`127.0.0.1:${redirect.port}`, `[::1]:${redirect.port}`, 'localhost', 'evil.example'])
        expect(await asked(name)).toBe(404);
    }
  },
);

/** The status of a response to a request with this `Host` header. */
async function statusOf(url: string, host: string): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server without registration, and one client with this redirect URI, which is compared letter by letter. */
async function siteByHand(redirectUri: string): Promise<Site> {
  const site = await oddSite();
  delete site.metadata['registration_endpoint'];
  site.clients.set('by-hand', { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' });
  return site;
}

for (const [words, source, form] of [
  ['localhost, port and path', 'https://github.com/apify/mcpc/issues/269', 'http://localhost:PORT/callback'],
  ['127.0.0.1, port and path', 'https://github.com/aipoch/open-science/issues/1562', 'http://127.0.0.1:PORT/callback'],
  ['a port and no path', 'RFC 3986 section 6.2.1', 'http://localhost:PORT'],
  ['the root', 'https://github.com/cloudflare/mcp/issues/44', 'http://127.0.0.1:PORT/'],
  ['an escaped path', 'RFC 3986 section 6.2.1', 'http://localhost:PORT/call%20back'],
] as const)
  quirk(`a client made by hand returns to the exact address that it is registered with: ${words}`, source, async () => {
    const redirectUri = form.replace('PORT', String(await freePort()));
    const site = await siteByHand(redirectUri);
    const user = await startUser(site.url, { clientId: 'by-hand', redirectUri });
    await connect(user.kit.context, user.kit.session, user.id);
    const opened = user.kit.opened.at(-1);
    expect(opened?.searchParams.get('redirect_uri')).toBe(redirectUri);
    const back = (await fetch(opened ?? '', { redirect: 'manual' })).headers.get('location');
    await user.kit.bringBack(back ?? '');
    expect(user.kit.view(user.id).status.state).toBe('signed_in');
  });

quirk(
  'a fixed return address whose port is taken is named, with its port, and no browser opens',
  'https://github.com/punkpeye/mcp-remote/issues/72',
  async () => {
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const redirectUri = `http://localhost:${port}/callback`;
    const site = await siteByHand(redirectUri);
    const user = await startUser(site.url, { clientId: 'by-hand', redirectUri });
    expect(await user.signIn()).toMatchObject({
      code: 'redirect_port_taken',
      remedy: 'edit_settings',
      values: { port },
    });
    expect(user.kit.opened).toEqual([]);
  },
);

quirk(
  'a return address that leads elsewhere than to this computer is refused as a setting',
  'https://github.com/apify/mcpc/issues/269',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url);
    const { changeSettings } = await import('../../src-main/connections/servers/settings.ts');
    for (const redirectUri of [
      'https://evil.example/callback',
      'http://evil.example:3118/callback',
      'http://localhost.evil.example/callback',
      'http://127.0.0.1@evil.example/callback',
      'http://localhost:3118/callback?next=x',
      'http://localhost:3118/callback#x',
      'http://localhost:3118/a/../callback',
      'http://LOCALHOST:3118/callback',
      'http://127.1:3118/callback',
      'http://localhost:0/callback',
      'http://localhost:99999/callback',
      'http://localhost:80/callback',
      'https://localhost:3118/callback',
      'app.keyfob:/other',
      'other.app:/oauth/callback',
    ])
      await expect(
        changeSettings(user.kit.context, user.kit.session, user.id, { redirectUri }),
        redirectUri,
      ).rejects.toMatchObject({ code: 'request_invalid', values: { field: 'redirectUri' } });
  },
);

quirk(
  'a sign-in with a fixed return address can be finished after a restart of the app',
  'https://github.com/NousResearch/hermes-agent/pull/49249',
  async () => {
    const redirectUri = `http://localhost:${await freePort()}/callback`;
    const site = await siteByHand(redirectUri);
    const user = await startUser(site.url, { clientId: 'by-hand', redirectUri });
    await connect(user.kit.context, user.kit.session, user.id);
    const back = (await fetch(user.kit.opened.at(-1) ?? '', { redirect: 'manual' })).headers.get('location') ?? '';
    user.kit.stopListening();
    user.kit.close();

    const later = await startKeyfob({ folder: user.kit.folder, appLinksWork: false });
    const { resumeLoopback } = await import('../../src-main/app/resume-loopback.ts');
    await resumeLoopback(later.context);
    expect((await fetch(back.replace(/state=[^&]+/, 'state=guess'))).status).toBe(400);
    await later.bringBack(back);
    expect(later.view(user.id).status.state).toBe('signed_in');
  },
);

quirk(
  'a new sign-in after a restart takes the fixed return address over from the one that waits',
  'https://github.com/NousResearch/hermes-agent/pull/49249',
  async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    const site = await siteByHand(redirectUri);
    const user = await startUser(site.url, { clientId: 'by-hand', redirectUri });
    await connect(user.kit.context, user.kit.session, user.id);
    user.kit.stopListening();
    user.kit.close();

    const later = await startKeyfob({ folder: user.kit.folder, appLinksWork: false });
    const { resumeLoopback } = await import('../../src-main/app/resume-loopback.ts');
    await resumeLoopback(later.context);
    await connect(later.context, later.session, user.id);
    const back = (await fetch(later.opened.at(-1) ?? '', { redirect: 'manual' })).headers.get('location') ?? '';
    await later.bringBack(back);
    expect(later.view(user.id).status.state).toBe('signed_in');
  },
);
