import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Context } from '../../src-main/connections/context.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { environmentProxy } from '../../src-main/http/environment-proxy.ts';
import type { Log } from '../../src-main/base/log.ts';
import { SessionPool } from '../../src-main/mcp/session-pool.ts';
import { openEngine } from '../../src-main/app/open-engine.ts';
import { listenOnLoopback } from '../../src-main/redirect/loopback.ts';
import type { Keyring } from '../../src-main/store/keys/keyring.ts';

/** No keychain: secrets stay in memory. */
const noKeyring: Keyring = {
  backend: 'none',
  available: () => Promise.resolve(false),
  wrap: () => Promise.reject(new Error('there is no keyring')),
  unwrap: () => Promise.reject(new Error('there is no keyring')),
};

const silence: Log = { info: () => undefined, warn: () => undefined };

export interface HeadlessEngine {
  context: Context;
  pool: SessionPool;
  session: Session;
  subscribe: (listener: Context['publish']) => void;
  close: () => void;
}

interface Outside {
  openBrowser: Context['openBrowser'];
  log?: Log;
  /** Called when an MCP session is open. */
  onSession?: ConstructorParameters<typeof SessionPool>[1];
}

/** The app's engine in plain Node, with a temporary store and loopback as the only return path. */
export async function openHeadlessEngine({ openBrowser, log = silence, onSession }: Outside): Promise<HeadlessEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-headless-'));
  const root = join(import.meta.dirname, '..', '..');
  const { context, subscribe, session, close } = await openEngine({
    store: { folder, root, keyring: noKeyring, now: Date.now },
    outside: {
      log,
      version: packageJson.version,
      clientMetadataUrl: packageJson.clientMetadataUrl,
      openBrowser,
      appLinksWork: () => Promise.resolve(false),
      listenOnLoopback: (address, onResponse) =>
        listenOnLoopback({
          ...address,
          page: '<!doctype html><title>Keyfob</title><p>You can close this page.',
          onResponse,
        }),
    },
    network: { resolveProxy: environmentProxy(process.env) },
  });
  const pool = new SessionPool(context, onSession);
  subscribe((event) => pool.follow(event));
  return {
    context,
    pool,
    subscribe,
    session,
    close() {
      pool.closeAll();
      close();
      rmSync(folder, { recursive: true });
    },
  };
}
