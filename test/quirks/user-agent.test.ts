import { expect } from 'vitest';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

const agents = (requests: { headers: Record<string, unknown> }[]) => [
  ...new Set(requests.map(({ headers }) => headers['user-agent'])),
];

quirk(
  'a gateway that refuses requests without a name, or with a library’s, lets every request of Keyfob pass',
  'https://github.com/modelcontextprotocol/python-sdk/issues/3531',
  async () => {
    const site = await oddSite({ sessions: true, lifetime: 60 });
    site.metadata['revocation_endpoint'] = `${site.origin}/revoke`;
    site.routes['/revoke'] = () => ({ body: '' });
    for (const [path, reply] of Object.entries(site.routes)) {
      if (path === '/authorize') continue;
      site.routes[path] = (asked) =>
        asked.headers['user-agent'] === 'Keyfob/1.0.0' ? reply(asked) : { status: 403, body: 'Blocked' };
    }
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    user.kit.clock.ahead += 61_000;
    expect(await user.call('echo', { text: 'hello' })).toMatchObject({ content: [{ text: 'You said hello' }] });
    await disconnect(user.kit.context, user.kit.session, user.id);
    const asked = site.requests.filter(({ path }) => !path.startsWith('/authorize'));
    expect(new Set(asked.map(({ path }) => path))).toEqual(
      new Set([
        '/mcp',
        '/.well-known/oauth-protected-resource/mcp',
        '/.well-known/oauth-authorization-server',
        '/.well-known/openid-configuration',
        '/register',
        '/token',
        '/revoke',
      ]),
    );
    expect(agents(asked)).toEqual(['Keyfob/1.0.0']);
  },
);

comparison(
  'a name that the user set for a server is sent to it instead',
  'https://github.com/NousResearch/hermes-agent/pull/96602',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.url, { headers: { 'User-Agent': 'Chosen/2' } });
    expect(await user.signIn()).toBe('signed in');
    await user.tools();
    expect(agents(site.to('/mcp'))).toEqual(['Chosen/2']);
  },
);
