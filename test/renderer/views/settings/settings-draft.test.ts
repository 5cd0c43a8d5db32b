import { describe, expect, it } from 'vitest';
import type { ServerSettingsView } from '../../../../src-preload/contract.ts';
import { changesBetween, draftOf, nothingSaved } from '../../../../src-renderer/views/settings/draft.ts';
import { type Draft, untouched } from '../../../../src-renderer/stores/draft.ts';
import { settingsView as settings } from '../../fixtures/views.ts';
import { draftFaults } from '../../../../src-renderer/views/settings/draft-faults.ts';

const with_ = (change: Partial<Draft>): Draft => ({ ...untouched, ...change });
const changes = (change: Partial<Draft>, saved: Partial<ServerSettingsView> = {}) => {
  const before = draftOf({ ...settings, ...saved });
  return changesBetween(before, { ...before, ...change });
};

describe('the changes of a settings draft', () => {
  it('are empty where nothing was changed, whatever is saved', () => {
    const saved: Partial<ServerSettingsView> = {
      clientId: 'abc',
      authenticationMethod: 'private_key_jwt',
      tokenEndpoint: 'https://a.example/token',
      authorizationEndpoint: 'https://a.example/authorize',
      scope: 'read',
      callTimeout: 90_000,
      hasClientSecret: true,
      hasPrivateKey: true,
      headerNames: ['X-Key'],
    };
    expect(changes({})).toEqual({});
    expect(changes({}, saved)).toEqual({});
    expect(draftOf(settings)).toEqual(untouched);
  });

  it('are the fields that differ from before, in the form of the settings', () => {
    expect(
      changes({
        registration: 'typed',
        clientId: ' abc ',
        scopes: 'typed',
        scope: ' read   write ',
        callTimeout: '1.5',
      }),
    ).toEqual({ clientId: 'abc', scope: 'read write', callTimeout: 1500 });
    expect(changes({ note: ' for reports ', toolPrefix: 'acme_', sendResource: false, account: 'shared' })).toEqual({
      note: 'for reports',
      toolPrefix: 'acme_',
      sendResource: false,
      account: 'shared',
    });
  });

  it('omit a field that does not apply to the chosen grant', () => {
    expect(changes({ clientId: 'abc', tokenEndpoint: 'https://a.example/token', scope: 'read' })).toEqual({});
    expect(
      changes({
        grantType: 'client_credentials',
        clientId: 'robot',
        discovery: 'typed',
        authorizationEndpoint: 'https://a.example/authorize',
        tokenEndpoint: 'https://a.example/token',
      }),
    ).toEqual({ grantType: 'client_credentials', clientId: 'robot', tokenEndpoint: 'https://a.example/token' });
  });

  it('keep what an import left and the chosen grant does not use, until it is removed', () => {
    const left = {
      grantType: 'device_code',
      tokenEndpoint: 'https://a.example/token',
      authorizationEndpoint: 'https://a.example/authorize',
      identityClientId: 'a',
    } as const;
    expect(changes({}, left)).toEqual({});
    expect(changes({ discovery: 'automatic', identityClientId: '' }, left)).toEqual({
      tokenEndpoint: null,
      authorizationEndpoint: null,
      identityClientId: null,
    });
  });

  it('reset a cleared field with null', () => {
    expect(changes({ scopes: 'automatic' }, { scope: 'read' })).toEqual({ scope: null });
    expect(changes({ scopes: 'typed', scope: '' }, { scope: 'read' })).toEqual({ scope: '' });
    expect(changes({ registration: 'automatic' }, { clientId: 'abc', hasClientSecret: true })).toEqual({
      clientId: null,
      clientSecret: null,
      privateKey: null,
    });
  });

  it('have a secret only where one was typed, and null where one was emptied', () => {
    const byHand = { clientId: 'abc', hasClientSecret: true };
    expect(changes({ clientSecret: 'new' }, byHand)).toEqual({ clientSecret: 'new' });
    expect(changes({ clientSecret: ' ' }, byHand)).toEqual({});
    expect(changes({ clientSecret: null }, byHand)).toEqual({ clientSecret: null });
    expect(changes({ privateKey: 'generate' }, byHand)).toEqual({ privateKey: { generate: true } });
    expect(changes({ privateKey: 'pem', pem: 'PRIVATE KEY' }, byHand)).toEqual({ privateKey: { pem: 'PRIVATE KEY' } });
    expect(
      changes({
        headers: [
          { name: ' X-Key ', value: 'v' },
          { name: '', value: '' },
        ],
      }),
    ).toEqual({
      headers: { 'X-Key': 'v' },
    });
    expect(changes({ headers: [{ name: '', value: '' }] }, { headerNames: ['X-Key'] })).toEqual({});
    expect(changes({ headers: [] }, { headerNames: ['X-Key'] })).toEqual({ headers: null });
  });
});

