import { expect } from 'vitest';
import { cancelConnect, finishCancelled } from '../../src-main/connections/sign-in/cancel.ts';
import { receiveAppLink } from '../../src-main/app/receive-app-link.ts';
import type { Reply } from '../support/open-scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

type Query = URLSearchParams;

/** A user at a server that lists `offline_access` and refuses some authorization requests. */
async function userAt(
  refuse: (asked: Query) => Record<string, string | null> | undefined,
  { metadata = {}, challenge = '' }: { metadata?: Record<string, unknown>; challenge?: string } = {},
) {
  const site = await oddSite();
  Object.assign(site.metadata, { scopes_supported: ['openid', 'offline_access', 'notes'], ...metadata });
  site.resourceMetadata['scopes_supported'] = ['notes'];
  const authorize = site.routes['/authorize'] as Reply;
  site.routes['/authorize'] = (asked) => {
    const query = new URL(asked.path, site.origin).searchParams;
    const refusal = refuse(query);
    return refusal ? site.back(query, refusal) : authorize(asked);
  };
  if (challenge)
    site.routes['/mcp'] = (asked) => (site.isSignedIn(asked) ? site.openMcp(asked) : site.challenge(challenge));
  const user = await startUser(site.url);
  const asked = () => site.to('/authorize').map(({ path }) => new URL(path, site.origin).searchParams);
  const settings = () => {
    const server = user.kit.store.servers.get(user.kit.session.workspaceId, user.id);
    return { offlineAccess: server?.offlineAccess, askConsent: server?.askConsent };
  };
  return { site, user, asked, settings };
}

const scopesOf = (asked: Query[]) => asked.map((query) => [query.get('scope'), query.get('prompt')]);

for (const [name, source, error] of [
  [
    'invalid_scope that names it',
    'https://github.com/ChronoAIProject/NyxID/issues/1217',
    { error: 'invalid_scope', error_description: "Scope 'offline_access' is not allowed for this client" },
  ],
  ['invalid_scope without words', 'https://github.com/anthropics/claude-code/issues/41610', { error: 'invalid_scope' }],
  [
    'access_denied that names it',
    'https://github.com/Blazity/ai-workflow/pull/298',
    { error: 'access_denied', error_description: 'The following scopes are invalid: offline_access' },
  ],
  [
    'invalid_request without words',
    'RFC 6749 section 4.1.2.1: "includes an invalid parameter value"',
    { error: 'invalid_request' },
  ],
  [
    'unauthorized_client that names refresh tokens',
    'RFC 6749 section 4.1.2.1: "not authorized to request an authorization code using this method"',
    { error: 'unauthorized_client', error_description: 'This client may not get a refresh token' },
  ],
] as const) {
  quirk(
    `offline_access that is refused with ${name} is left out, and stays out at the next sign-in`,
    source,
    async () => {
      const { user, asked, settings, site } = await userAt((query) =>
        query.get('scope')?.includes('offline_access') ? error : undefined,
      );
      expect(await user.signIn()).toBe('signed in');
      expect(scopesOf(asked())).toEqual([
        ['notes offline_access', 'consent'],
        ['notes', null],
      ]);
      expect(
        user.kit
          .view(user.id)
          .lastAttempt?.steps.map(({ name: step, state, facts }) => [step, state, facts['leftOut']]),
      ).toContainEqual(['authorize', 'done', expect.stringContaining('offline_access')]);
      expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
      expect(settings().offlineAccess).toBe(false);
      expect(await user.signIn()).toBe('signed in');
      expect(scopesOf(asked()).slice(2)).toEqual([['notes', null]]);
      expect(site.to('/register')).toHaveLength(1);
    },
  );
}

quirk(
  'prompt=consent that is refused by name is left out alone, and the refresh token still comes',
  'https://github.com/modelcontextprotocol/inspector/issues/2068',
  async () => {
    const { user, asked, settings } = await userAt((query) =>
      query.get('prompt') === 'consent'
        ? { error: 'access_denied', error_description: 'AADSTS90094: admin consent is required' }
        : undefined,
    );
    expect(await user.signIn()).toBe('signed in');
    expect(scopesOf(asked())).toEqual([
      ['notes offline_access', 'consent'],
      ['notes offline_access', null],
    ]);
    expect(user.kit.view(user.id).status).toMatchObject({ state: 'signed_in', renewable: true });
    expect(settings()).toEqual({ offlineAccess: true, askConsent: false });
  },
);

quirk(
  'a denial by the user opens no second page',
  'RFC 6749 section 4.1.2.1: "access_denied: The resource owner or authorization server denied the request"',
  async () => {
    const { user, asked, settings } = await userAt(() => ({
      error: 'access_denied',
      error_description: 'The user did not consent',
    }));
    expect(await user.signIn()).toMatchObject({ code: 'access_denied', serverText: 'The user did not consent' });
    expect(asked()).toHaveLength(1);
    expect(settings()).toEqual({ offlineAccess: true, askConsent: true });
  },
);

