import { join } from 'node:path';
import type { App, IpcMain, NativeImage } from 'electron';
import { agentDoctor } from './agent-doctor/agent-doctor.ts';
import type { ToolScope } from '../src-preload/contract/program.ts';
import { grantTool } from './bridge/access/grant-tool.ts';
import type { Attention } from './bridge/attention.ts';
import { liveConnection, workingPrograms } from './bridge/connected-agents.ts';
import type { CommandWiring } from './bridge/commands/command.ts';
import { bridgeHome } from './bridge/home/bridge-home.ts';
import type { Bridge } from './bridge/start-bridge.ts';
import { programIds } from '../src-preload/contract/wiring.ts';
import type { Context } from './connections/context.ts';
import { connect } from './connections/sign-in/connect.ts';
import type { Slot } from './connections/slot.ts';
import type { KeptPage } from './ipc/kept-page.ts';
import type { WindowSessions } from './ipc/window-sessions.ts';
import type { Lock } from './lock/lock.ts';
import { AskingWindow } from './shell/asking-window.ts';
import type { MainWindow } from './shell/main-window.ts';
import type { GrantSlot } from './store/program-grants.ts';
import type { Words } from './shell/words.ts';

interface AgentOptions {
  app: App;
  ipcMain: Pick<IpcMain, 'handle'>;
  context: Context;
  subscribe: (listener: Context['publish']) => void;
  lock: Lock;
  window: MainWindow;
  windows: WindowSessions;
  page: KeptPage;
  words: () => Words;
  wiring: CommandWiring;
  /** Resolves once the first window is painted, or at once if none is to be shown. */
  painted: Promise<unknown>;
  /** Called after the user has allowed a program for good. */
  onAlways: () => void;
  /** Called after changes of what agents do and of what is asked about them. */
  onChange: () => void;
  /** The folder of the app's files. */
  root: string;
  /** Of windows. */
  icon: () => NativeImage | undefined;
  userHome: string;
  /** The command that starts this app, without switches. */
  command: readonly string[];
}

