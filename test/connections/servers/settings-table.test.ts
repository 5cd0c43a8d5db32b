import { expect, it } from 'vitest';
import {
  addressSettingNames,
  callSettingNames,
  consentSettingNames,
  defaultSettings,
  discoverySettingNames,
  lookUpSettingNames,
} from '../../../src-preload/contract.ts';
import { untouched } from '../../../src-renderer/stores/draft.ts';
import { startKeyfob } from '../../support/keyfob.ts';

const defaults = {
  account: 'own',
  returnPath: 'automatic',
  grantType: 'authorization_code',
  issuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  clientId: null,
  authenticationMethod: null,
  scope: null,
  sendResource: true,
  offlineAccess: true,
  askConsent: true,
  identityTokenEndpoint: null,
  identityClientId: null,
  assertionFile: null,
  keyPlace: 'bearer',
  keyHeader: null,
  redirectUri: null,
  note: '',
  callTimeout: null,
  toolPrefix: '',
};

it('the default settings are those of a server that was just added', async () => {
  expect(defaultSettings).toEqual(defaults);
  const kit = await startKeyfob();
  const id = kit.addServer('https://notes.example/mcp');
  expect(kit.store.servers.get(kit.session.workspaceId, id)).toMatchObject(defaults);
});

it('the untouched draft has the default settings, and texts are empty', () => {
  expect(untouched).toEqual({
    ...defaults,
    issuer: '',
    authorizationEndpoint: '',
    tokenEndpoint: '',
    clientId: '',
    authenticationMethod: 'automatic',
    scope: '',
    identityTokenEndpoint: '',
    identityClientId: '',
    assertionFile: '',
    keyHeader: '',
    redirectUri: '',
    callTimeout: '',
    registration: 'automatic',
    clientSecret: undefined,
    privateKey: 'saved',
    pem: '',
    discovery: 'automatic',
    scopes: 'automatic',
    idToken: undefined,
    headers: undefined,
  });
});

it.each([
  [
    'a look at an address',
    lookUpSettingNames,
    [
      'returnPath',
      'grantType',
      'issuer',
      'authorizationEndpoint',
      'tokenEndpoint',
      'clientId',
      'redirectUri',
      'scope',
      'sendResource',
      'offlineAccess',
      'headers',
    ],
  ],
  [
    'the requests of discovery',
    discoverySettingNames,
    ['grantType', 'issuer', 'authorizationEndpoint', 'tokenEndpoint', 'scope', 'sendResource'],
  ],
  [
    'the consent to an import',
    consentSettingNames,
    [
      'grantType',
      'issuer',
      'authorizationEndpoint',
      'tokenEndpoint',
      'clientId',
      'authenticationMethod',
      'sendResource',
      'identityTokenEndpoint',
      'identityClientId',
      'assertionFile',
    ],
  ],
  [
    'the hosts in that consent',
    addressSettingNames,
    ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'identityTokenEndpoint'],
  ],
  ['calls of tools', callSettingNames, ['toolPrefix', 'callTimeout', 'headers', 'note']],
])('the settings for %s are these, in this order', (_what, names, expected) => {
  expect(names).toEqual(expected);
});