quirk(
  'a refusal that stays without offline_access ends the sign-in after two pages, and is not remembered',
  'https://github.com/cloudflare/mcp-server-cloudflare/issues/457',
  async () => {
    const { user, asked, settings } = await userAt(() => ({ error: 'invalid_scope', error_description: 'No.' }));
    expect(await user.signIn()).toMatchObject({ code: 'authorization_refused', serverText: 'No.' });
    expect(asked()).toHaveLength(2);
    expect(settings()).toEqual({ offlineAccess: true, askConsent: true });
  },
);

comparison(
  'offline_access that the server itself asks for is not left out',
  'RFC 6750 section 3: "the required scope of the access token"',
  async () => {
    const { user, asked } = await userAt(() => ({ error: 'invalid_scope' }), {
      challenge: ', scope="notes offline_access"',
    });
    expect(await user.signIn()).toMatchObject({ code: 'authorization_refused' });
    expect(scopesOf(asked())).toEqual([['notes offline_access', 'consent']]);
  },
);

quirk(
  'a page for administrators, to which prompt=consent leads, is left by another way that keeps the refresh token',
  'https://github.com/anthropics/claude-code/issues/49722',
  async () => {
    const { site, user, asked, settings } = await userAt(() => undefined);
    const authorize = site.routes['/authorize'] as Reply;
    site.routes['/authorize'] = (request) =>
      request.path.includes('prompt=consent') ? { body: '<h1>Approval required</h1>' } : authorize(request);
    expect(await user.signIn()).toBe('waiting');
    expect(user.page()).toContain('Approval required');
    expect(user.kit.view(user.id).status).toMatchObject({
      state: 'authorizing',
      otherWays: expect.arrayContaining(['without_consent']) as unknown,
    });
    expect(await user.signIn({ withoutConsent: true })).toBe('signed in');
    expect(user.kit.view(user.id).status).toMatchObject({ state: 'signed_in', renewable: true });
    expect(settings()).toEqual({ offlineAccess: true, askConsent: false });
    expect(await user.signIn()).toBe('signed in');
    expect(scopesOf(asked()).slice(1)).toEqual([
      ['notes offline_access', null],
      ['notes offline_access', null],
    ]);
  },
);

for (const [name, setting, sent] of [
  ['offline_access', { offlineAccess: false }, ['notes', null]],
  ['prompt=consent', { askConsent: false }, ['notes offline_access', null]],
] as const) {
  quirk(
    `${name} can be switched off in the settings`,
    'https://github.com/anthropics/claude-ai-mcp/issues/169',
    async () => {
      const site = await oddSite();
      site.metadata['scopes_supported'] = ['offline_access', 'notes'];
      site.resourceMetadata['scopes_supported'] = ['notes'];
      const user = await startUser(site.url, setting);
      expect(await user.signIn()).toBe('signed in');
      expect(
        site
          .to('/authorize')
          .map(({ path }) => new URL(path, site.origin).searchParams)
          .map((query) => [query.get('scope'), query.get('prompt')]),
      ).toEqual([sent]);
    },
  );
}

const stateless = { error: 'access_denied', error_description: 'You are not assigned to this app', state: null };

quirk(
  'a denial without a state is explained on the page, and the window offers to stop waiting',
  'https://github.com/SparkDevNetwork/Rock/issues/6635',
  async () => {
    const { user } = await userAt(() => stateless);
    await user.signIn();
    const waiting = user.kit.view(user.id).status;
    expect(waiting).toMatchObject({ state: 'authorizing', unproved: 'You are not assigned to this app' });
    expect(user.kit.completed()).toEqual([]);
    const redirect = new URL(user.kit.opened[0] ?? '').searchParams.get('redirect_uri') ?? '';
    const page = await fetch(`${redirect}?error=access_denied`);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('Refused');
  },
);

quirk(
  'a denial without a state that anyone sent does not end the sign-in, whose own answer still counts',
  'RFC 6749 section 10.12: "The client MUST implement CSRF protection for its redirection URI"',
  async () => {
    const { site, user } = await userAt(() => undefined);
    const authorize = site.routes['/authorize'] as Reply;
    site.routes['/authorize'] = () => ({ body: 'Wait' });
    expect(await user.signIn()).toBe('waiting');
    const opened = new URL(user.kit.opened[0] ?? '');
    await fetch(`${opened.searchParams.get('redirect_uri')}?error=access_denied&error_description=Forged`);
    expect(user.kit.view(user.id).status).toMatchObject({ state: 'authorizing', unproved: 'Forged' });
    site.routes['/authorize'] = authorize;
    const answer = await fetch(opened, { redirect: 'manual' });
    await user.kit.bringBack(answer.headers.get('location') ?? '');
    expect(user.kit.completed()).toEqual(['signed in']);
  },
);