describe('the error found in a draft while it is typed', () => {
  it.each<[string, Partial<Draft>, ReturnType<typeof draftFaults>]>([
    ['nothing at first', {}, {}],
    ['a client id that is missing', { registration: 'typed' }, { clientId: 'required' }],
    ['a client id in letters that no header takes', { registration: 'typed', clientId: 'ä' }, { clientId: 'clientId' }],
    ['an app without its client id', { grantType: 'client_credentials' }, { clientId: 'required' }],
    [
      'endpoints that are missing',
      { discovery: 'typed' },
      { tokenEndpoint: 'required', authorizationEndpoint: 'required' },
    ],
    [
      'only the token URL, where no page is opened',
      { discovery: 'typed', grantType: 'client_credentials', clientId: 'robot' },
      { tokenEndpoint: 'required' },
    ],
    ['an address without https', { issuer: 'http://login.example.com' }, { issuer: 'address' }],
    ['an address with a password in it', { issuer: 'https://a:b@login.example.com' }, { issuer: 'address' }],
    ['a quotation mark in a scope', { scopes: 'typed', scope: 'a "b"' }, { scope: 'scope' }],
    ['a time of no length', { callTimeout: '0' }, { callTimeout: 'timeout' }],
    ['a time that is no number', { callTimeout: 'soon' }, { callTimeout: 'timeout' }],
    ['a header of the protocol', { headers: [{ name: 'Authorization', value: 'x' }] }, { headers: 'header' }],
    ['a header with a line break', { headers: [{ name: 'X-Key', value: 'a\nb' }] }, { headers: 'header' }],
    ['a value without a name', { headers: [{ name: '', value: 'x' }] }, { headers: 'header' }],
    [
      'a key that is none',
      {
        registration: 'typed',
        clientId: 'a',
        authenticationMethod: 'private_key_jwt',
        privateKey: 'pem',
        pem: 'PUBLIC KEY',
      },
      { pem: 'pem' },
    ],
    [
      'an organisation that is missing',
      { grantType: 'identity_assertion', clientId: 'a' },
      { identityTokenEndpoint: 'required', identityClientId: 'required', idToken: 'required' },
    ],
    ['a workload without its file', { grantType: 'jwt_bearer', clientId: 'a' }, { assertionFile: 'required' }],
    ['a path that is none', { grantType: 'jwt_bearer', clientId: 'a', assertionFile: 'x' }, { assertionFile: 'path' }],
  ])('is %s', (_what, change, faults) => {
    expect(draftFaults(with_(change), nothingSaved)).toEqual(faults);
  });

  it('is absent for a field that does not apply, and for an address on this computer', () => {
    expect(
      draftFaults(with_({ clientId: 'ä', tokenEndpoint: 'nonsense', scope: '"', pem: 'x' }), nothingSaved),
    ).toEqual({});
    expect(draftFaults(with_({ issuer: 'http://127.0.0.1:9000' }), nothingSaved)).toEqual({});
  });
});
