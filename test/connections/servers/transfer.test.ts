import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportServers } from '../../../src-main/connections/servers/export-servers.ts';
import { Imports } from '../../../src-main/connections/servers/import-servers.ts';
import { largestDocument, largestFile, readDocument } from '../../../src-main/connections/servers/servers-document.ts';
import { setServerEnabled } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings, settingsView } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';

/** Every setting that is no secret, each different from a new server's. */
const settings: SettingChanges = {
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
  keyPlace: 'header',
  keyHeader: 'X-API-Key',
  note: 'The one with “quotes” and 中文',
  callTimeout: 90_000,
  toolPrefix: 'acme.',
};
const secrets: SettingChanges = {
  clientSecret: 'canary-secret',
  privateKey: { generate: true },
  idToken: 'canary-id-token',
  headers: { 'X-Api-Key': 'canary-header' },
};

const from = (text: string) => [{ name: 'file.json', servers: readDocument(text) }];

/** Chooses everything that a file has, and says yes to all of its settings. */
async function bringAlong(kit: Keyfob, text: string) {
  const imports = new Imports(kit.context);
  const { previewId, sources } = imports.preview(kit.session, from(text));
  const entries = sources.flatMap((source) => source.entries);
  const result = await imports.add(
    kit.session,
    previewId,
    entries.map(({ index }) => index),
    entries.flatMap(({ index, consent }) => (consent ? [{ index, settings: consent.settings }] : [])),
  );
  return { entries, ...result };
}

it('an exported file has every setting and no secret', async () => {
  const one = await startKeyfob();
  const id = one.addServer('https://acme.example/mcp');
  await changeSettings(one.context, one.session, id, { ...settings, ...secrets });
  setServerEnabled(one.context, one.session, id, false);
  const { text, count } = exportServers(one.context, one.session);
  expect(count).toBe(1);
  expect(text).not.toContain('canary');
  expect(text).not.toMatch(/"(?:kty|d|access|refresh)/);

  const other = await startKeyfob();
  const { entries, added, failed } = await bringAlong(other, text);
  expect(failed).toEqual([]);
  expect(entries[0]?.missing.toSorted()).toEqual(['client_secret', 'header X-Api-Key', 'id_token', 'private_key']);
  const newId = added[0]?.serverId ?? '';
  expect(added[0]?.index).toBe(entries[0]?.index);
  expect(other.view(newId)).toMatchObject({ name: 'Acme', url: 'https://acme.example/mcp', enabled: false });
  const { serverId: _, ...arrived } = settingsView(other.context, other.session, newId);
  const { serverId: _id, ...left } = settingsView(one.context, one.session, id);
  expect(arrived).toEqual({
    ...left,
    hasClientSecret: false,
    hasPrivateKey: false,
    hasIdToken: false,
    headerNames: [],
  });
  expect(arrived).toMatchObject(settings);
});

it(
  'a file of ten thousand servers that say a lot is read back, and so is one with many headers',
  { timeout: 60_000 },
  async () => {
    const { context, session, store } = await startKeyfob();
    const { workspaceId } = session;
    const note = '"\n'.repeat(2048);
    store.transaction(() => {
      for (let at = 0; at < 10_000; at += 1) {
        const url = `https://s${at}.example/mcp`;
        const { id } = store.servers.insert({ workspaceId, name: `Server ${at}`, url, now: at });
        store.servers.change(workspaceId, id, { note, scope: 'read write' });
      }
    });
    const [first] = store.servers.list(workspaceId);
    const headers = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`X-Header-${at}`, 'v']));
    await changeSettings(context, session, first?.id ?? '', { headers });
    const { text } = exportServers(context, session);
    const read = readDocument(text);
    expect(read).toHaveLength(10_000);
    expect(read[0]?.secrets).toHaveLength(300);
    expect(read.every(({ settings }) => settings?.note === note)).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThan(largestFile);
  },
);