quirk(
  'a denial without a state by app link is offered in the window, and does not bring it forward',
  'https://github.com/MrSwitch/hello.js/issues/323',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url, {}, { appLinksWork: true });
    site.routes['/authorize'] = () => ({ body: 'Wait' });
    expect(await user.signIn()).toBe('waiting');
    let shown = 0;
    const expected = await receiveAppLink(
      { kind: 'authorization_response', url: 'app.keyfob:/oauth/callback?error=access_denied' },
      {
        started: async () => ({ context: user.kit.context }),
        show: () => (shown += 1),
        isOffered: () => false,
        logSeldom: () => {},
      },
    );
    expect([expected, shown]).toEqual([false, 0]);
    expect(user.kit.view(user.id).status).toMatchObject({ state: 'authorizing', unproved: 'access_denied' });
  },
);

/** A user who cancelled while the browser was open, and the answer that the browser has then. */
async function cancelled(options: Parameters<typeof startUser>[2] = {}) {
  const site = await oddSite();
  const user = await startUser(site.url, {}, options);
  const authorize = site.routes['/authorize'] as Reply;
  site.routes['/authorize'] = () => ({ body: 'Wait' });
  expect(await user.signIn()).toBe('waiting');
  const { context, session } = user.kit;
  cancelConnect(context, session, user.id);
  site.routes['/authorize'] = authorize;
  const answer = await fetch(user.kit.opened[0] as URL, { redirect: 'manual' });
  return { site, user, context, session, url: answer.headers.get('location') ?? '' };
}

const lateSource = 'RFC 6749 section 4.1.2: "A maximum authorization code lifetime of 10 minutes is RECOMMENDED"';

quirk(
  'a sign-in that was cancelled and then finished in the browser is offered, and finished when the user says so',
  lateSource,
  async () => {
    const { site, user, context, session, url } = await cancelled();
    expect((await fetch(url)).status).toBe(200);
    expect(user.kit.view(user.id)).toMatchObject({ status: { state: 'signed_out' }, lateAnswer: true });
    expect(site.to('/token')).toEqual([]);
    await finishCancelled(context, session, user.id);
    expect(user.kit.view(user.id)).toMatchObject({ status: { state: 'signed_in' } });
    expect(user.kit.view(user.id).lateAnswer).toBeUndefined();
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
    await expect(finishCancelled(context, session, user.id)).rejects.toMatchObject({ code: 'state_unknown' });
  },
);

quirk('a late answer by app link is offered in the same way', lateSource, async () => {
  const { user, context, session, url } = await cancelled({ appLinksWork: true });
  expect(url).toMatch(/^app\.keyfob:/);
  await user.kit.bringBack(url);
  expect(user.kit.view(user.id)).toMatchObject({ status: { state: 'signed_out' }, lateAnswer: true });
  await finishCancelled(context, session, user.id);
  expect(user.kit.view(user.id)).toMatchObject({ status: { state: 'signed_in' } });
});

quirk('a late answer is not offered to another profile of the workspace', lateSource, async () => {
  const { user, context, session, url } = await cancelled();
  await fetch(url);
  const other = user.kit.store.profiles.create({ workspaceId: session.workspaceId, name: 'Bo', role: 'admin', now: 1 });
  await expect(finishCancelled(context, { ...session, profileId: other.id }, user.id)).rejects.toMatchObject({
    code: 'state_unknown',
  });
  expect(user.kit.view(user.id).lateAnswer).toBe(true);
});

quirk('a late answer is dropped by the next sign-in, by the user, and after ten minutes', lateSource, async () => {
  const next = await cancelled();
  await fetch(next.url);
  expect(await next.user.signIn()).toBe('signed in');
  expect(next.user.kit.view(next.user.id).lateAnswer).toBeUndefined();
  await expect(fetch(next.url)).rejects.toThrow();

  const dropped = await cancelled();
  await fetch(dropped.url);
  cancelConnect(dropped.context, dropped.session, dropped.user.id);
  expect(dropped.user.kit.view(dropped.user.id).lateAnswer).toBeUndefined();

  const late = await cancelled({ appLinksWork: true });
  late.user.kit.clock.ahead += 11 * 60_000;
  await expect(late.user.kit.bringBack(late.url)).rejects.toMatchObject({ code: 'state_unknown' });
  expect(late.user.kit.view(late.user.id).lateAnswer).toBeUndefined();
});

quirk('a late answer with another state is none', lateSource, async () => {
  const { user, url } = await cancelled();
  const forged = new URL(url);
  forged.searchParams.set('state', 'forged');
  expect((await fetch(forged)).status).toBe(400);
  expect(user.kit.view(user.id).lateAnswer).toBeUndefined();
  expect((await fetch(url)).status).toBe(200);
  expect(user.kit.view(user.id).lateAnswer).toBe(true);
});
