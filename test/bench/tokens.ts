import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { serverViews } from '../../src-main/connections/connection-view.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { Vault } from '../../src-main/store/keys/vault.ts';
import { registrationFor, tokensFor } from '../store/fixture.ts';
import { openEngine, type Engine } from '../support/engine.ts';
import { median, pairedRatio } from './median.ts';

const rounds = 9;
const servers = 10_000;

/** As long as a typical JWT. */
const tokenText = () => randomBytes(600).toString('base64url');

/** What a tool call waits for before it is sent, and the cost of many sign-ins. */
export async function measureTokens() {
  return [...(await measureResolving()), ...measureVault(), ...(await measureMany())];
}

async function measureResolving() {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-bench-'));
  const engine = await openEngine({ folder });
  const { context, session } = engine;
  const { id: serverId } = addServer(context, session, { url: 'https://bench.example/mcp' });
  signIn(engine, serverId, session.profileId);
  const slot = { workspaceId: session.workspaceId, serverId, profileId: session.profileId };
  const file = join(folder, 'tokens.json');
  writeFileSync(file, bridgeFile());

  const cached: number[] = [];
  const stored: number[] = [];
  const fromFile: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    cached.push(await perSecond(200_000, () => accessToken(context, slot)));
    stored.push(
      await perSecond(2000, () => {
        context.accessTokens.forget(slot);
        return accessToken(context, slot);
      }),
    );
    fromFile.push(await perSecond(2000, async () => JSON.parse(await readFile(file, 'utf8')) as unknown));
  }
  engine.close();
  rmSync(folder, { recursive: true });
  const row = (metric: string, ours: number[]) => ({
    metric,
    unit: 'per second',
    keyfob: Math.round(median(ours)),
    jsonFile: Math.round(median(fromFile)),
    ratio: Number(pairedRatio(ours, fromFile).toFixed(1)),
    rounds,
  });
  return [row('resolving a cached token', cached), row('resolving from the store', stored)];
}

/** What a command-line bridge stores per server, and reads for every request. */
function bridgeFile(): string {
  const tokens = { access_token: tokenText(), refresh_token: tokenText(), token_type: 'Bearer', expires_in: 3600 };
  return JSON.stringify({ ...tokens, scope: 'tools.read tools.call' }, undefined, 2);
}

function measureVault() {
  const vault = Vault.withFreshKey();
  const place = { table: 'token_set', row: 'row', column: 'access_token' };
  const secret = new Secret(tokenText());
  const sealed = vault.seal(place, secret);
  const rate = (count: number, work: () => unknown) => {
    const from = performance.now();
    for (let at = 0; at < count; at += 1) work();
    return Math.round((count / (performance.now() - from)) * 1000);
  };
  return [
    { metric: 'sealing a token', unit: 'per second', keyfob: rate(50_000, () => vault.seal(place, secret)) },
    { metric: 'opening a token', unit: 'per second', keyfob: rate(50_000, () => vault.open(place, sealed)) },
  ];
}

/** 10,000 servers, each signed in to in an own slot and in the shared one. */
async function measureMany() {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-bench-'));
  const engine = await openEngine({ folder });
  const { context, store, session } = engine;
  const registrationId = store.clientRegistrations.save(registrationFor(session.workspaceId)).id;
  store.transaction(() => {
    for (let at = 0; at < servers; at += 1) {
      const { id } = addServer(context, session, { url: `https://server-${at}.example/mcp` });
      for (const owner of [session.profileId, null]) signIn(engine, id, owner, registrationId);
    }
  });
  engine.close();

  const before = process.memoryUsage();
  const from = performance.now();
  const opened = await openEngine({ folder });
  const start = performance.now() - from;
  const { servers: serverTable, tokenSets } = opened.store;
  const { workspaceId, profileId } = opened.session;
  const queries: number[] = [];
  const lists: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const queried = performance.now();
    serverTable.listed(workspaceId);
    tokenSets.factsInUse(workspaceId, profileId);
    queries.push(performance.now() - queried);
    const asked = performance.now();
    serverViews(opened.context, opened.session);
    lists.push(performance.now() - asked);
  }
  const after = process.memoryUsage();
  const rotating = performance.now();
  await opened.keys.rotate();
  const rotation = performance.now() - rotating;
  opened.close();
  const size = statSync(join(folder, 'keyfob.sqlite')).size;
  rmSync(folder, { recursive: true });
  const about = { servers, tokenRows: 2 * servers, unit: 'ms' };
  return [
    { metric: 'opening the store', ...about, keyfob: Math.round(start) },
    { metric: 'the queries of the list', ...about, keyfob: Math.round(median(queries)), rounds },
    {
      metric: 'listing every server',
      ...about,
      keyfob: Math.round(median(lists)),
      first: Math.round(lists[0] ?? 0),
      rounds,
    },
    { metric: 'a new data key for all of it', ...about, keyfob: Math.round(rotation) },
    {
      metric: 'memory for the list',
      ...about,
      unit: 'MiB',
      keyfob: Math.round((after.rss - before.rss) / 2 ** 20),
      file: Math.round(size / 2 ** 20),
    },
  ];
}

function signIn({ store, session }: Engine, serverId: string, profileId: string | null, registrationId?: string): void {
  const registration = registrationId ?? store.clientRegistrations.save(registrationFor(session.workspaceId)).id;
  store.tokenSets.save(
    tokensFor(serverId, profileId, registration, {
      accessToken: new Secret(tokenText()),
      refreshToken: new Secret(tokenText()),
      issuedAt: Date.now(),
      expiresAt: Date.now() + 24 * 3_600_000,
      signedInBy: session.profileId,
    }),
  );
}

async function perSecond(count: number, work: () => unknown): Promise<number> {
  const from = performance.now();
  for (let at = 0; at < count; at += 1) await work();
  return (count / (performance.now() - from)) * 1000;
}