it('an address that grows too long for a file when it is read is none', async () => {
  const kit = await startKeyfob();
  expect(() => kit.addServer(`https://acme.example/${'中'.repeat(500)}`)).toThrow(fault('address_invalid'));
  kit.addServer(`https://acme.example/${'中'.repeat(200)}`);
  const { text } = exportServers(kit.context, kit.session);
  expect((await bringAlong(await startKeyfob(), text)).added).toHaveLength(1);
});

it('an import changes no server that is there already, and names the entries it does not accept', async () => {
  const kit = await startKeyfob();
  const id = kit.addServer('https://there.example/mcp');
  const text = JSON.stringify({
    format: 'keyfob-servers',
    version: 1,
    servers: [
      { name: 'Other name', url: 'https://there.example/mcp' },
      { name: 'New', url: 'https://new.example/mcp' },
      { name: 'New again', url: 'https://new.example/mcp' },
      { name: 'Plain', url: 'http://plain.example/mcp' },
      { name: 'Half', url: 'https://half.example', settings: { tokenEndpoint: 'https://a.example/token' } },
      { name: '\u202e\u0000', url: 'https://linear.example/mcp', later: 'unknown fields are for later versions' },
    ],
  });
  const { entries, added, failed } = await bringAlong(kit, text);
  expect(entries.map(({ name, state, error }) => [name, state, error?.code])).toEqual([
    ['Other name', 'there', undefined],
    ['New', 'new', undefined],
    ['New again', 'there', undefined],
    ['Plain', 'refused', 'address_not_https'],
    ['Half', 'refused', 'request_invalid'],
    ['Linear', 'new', undefined],
  ]);
  expect(added.map(({ index, serverId }) => [index, kit.view(serverId).name])).toEqual([
    [1, 'New'],
    [5, 'Linear'],
  ]);
  expect(failed).toEqual([]);
  expect(kit.view(id).name).toBe('There');
});

it.each<[string, string, 'file_invalid' | 'file_newer']>([
  ['nothing', '', 'file_invalid'],
  ['a page', '<!doctype html>', 'file_invalid'],
  ['another program’s', '{"mcpServers":{}}', 'file_invalid'],
  ['a list of something else', '{"format":"keyfob-servers","version":1,"servers":[{"name":1}]}', 'file_invalid'],
  ['a later Keyfob’s', '{"format":"keyfob-servers","version":2,"anything":[]}', 'file_newer'],
  ['deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'file_invalid'],
  ['huge', ' '.repeat(largestDocument + 1), 'file_invalid'],
  ['settings with a secret', document({ clientSecret: 'x' }), 'file_invalid'],
  ['settings that are no settings', document({ __proto__: null, scope: ['a'] }), 'file_invalid'],
])('an import of a file that is %s is refused, and nothing is lost', (_what, text, code) => {
  expect(() => readDocument(text)).toThrow(expect.objectContaining({ code }));
});

it('an import of any text is a list of servers, or a refusal in Keyfob’s words', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((json) => document(JSON.parse(json))),
      ),
      (text) => {
        try {
          return Array.isArray(readDocument(text));
        } catch (error) {
          return ['file_invalid', 'file_newer'].includes((error as { code: string }).code);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('an import preview is used once, by the workspace that asked for it', async () => {
  const kit = await startKeyfob();
  const imports = new Imports(kit.context);
  const { previewId } = imports.preview(kit.session, from(document({})));
  await expect(imports.add({ ...kit.session, workspaceId: 'elsewhere' }, previewId, [0])).rejects.toEqual(
    fault('request_expired'),
  );
  expect((await imports.add(kit.session, previewId, [0, 0, 7])).added).toHaveLength(1);
  await expect(imports.add(kit.session, previewId, [0])).rejects.toEqual(fault('request_expired'));
});

function document(settings: unknown): string {
  return JSON.stringify({
    format: 'keyfob-servers',
    version: 1,
    servers: [{ name: 'Notes', url: 'https://notes.example/mcp', settings }],
  });
}
