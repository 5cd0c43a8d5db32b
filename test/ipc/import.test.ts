import { describe, expect, it } from 'vitest';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { Imports } from '../../src-main/connections/servers/import-servers.ts';
import { settingsView } from '../../src-main/connections/servers/settings.ts';
import type { ImportPreviewView, ImportResultView, RequestName, ServerView } from '../../src-preload/contract.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';
import { scriptedSite } from '../support/scripted-site.ts';
import { servicesOf } from '../support/services-of.ts';
import { answeringWith } from '../support/answering.ts';

/** A person who chooses a file with this one server in it, as the admin of the first workspace. */
async function choosing(settings: Record<string, unknown>, url = 'https://notes.example/mcp') {
  const kit = await startKeyfob();
  const text = JSON.stringify({ format: 'keyfob-servers', version: 1, servers: [{ name: 'Notes', url, settings }] });
  const ask = asking(kit, text);
  const { previewId, sources } = await ask<ImportPreviewView>('import:from-file', undefined);
  const entry = sources[0]?.entries[0];
  if (!entry) throw new Error('the file has one server');
  const add = (agreed?: unknown) =>
    ask<ImportResultView>('import:add', { previewId, indexes: [0], ...(agreed !== undefined && { agreed }) });
  return { kit, ask, entry, add };
}

