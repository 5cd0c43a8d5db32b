import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { removeServer } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import { answers } from '../../../src-main/ipc/answers.ts';
import { publishTo } from '../../../src-main/ipc/publish.ts';
import { fileLog } from '../../../src-main/base/log.ts';
import type { Keyring } from '../../../src-main/store/keys/keyring.ts';
import type { AppView, RequestName, SettingChanges } from '../../../src-preload/contract.ts';
import { answering } from '../../support/answering.ts';
import { exampleInputs } from '../../support/example-inputs.ts';
import { temporaryFolder, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';

/** Requests that end the sign-in or change the profile come last. */
const last: RequestName[] = [
  'servers:remove',
  'servers:change-address',
  'profiles:remove',
  'workspaces:create',
  'workspaces:remove',
];

const noKeyring: Keyring = { ...wrappingKeyring, available: async () => false };

it.each([
  ['with a keyring', wrappingKeyring, 'keyring'],
  ['without one', noKeyring, 'memory'],
] as const)(
  'a secret that was on the wire or typed is, %s, in no file, log line, reply, event or error',
  { timeout: 60_000 },
  async (_which, keyring, state) => {
    const folder = temporaryFolder();
    const logFile = join(folder, 'keyfob.log');
    const { authorization, kit, id } = await startRealParts({
      keyfob: { folder, keyring, fileLog: fileLog(logFile, Date.now) },
    });
    expect(kit.storage.state).toBe(state);
    const { context, session } = kit;
    const heard: unknown[] = [];
    kit.subscribe((event) => {
      const listener = { session, send: (name: string, view: unknown) => void heard.push([name, view]) };
      publishTo(context, [listener], event, () => ({ version: '1' }) as AppView);
    });
    const typed = 'typed-canary-2c81';
    await changeSettings(context, session, id, { headers: { 'x-key': typed } });
    const ask = answering(kit);
    const replies: unknown[] = [];
    const request = async (name: RequestName, input: unknown) => replies.push((await ask(session, name, input)).answer);

    await kit.signIn(id);
    await request('tools:list', { serverId: id });
    await request('tools:call', { serverId: id, callId: 'c', tool: 'whoami', arguments: {} });
    kit.clock.ahead += 7_200_000;
    await request('tools:call', { serverId: id, callId: 'd', tool: 'whoami', arguments: {} });
    await kit.keys.rotate().catch((error: unknown) => heard.push(error));
    authorization.expireTokens();
    authorization.breakEndpoint('token', { status: 500, body: 'token-that-is-none' }, 1);
    kit.clock.ahead += 7_200_000;
    await request('tools:call', { serverId: id, callId: 'e', tool: 'whoami', arguments: {} });
    // A refusal that repeats what it was sent is written to the log.
    authorization.breakEndpoint('revocation', { status: 500, body: authorization.secrets.at(-1)?.value ?? '' });
    await request('connections:disconnect', { serverId: id });
    authorization.repair();
    await kit.signIn(id);
    authorization.revokeAll();
    kit.clock.ahead += 7_200_000;
    await request('tools:call', { serverId: id, callId: 'f', tool: 'whoami', arguments: {} });
    await kit.signIn(id);
    const owned = await ownSecrets(kit, request);
    const names = Object.keys(answers) as RequestName[];
    const target = { serverId: id, profileId: session.profileId };
    for (const name of [...names.filter((name) => !last.includes(name)), ...last])
      await request(name, exampleInputs[name](target));
    await kit.signIn(kit.addServer((await startRealParts()).server.url)).catch((error: unknown) => heard.push(error));
    await removeServer(context, session, id).catch((error: unknown) => heard.push(error));

    const secrets = [...new Set([...authorization.secrets.map(({ value }) => value), typed, ...owned])].filter(
      ({ length }) => length > 7,
    );
    expect(secrets.length).toBeGreaterThan(8);
    expect(kit.log.length).toBeGreaterThan(0);
    await expect.poll(() => readFileSync(logFile, 'utf8').split('\n').length).toBeGreaterThan(kit.log.length);
    const files = readdirSync(kit.folder).map((file) => readFileSync(join(kit.folder, file)));
    const said = [replies, heard, kit.events, kit.log].map((list) =>
      inspect(list, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    );
    for (const [at, secret] of secrets.entries()) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        expect(
          files.some((file) => file.includes(form)),
          `file, secret ${at}`,
        ).toBe(false);
        expect(
          said.map((text) => text.includes(form)),
          `replies, events, domain events, log: secret ${at}`,
        ).toEqual([false, false, false, false]);
      }
    }
    console.log(
      `${secrets.length} secrets looked for in ${files.length} files, ${replies.length} replies, ${heard.length} events, ${kit.log.length} lines of log: none found`,
    );
  },
);

/**
 * The secrets that a person enters, each sent to its destination, and those that Keyfob makes: a client's secret and
 * key, an ID token, and the key that tokens are bound to. Returns the texts that must be found nowhere.
 */
async function ownSecrets(kit: Keyfob, request: (name: RequestName, input: unknown) => Promise<unknown>) {
  const { context, session, store } = kit;
  const add = async (changes: SettingChanges) => {
    const parts = await startRealParts();
    const id = kit.addServer(parts.server.url);
    await changeSettings(context, session, id, changes);
    for (const name of ['servers:settings', 'connections:connect', 'tools:list', 'servers:public-key'] as const)
      await request(name, exampleInputs[name]({ serverId: id, profileId: session.profileId }));
    return { id, parts };
  };
  const clientSecret = 'client-secret-canary-91b7';
  await add({ grantType: 'client_credentials', clientId: 'robot', clientSecret });

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const keyed = await add({
    grantType: 'client_credentials',
    clientId: 'robot',
    authenticationMethod: 'private_key_jwt',
    privateKey: { pem },
  });
  const typedKey = JSON.parse(store.serverSecrets.get(keyed.id, 'private_key')?.reveal() ?? '{}') as { d?: string };

  const idToken = 'id-token-canary-44e0';
  const company = await startRealParts();
  await add({
    grantType: 'identity_assertion',
    clientId: 'robot',
    identityTokenEndpoint: `${company.authorization.issuer}/token`,
    identityClientId: 'keyfob',
    idToken,
  });

  const bound = await startRealParts({ mcp: { dpop: true } });
  const boundId = kit.addServer(bound.server.url);
  await kit.signIn(boundId);
  const { dpopKey } = store.tokenSets.get(boundId, session.profileId) ?? {};
  const key = JSON.parse(dpopKey?.reveal() ?? '{}') as { d?: string };
  await request('tools:list', { serverId: boundId });
  expect([typedKey.d, key.d]).toEqual([expect.any(String), expect.any(String)]);
  const sent = [keyed.parts, company, bound].flatMap(({ authorization }) => authorization.secrets);
  return [
    clientSecret,
    idToken,
    typedKey.d ?? '',
    key.d ?? '',
    pem.split('\n')[1] ?? '',
    ...sent.map(({ value }) => value),
  ];
}
