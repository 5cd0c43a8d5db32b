import { expect } from 'vitest';
import { errorView } from '../../src-main/base/error-view.ts';
import {
  allowedOriginViews,
  allowOrigin,
  allowSignInOrigin,
  revokeOrigin,
  revokeSignInOrigin,
  type AskPerson,
} from '../../src-main/connections/servers/allowed-origins.ts';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import type { ErrorView } from '../../src-preload/contract.ts';
import { connectProxy } from '../support/connect-proxy.ts';
import { corpNetwork } from '../support/corp-network.ts';
import { fault } from '../support/faults.ts';
import { privateAddress } from '../support/private-address.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser, type User } from './user.ts';

const own = privateAddress();
/** On the internet; nothing is ever sent there, since connections are tried at ports where nothing listens. */
const onTheInternet = '203.0.114.1';

const gooseReport = 'https://github.com/aaif-goose/goose/issues/11582';
const chatReport = 'https://github.com/danny-avila/LibreChat/issues/12254';
const coderReport = 'https://github.com/coder/coder/pull/27989';
const inspectorReport = 'https://github.com/MCPJam/inspector/issues/4364';

/** `notes.corp.example` and the identity provider `login.corp.example`, both at an address of the private network. */
async function company() {
  const corp = corpNetwork(own);
  const [server, provider] = [await oddSite(), await oddSite()];
  const notes = await corp.front('notes.corp.example', server.origin);
  const login = await corp.front('login.corp.example', provider.origin);
  const url = `${notes.origin}/mcp`;
  Object.assign(server.resourceMetadata, { resource: url, authorization_servers: [login.origin] });
  for (const path of ['/.well-known/oauth-authorization-server', '/register', '/authorize', '/token'])
    delete server.routes[path];
  server.routes['/mcp'] = (asked) =>
    provider.isSignedIn(asked)
      ? server.openMcp(asked)
      : { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: '' };
  for (const [name, value] of Object.entries(provider.metadata))
    if (typeof value === 'string') provider.metadata[name] = value.replace(provider.origin, login.origin);
  const user = await startUser(url, {}, corp);
  return { corp, server, provider, notes, login, url, user };
}

/** What the window's button does: asks for exactly what the error offers. */
function allow({ kit }: User, error: unknown, askPerson: AskPerson = async () => true): Promise<boolean> {
  const { remedy, values } = error as ErrorView;
  expect(remedy).toBe('allow_address');
  const [address, server] = [String(values['origin']), values['forServer']];
  return typeof server === 'string'
    ? allowSignInOrigin(kit.context, kit.session, { address, server }, askPerson)
    : allowOrigin(kit.context, kit.session, address, askPerson);
}

/** Allows what is asked about until the sign-in ends otherwise. */
async function signInAllowing(user: User): Promise<unknown> {
  for (;;) {
    const outcome = await user.signIn();
    if (typeof outcome === 'string' || outcome.remedy !== 'allow_address') return outcome;
    await allow(user, outcome);
  }
}

async function renew({ kit, id }: User): Promise<unknown> {
  kit.clock.ahead += 3600_000;
  return accessToken(kit.context, kit.slot(id)).then(() => 'renewed', errorView);
}