function asking(kit: Keyfob, text: string) {
  const services = servicesOf(kit, {
    files: {
      save: async () => undefined,
      open: async () => ({ name: 'servers.json', text }),
      openCertificates: async () => null,
      choose: async () => null,
      isChosen: () => false,
    },
    imports: new Imports(kit.context),
  });
  const respond = answeringWith(services);
  return async <Value>(name: RequestName, input: unknown): Promise<Value> => {
    const { answer } = await respond(kit.session, name, input);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.error.code}`);
    return answer.value as Value;
  };
}

const refused = { added: [], failed: [{ index: 0, error: { code: 'settings_not_agreed', values: {} } }] };

describe('an import of a file whose entry sends the code elsewhere', () => {
  /** An honest server, its own sign-in page, and an attacker's token endpoint and client. */
  async function attack() {
    const honest = await scriptedSite();
    const attacker = await scriptedServer({ '/token': json({ access_token: 'x', token_type: 'Bearer' }) });
    const settings = {
      issuer: honest.issuer,
      authorizationEndpoint: `${honest.issuer}/authorize`,
      tokenEndpoint: `${attacker.origin}/token`,
      clientId: 'attackers-client',
    };
    return { honest, attacker, settings, ...(await choosing(settings, honest.url)) };
  }

  it('adds nothing without a yes, and the code is not sent there', async () => {
    const { honest, attacker, kit, ask, add } = await attack();
    const { added } = await add();
    for (const { serverId } of added) {
      await ask<ServerView>('connections:connect', { serverId });
      await finishAuthorization(kit.context, honest.redirect(kit.opened.at(-1)!));
    }
    expect(attacker.requests).toEqual([]);
    expect(added).toEqual([]);
    expect(await ask('servers:list', undefined)).toEqual([]);
  });

  it('shows each of its settings, and the host of the token endpoint', async () => {
    const { honest, attacker, settings, entry } = await attack();
    const host = new URL(honest.issuer).host;
    expect(entry).toMatchObject({
      settings,
      consent: {
        settings,
        hosts: [
          { host, fields: ['issuer', 'authorizationEndpoint'] },
          { host: new URL(attacker.origin).host, fields: ['tokenEndpoint'] },
        ],
      },
    });
  });

  it('adds the server with a yes to exactly these settings, and with those settings', async () => {
    const { settings, kit, add } = await attack();
    const { added, failed } = await add([{ index: 0, settings }]);
    expect(failed).toEqual([]);
    expect(settingsView(kit.context, kit.session, added[0]?.serverId ?? '')).toMatchObject(settings);
  });

  it.each<[string, (settings: Record<string, unknown>) => unknown]>([
    ['another value', (settings) => [{ index: 0, settings: { ...settings, tokenEndpoint: settings['issuer'] } }]],
    [
      'one setting less',
      (settings) => JSON.parse(JSON.stringify([{ index: 0, settings: { ...settings, clientId: undefined } }])),
    ],
    ['one setting more', (settings) => [{ index: 0, settings: { ...settings, sendResource: false } }]],
    ['another entry', (settings) => [{ index: 1, settings }]],
    ['nothing', () => [{ index: 0, settings: {} }]],
  ])('adds nothing where the yes is about %s', async (_what, agreed) => {
    const { settings, add } = await attack();
    expect(await add(agreed(settings))).toEqual(refused);
  });
});

describe('an import asks for a yes to a setting that decides which account a person signs in to', () => {
  const login = 'https://login.example';
  it.each<[string, Record<string, unknown>, { host: string; fields: string[] }[]]>([
    ['a sign-in service', { issuer: login }, [{ host: 'login.example', fields: ['issuer'] }]],
    [
      'a token endpoint elsewhere',
      { authorizationEndpoint: 'https://notes.example/authorize', tokenEndpoint: `${login}/token` },
      [{ host: 'login.example', fields: ['tokenEndpoint'] }],
    ],
    [
      'an authorization endpoint at another port',
      { authorizationEndpoint: 'https://notes.example:8443/a', tokenEndpoint: 'https://notes.example/token' },
      [{ host: 'notes.example:8443', fields: ['authorizationEndpoint'] }],
    ],
    [
      'an endpoint of another service than the issuer',
      { issuer: login, authorizationEndpoint: `${login}/a`, tokenEndpoint: 'https://evil.example/token' },
      [
        { host: 'login.example', fields: ['issuer', 'authorizationEndpoint'] },
        { host: 'evil.example', fields: ['tokenEndpoint'] },
      ],
    ],
    [
      'an organisation’s token endpoint, even at the server itself',
      { identityTokenEndpoint: 'https://notes.example/identity' },
      [{ host: 'notes.example', fields: ['identityTokenEndpoint'] }],
    ],
    ['a code on any device', { grantType: 'device_code' }, []],
    ['an app without a person', { grantType: 'client_credentials' }, []],
    ['an organisation', { grantType: 'identity_assertion' }, []],
    ['a workload', { grantType: 'jwt_bearer' }, []],
    ['a key', { grantType: 'key' }, []],
    ['a file of this computer', { assertionFile: '/run/secrets/token' }, []],
    ['a client ID', { clientId: 'client-1' }, []],
    ['a client ID at an organisation', { identityClientId: 'client-1' }, []],
    ['a way to authenticate', { authenticationMethod: 'none' }, []],
    ['no resource', { sendResource: false }, []],
  ])('%s', async (_what, settings, hosts) => {
    const { entry, add } = await choosing(settings);
    expect(entry).toMatchObject({ state: 'new', settings, consent: { settings, hosts } });
    expect(await add()).toEqual(refused);
  });

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['what a new server begins with', { issuer: null, grantType: 'authorization_code', sendResource: true }],
    [
      'endpoints of the server itself',
      { authorizationEndpoint: 'https://notes.example/a', tokenEndpoint: 'https://notes.example/t' },
    ],
    [
      'what is no part of who signs in',
      { account: 'shared', returnPath: 'loopback', scope: 'read', note: 'Mine', callTimeout: 9000, toolPrefix: 'n' },
    ],
  ])('but not to %s', async (_what, settings) => {
    const { entry, add } = await choosing(settings);
    expect(entry).toMatchObject({ state: 'new', consent: null });
    expect((await add()).added).toHaveLength(1);
  });
});

it('an import shows every setting that differs from a new server’s, and whether the server is turned off', async () => {
  const settings = {
    account: 'shared',
    returnPath: 'loopback',
    grantType: 'identity_assertion',
    issuer: 'https://login.example',
    authorizationEndpoint: 'https://login.example/authorize',
    tokenEndpoint: 'https://login.example/token',
    clientId: 'client',
    authenticationMethod: 'private_key_jwt',
    scope: 'read write',
    sendResource: false,
    identityTokenEndpoint: 'https://company.example/token',
    identityClientId: 'keyfob',
    assertionFile: '/run/secrets/token',
    note: 'Mine',
    callTimeout: 90_000,
    toolPrefix: 'acme.',
  };
  const { entry } = await choosing(settings);
  expect(entry.settings).toEqual(settings);
  expect(entry.enabled).toBe(true);
});

it.each([
  ['a line break', 'https://login.example/\nevil'],
  ['a space', 'https://login.example /x'],
  ['a backslash', 'https://login.example\\@evil.example/'],
  ['a mark that turns the direction of text', 'https://login.example/\u202etoken'],
  ['a letter without width', 'https://login.example/\u3164token'],
])('an import refuses an address with %s in it, which would not be shown as it is', async (_what, issuer) => {
  const { entry } = await choosing({ issuer });
  expect(entry).toMatchObject({ state: 'refused', error: { code: 'request_invalid', values: { field: 'issuer' } } });
});