/** Lets agents in once the first window is painted. Its code is loaded then, so that it delays no window. */
export function startAgents(options: AgentOptions) {
  const {
    app,
    ipcMain,
    context,
    subscribe,
    lock,
    window,
    windows,
    wiring,
    words,
    painted,
    root,
    userHome,
    command,
    onAlways,
    onChange,
  } = options;
  let isStopped = false;
  let bridge: Bridge | undefined;
  const attention = attentionOf(options);
  const asking = new AskingWindow({
    preload: join(root, 'out', 'preload', 'asking.cjs'),
    ipcMain,
    icon: options.icon,
    words,
    questions: () => bridge?.questions() ?? [],
    answer: (id, answer, rule) => void bridge?.permissions.questions.answer(id, answer, rule),
    onClosed: () => bridge?.permissions.questions.drop(),
  });
  const look = () => {
    if (isStopped) return;
    if (lock.isLocked) {
      bridge?.permissions.endUntilLock();
      bridge?.writeCalls();
    }
    // What is asked names servers.
    if (lock.isLocked && (bridge?.permissions.questions.list.length ?? 0) > 0) window.show();
    asking.look();
  };
  lock.follow(look);
  const tellWindows = () => {
    // After unlocking, windows request everything again.
    if (lock.isLocked) return;
    for (const { send } of windows.listeners()) send('programs:changed', null);
  };
  const changed = () => {
    tellWindows();
    onChange();
  };
  const { isPackaged } = app;
  const home = bridgeHome(userHome, isPackaged);
  const connector = isPackaged
    ? join(process.resourcesPath, 'connector', 'keyfob')
    : join(root, 'build', 'connector-plain', 'keyfob');
  const started = painted.then(async () => {
    const { startBridge } = await import('./bridge/start-bridge.ts');
    if (isStopped) return;
    bridge = await startBridge({
      context,
      subscribe,
      attention,
      words: () => words().agents,
      commands: {
        words: () => words().commands,
        open() {
          window.show();
          asking.show();
        },
        lock() {
          lock.lock();
          return lock.isLocked;
        },
        programIds,
        wiring,
        agentDoctor: agentDoctor({ context, wiring, agents }),
      },
      agentWords: () => words().forAgents,
      onQuestions() {
        look();
        onChange();
      },
      onGrants: tellWindows,
      onConnections: changed,
      onAlways,
      start: {
        userHome,
        dataFolder: app.getPath('userData'),
        isPackaged,
        connector,
        command,
        argv: process.argv,
        env: process.env,
      },
    });
    look();
    if (bridge.problem()) tellWindows();
  });
  started.catch((error: unknown) => context.log.warn('agents cannot reach Keyfob', { error }));
  const connected = () => bridge?.agents.list() ?? [];
  const agents = {
    /** The names of the programs that are connected. */
    names: () => connected().map(({ program }) => program),
    connected: () => connected().map(liveConnection),
    lookOf: (program: { pattern: string; path: string }) => bridge?.lookOf(program) ?? { isClaim: true, icon: null },
    end: (ids: readonly string[]) => bridge?.agents.end(({ id }) => ids.includes(id)),
    isPaused: () => bridge?.permissions.isPaused() ?? false,
    pause(isPaused: boolean) {
      if (bridge?.permissions.pause.set(isPaused)) changed();
    },
    untilLock: () => bridge?.permissions.grants.untilLock.list() ?? [],
    setTools: (grant: GrantSlot & { programId: string }, tools: ToolScope) =>
      void bridge?.permissions.setTools(grant, tools),
    tools: (slot: Slot) => bridge?.permissions.tools.list(slot).map(grantTool) ?? [],
    changes: (slot: Slot) => bridge?.permissions.tools.changes(slot) ?? [],
    approve: (slot: Slot, tools: readonly { name: string; hash: string }[]) => bridge?.permissions.approve(slot, tools),
    connector: () => home.connector,
    ownConnector: () => connector,
    socket: () => home.socket,
    asking: () =>
      (bridge?.permissions.questions.list ?? []).flatMap(({ about }) =>
        'slot' in about && 'caller' in about ? { program: about.caller.name, serverId: about.slot.serverId } : [],
      ),
    /** What the tray shows. */
    forTray: () => ({
      working: workingPrograms(connected()),
      asking: (bridge?.questions() ?? []).map((question) => ('program' in question ? question.program : '')),
      isPaused: bridge?.permissions.isPaused() ?? false,
    }),
    showQuestions: () => asking.show(),
    /** Whether a program is connected, or may always connect. */
    isInUse: () => !isStopped && (bridge?.isInUse() ?? false),
    problem: () => bridge?.problem() ?? null,
    async repair() {
      await bridge?.repair();
      tellWindows();
    },
    /** Ends a permission with its connections, or forgets a refusal. */
    async revoke(grant: Parameters<Bridge['permissions']['revoke']>[0]) {
      // A bridge that failed to load has no connections.
      await started.catch(() => undefined);
      if (bridge) bridge.permissions.revoke(grant);
      else context.store.programGrants.end({ ...grant, why: 'revoked', now: context.now() });
    },
    /** Closes the connections of forwardings that were revoked. */
    async closeRevoked() {
      await started.catch(() => undefined);
      bridge?.closeRevoked();
      tellWindows();
    },
    stop() {
      isStopped = true;
      // At once, because the store is closed after this.
      if (bridge) bridge.stop();
      else void started.then(() => bridge?.stop()).catch(() => undefined);
    },
  };
  return agents;
}

/** The desktop, as far as an agent that waits for the user needs it. */
function attentionOf({ app, context, lock, window, windows, page }: AgentOptions): Attention {
  const waiting = new Set<() => void>();
  lock.follow(({ state }) => {
    if (state === 'locked') return;
    for (const tell of waiting) tell();
    waiting.clear();
  });
  return {
    hasDisplay: () => app.commandLine.getSwitchValue('ozone-platform') !== 'headless',
    isLocked: () => lock.isLocked,
    unlocked(signal) {
      if (!lock.isLocked) return Promise.resolve();
      window.show();
      return new Promise((resolve, reject) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => {
          waiting.delete(resolve);
          reject(signal.reason as Error);
        });
      });
    },
    signIn(slot) {
      if (windows.own?.workspaceId === slot.workspaceId) page.goTo({ serverId: slot.serverId });
      else window.show();
      signIn(context, slot).catch((error: unknown) => context.log.info('for an agent', { error }));
    },
  };
}

/** The window shows errors as part of the server's status. */
async function signIn(context: Context, { workspaceId, serverId, profileId }: Slot): Promise<void> {
  const { profiles } = context.store;
  const profile = profileId === null ? profiles.lastUsedOf(workspaceId) : profiles.get(profileId);
  if (profile) await connect(context, { workspaceId, profileId: profile.id, role: profile.role }, serverId);
}