quirk(
  'a server and its identity provider in a private network: the user is asked about each, and then signs in',
  gooseReport,
  async () => {
    const { notes, login, provider, user } = await company();
    const asked: unknown[] = [];
    const yes: AskPerson = async (question) => asked.push(question) > 0;
    const first = await user.signIn();
    expect(first).toMatchObject({ code: 'address_refused', values: { origin: notes.origin } });
    expect([notes.connections(), login.connections()]).toEqual([0, 0]);
    await allow(user, first, yes);
    const second = await user.signIn();
    expect(second).toEqual({
      code: 'address_refused',
      values: {
        host: new URL(login.origin).host,
        origin: login.origin,
        forServer: notes.origin,
        reason: 'sign_in_service',
      },
      remedy: 'allow_address',
    });
    expect([notes.connections() > 0, login.connections()]).toEqual([true, 0]);
    await allow(user, second, yes);
    expect(await user.signIn()).toBe('signed in');
    expect(asked).toEqual([
      { kind: 'allow_origin', origin: notes.origin },
      { kind: 'allow_sign_in_origin', origin: login.origin, forServer: notes.origin },
    ]);
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(await renew(user)).toBe('renewed');
    expect(provider.to('/token').map(({ form }) => form.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
    expect(allowedOriginViews(user.kit.context, user.kit.session)).toMatchObject([
      { origin: notes.origin, allowedBy: expect.any(String) },
      { origin: login.origin, forServer: notes.origin, allowedBy: expect.any(String) },
    ]);
  },
);

comparison('an identity provider that the user does not allow is never contacted', gooseReport, async () => {
  const { login, user } = await company();
  await allow(user, await user.signIn());
  for (let time = 0; time < 2; time += 1) {
    const refused = await user.signIn();
    expect(await allow(user, refused, async () => false)).toBe(false);
  }
  expect([login.connections(), user.kit.opened]).toEqual([0, []]);
  expect(allowedOriginViews(user.kit.context, user.kit.session)).toHaveLength(1);
});

quirk(
  'a token endpoint at a third private address is asked about before a browser opens, and not after it',
  chatReport,
  async () => {
    const { corp, provider, login, user } = await company();
    const api = await corp.front('api.corp.example', provider.origin);
    provider.metadata['token_endpoint'] = `${api.origin}/token`;
    await allow(user, await user.signIn());
    await allow(user, await user.signIn());
    const third = await user.signIn();
    expect(third).toMatchObject({ code: 'address_refused', values: { origin: api.origin } });
    expect([login.connections() > 0, api.connections(), user.kit.opened]).toEqual([true, 0, []]);
    await allow(user, third);
    expect(await user.signIn()).toBe('signed in');
  },
);

quirk('an identity provider at a literal address of the network is asked about as well', gooseReport, async () => {
  const { server, notes, user } = await company();
  server.resourceMetadata['authorization_servers'] = ['https://10.255.255.254:8443'];
  await allow(user, await user.signIn());
  const refused = await user.signIn();
  expect(refused).toMatchObject({
    remedy: 'allow_address',
    values: { origin: 'https://10.255.255.254:8443', forServer: notes.origin },
  });
});

quirk('a server on the internet cannot have a private identity provider asked about', coderReport, async () => {
  const { corp, server, login, user: colleague } = await company();
  expect(await signInAllowing(colleague)).toBe('signed in');
  const before = login.connections();
  // The proxy stands for the internet: it leads a public name to a server that names the company's identity provider.
  const shop = await corp.front('shop.example', server.origin, '127.0.0.1');
  corp.addresses.set('shop.example', onTheInternet);
  server.resourceMetadata['resource'] = `${shop.origin}/mcp`;
  const proxy = await connectProxy({ leadsTo: shop.port });
  const network = {
    ...corp.network,
    resolveProxy: async (url: string) =>
      new URL(url).hostname === 'shop.example' ? `PROXY 127.0.0.1:${proxy.port}` : 'DIRECT',
  };
  const user = await startUser(`${shop.origin}/mcp`, {}, { ...corp, network });
  const refused = await user.signIn();
  expect(refused).toEqual({
    code: 'address_refused',
    values: { host: new URL(login.origin).host, leading: new URL(shop.origin).host, reason: 'led_there' },
  });
  const asked: unknown[] = [];
  const ask: AskPerson = async (question) => asked.push(question) > 0;
  const { context, session } = user.kit;
  for (const name of [shop.origin, login.origin, 'https://notes.corp.example'])
    await expect(allowSignInOrigin(context, session, { address: login.origin, server: name }, ask)).rejects.toEqual(
      fault('address_refused'),
    );
  // Even where the user had allowed the server's own address.
  await allowOrigin(context, session, shop.origin, async () => true);
  expect(await user.signIn()).toMatchObject({ code: 'address_refused', values: { reason: 'led_there' } });
  await expect(
    allowSignInOrigin(context, session, { address: login.origin, server: shop.origin }, ask),
  ).rejects.toEqual(fault('address_refused'));
  expect([asked, login.connections() - before, user.kit.opened]).toEqual([[], 0, []]);
});

quirk('a server of this computer cannot have a private identity provider asked about', coderReport, async () => {
  const { corp, login } = await company();
  const site = await oddSite();
  site.resourceMetadata['authorization_servers'] = [login.origin];
  const user = await startUser(site.url, {}, corp);
  const refused = await user.signIn();
  expect(refused).toMatchObject({ code: 'address_refused', values: { reason: 'led_there' } });
  expect(refused).not.toHaveProperty('remedy');
  expect(login.connections()).toBe(0);
});

quirk('a server that has left the network takes its identity provider’s permission along', coderReport, async () => {
  const { corp, notes, login, user } = await company();
  expect(await signInAllowing(user)).toBe('signed in');
  const before = login.connections();
  corp.addresses.set('notes.corp.example', onTheInternet);
  login.disconnect();
  expect(await renew(user)).toMatchObject({ code: 'refresh_unavailable' });
  expect(login.connections()).toBe(before);
  const { context, session } = user.kit;
  const again = { address: 'https://other.corp.example', server: notes.origin };
  const asked: unknown[] = [];
  await expect(
    allowSignInOrigin(context, session, again, async (question) => asked.push(question) > 0),
  ).rejects.toEqual(fault('address_refused'));
  expect(asked).toEqual([]);
  // Back in the network, it counts again, and the sign-in with it.
  corp.addresses.delete('notes.corp.example');
  expect(await renew(user)).toBe('renewed');
});

quirk('an identity provider’s permission is for one server’s address, and for one workspace', coderReport, async () => {
  const { corp, server, login, provider, user } = await company();
  expect(await signInAllowing(user)).toBe('signed in');
  const other = await corp.front('other.corp.example', server.origin);
  server.resourceMetadata['resource'] = `${other.origin}/mcp`;
  const { context, session } = user.kit;
  await allowOrigin(context, session, other.origin, async () => true);
  const outbound = context.outbound({ workspaceId: session.workspaceId, url: `${other.origin}/mcp` });
  const before = provider.requests.length;
  await expect(outbound.metadata(`${login.origin}/.well-known/oauth-authorization-server`)).rejects.toEqual(
    fault('address_refused', { origin: login.origin, forServer: other.origin }),
  );
  const { id: workspaceId } = user.kit.store.workspaces.create({ name: 'Work', now: 1 });
  expect(allowedOriginViews(context, { ...session, workspaceId })).toEqual([]);
  await expect(
    context.outbound({ workspaceId, url: user.kit.view(user.id).url }).metadata(`${login.origin}/`),
  ).rejects.toEqual(fault('address_refused'));
  expect(provider.requests).toHaveLength(before);
});

quirk('a revoked identity provider is not contacted any more, and the sign-in is kept', inspectorReport, async () => {
  const { notes, login, user } = await company();
  expect(await signInAllowing(user)).toBe('signed in');
  const { context, session } = user.kit;
  const before = login.connections();
  revokeSignInOrigin(context, session, { origin: login.origin, server: notes.origin });
  const refused = await renew(user);
  expect(refused).toMatchObject({ remedy: 'allow_address', values: { origin: login.origin } });
  expect(login.connections()).toBe(before);
  await allow(user, refused);
  expect(await renew(user)).toBe('renewed');
  // Without the server's own permission, none of the other one is left.
  revokeOrigin(context, session, notes.origin);
  await allowOrigin(context, session, notes.origin, async () => true);
  expect(allowedOriginViews(context, session)).toMatchObject([{ origin: notes.origin }]);
  expect(await renew(user)).toMatchObject({ remedy: 'allow_address', values: { origin: login.origin } });
});

quirk('an identity provider can never be this computer or a cloud’s metadata address', coderReport, async () => {
  const { notes, user } = await company();
  await allow(user, await user.signIn());
  const { context, session } = user.kit;
  const asked: unknown[] = [];
  for (const [address, code] of [
    ['https://127.0.0.1:8443', 'address_refused'],
    ['https://localhost:8443', 'address_refused'],
    ['https://169.254.169.254', 'address_refused'],
    ['https://168.63.129.16', 'address_refused'],
    ['https://[fd00:ec2::254]', 'address_refused'],
    ['https://[fe80::1]', 'address_refused'],
    ['http://10.0.0.5', 'address_not_https'],
    ['https://10.0.0.5:25', 'port_refused'],
    ['https://who:what@10.0.0.5', 'address_has_credentials'],
    ['login', 'address_invalid'],
  ] as const)
    await expect(
      allowSignInOrigin(context, session, { address, server: notes.origin }, async () => asked.push(address) > 0),
      address,
    ).rejects.toEqual(fault(code));
  expect(asked).toEqual([]);
});
