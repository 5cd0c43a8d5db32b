import { readSnippet } from '../../src-main/clients/read-snippet.ts';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CommandPath } from '../../src-main/command-path/command-path.ts';
import { Imports } from '../../src-main/connections/servers/import-servers.ts';
import type { Services } from '../../src-main/ipc/area.ts';
import { KeptPage } from '../../src-main/ipc/kept-page.ts';
import { Lock } from '../../src-main/lock/lock.ts';
import { Questions } from '../../src-main/mcp/questions.ts';
import { SessionPool } from '../../src-main/mcp/session-pool.ts';
import { Subscriptions } from '../../src-main/mcp/subscriptions.ts';
import type { AppView } from '../../src-preload/contract.ts';
import type { Keyfob } from './keyfob.ts';
import { wiringOf } from './wiring-of.ts';
import { noDesktop, noReport, noSystemCheck, noUpdates, noWindow } from './no-desktop.ts';

/** The services behind requests, as the app creates them, without a desktop; every question is answered with no. */
export function servicesOf({ context, keys }: Keyfob, instead: Partial<Services> = {}): Services {
  const pool = new SessionPool(context);
  onTestFinished(() => pool.closeAll());
  return {
    context,
    pool,
    questions: new Questions(pool),
    subscriptions: new Subscriptions(),
    describe: () => ({ version: '1' }) as AppView,
    copy: async () => undefined,
    quit: () => undefined,
    restart: () => undefined,
    keys,
    lock: new Lock({ store: context.store, uptime: () => Math.floor(uptime() * 1000), system: noSystemCheck }),
    page: new KeptPage({ windows: { listeners: () => [] }, window: noWindow, isBusy: () => false }),
    askPerson: async () => false,
    askAboutAuthorities: async () => false,
    askToForget: async () => false,
    desktop: noDesktop,
    updates: noUpdates,
    report: noReport,
    files: {
      save: async () => undefined,
      open: async () => null,
      openCertificates: async () => null,
      choose: async () => null,
      isChosen: () => false,
    },
    imports: new Imports(context),
    programs: async () => [],
    readText: readSnippet,
    clipboardText: async () => '',
    commandPath: new CommandPath({
      platform: 'linux',
      home: join(tmpdir(), 'no-such-home'),
      env: {},
      connector: () => '/home/ann/.keyfob/bin/keyfob',
    }),
    wiring: wiringOf({ context }, join(tmpdir(), 'no-such-home')),
    agents: {
      problem: () => null,
      revoke: async (grant) => void context.store.programGrants.end({ ...grant, why: 'revoked', now: context.now() }),
      untilLock: () => [],
      setTools: (grant, tools) => void context.store.programGrants.setTools({ ...grant, tools }),
      tools: () => [],
      changes: () => [],
      approve: () => undefined,
      connected: () => [],
      lookOf: () => ({ isClaim: false, icon: null }),
      end: () => undefined,
      isPaused: () => false,
      pause: () => undefined,
      closeRevoked: async () => undefined,
      connector: () => '/home/ann/.keyfob/bin/keyfob',
      ownConnector: () => '/opt/Keyfob/resources/connector/keyfob',
      socket: () => '/home/ann/.keyfob/run/agent.sock',
      asking: () => [],
      repair: async () => undefined,
      showQuestions: () => undefined,
    },
    calls: new Map(),
    ...instead,
  };
}
