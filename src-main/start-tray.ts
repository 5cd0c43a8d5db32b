import { type App, Menu, nativeImage, Notification, Tray } from 'electron';
import type { Context, DomainEvent } from './connections/context.ts';
import { connect } from './connections/sign-in/connect.ts';
import { disconnect } from './connections/sign-out/disconnect.ts';
import type { Session } from './connections/slot.ts';
import type { KeptPage } from './ipc/kept-page.ts';
import type { WindowSessions } from './ipc/window-sessions.ts';
import type { Lock } from './lock/lock.ts';
import { availableTools } from './mcp/available-tools.ts';
import type { SessionPool } from './mcp/session-pool.ts';
import { HeldCount } from './shell/held-count.ts';
import { appIcon } from './shell/drawn-app-icon.ts';
import { drawnImages } from './shell/drawn-image.ts';
import { hideOnClose } from './shell/hide-on-close.ts';
import type { MainWindow } from './shell/main-window.ts';
import { Notices } from './shell/notices.ts';
import type { Preferences } from './shell/preferences.ts';
import { notifications } from './shell/show-notification.ts';
import { AppTray } from './shell/tray.ts';
import type { TrayAgents } from './shell/tray-agents.ts';
import type { Words } from './shell/words.ts';
import { watchServers } from './app/watch-servers.ts';

/** In milliseconds: how long the tray shows a number of working agents at least. */
const workingHold = 5000;

interface TrayOptions {
  app: App;
  /** The folder of the app's files. */
  root: string;
  platform: NodeJS.Platform;
  context: Context;
  lock: Lock;
  pool: SessionPool;
  window: MainWindow;
  windows: WindowSessions;
  page: KeptPage;
  preferences: Preferences;
  words: () => Words;
  /** The folder for a marker file, so that a notice is shown only once. */
  folder: string;
  /** Quits on the user's request. */
  quit: () => void;
  /** Quits, and starts Keyfob again. */
  restart: () => void;
  agents: {
    /** Whether programs use Keyfob: then it goes on when its window is closed, also without a tray. */
    isInUse: () => boolean;
    forTray: () => Omit<TrayAgents, 'isInUse'>;
    showQuestions: () => void;
    pause: (isPaused: boolean) => void;
  };
}

/** Keyfob outside its window: the tray, and notifications while the window is not in view. */
export function startTray(options: TrayOptions) {
  const {
    app,
    platform,
    root,
    context,
    lock,
    pool,
    window,
    windows,
    page,
    preferences,
    words,
    folder,
    quit,
    restart,
    agents,
  } = options;
  const drawnImage = drawnImages({ platform, root, nativeImage });
  let lastProfileId: string | undefined;
  const activeSession = (): Session | undefined => {
    const { own } = windows;
    // Another profile sees other servers, so their earlier state is discarded.
    if (own && lastProfileId !== own.profileId) notices.forget();
    lastProfileId = own?.profileId;
    return own;
  };
  const open = (serverId?: string) => {
    const { own } = windows;
    // The server does not exist for windows of other workspaces.
    if (serverId !== undefined && own && context.store.servers.get(own.workspaceId, serverId)) page.goTo({ serverId });
    else window.show();
  };
  const openSettings = () => page.goTo({ screen: 'preferences' });
  const runInSession = (work: (session: Session) => Promise<unknown>) => {
    const session = activeSession();
    // The window shows errors as part of the server's status.
    if (session && !lock.isLocked)
      work(session).catch((error: unknown) => context.log.info('from the tray', { error: error as Error }));
  };
  const tray = new AppTray(
    {
      open,
      signIn(serverId) {
        open(serverId);
        runInSession((session) => connect(context, session, serverId));
      },
      signOut: (serverId) => runInSession((session) => disconnect(context, session, serverId)),
      checkAll: () => runInSession((session) => availableTools({ context, pool, session }, true)),
      lock() {
        lock.lock();
        if (lock.isLocked) return;
        openSettings();
      },
      quit,
      restart,
      showQuestions: () => agents.showQuestions(),
      showPrograms: () => page.goTo({ screen: 'programs' }),
      pause: (isPaused) => agents.pause(isPaused),
    },
    () => words().tray,
    {
      platform,
      makeTray: (icon) => new Tray(icon),
      makeMenu: (template) => Menu.buildFromTemplate(template),
      makeImage: drawnImage,
    },
  );
  const notices = new Notices({
    words: () => words().notices,
    wanted: () => preferences.current.notifications && Notification.isSupported(),
    isWatched: () => window.current?.isFocused() ?? false,
    show: notifications({
      platform,
      make: (made) => new Notification(made),
      icon: () => drawnImage(appIcon),
      log: context.log,
    }),
    open,
    openSettings,
  });
  const working = new HeldCount(workingHold);
  let falling: NodeJS.Timeout | undefined;
  const agentsNow = (): TrayAgents => {
    const seen = { ...agents.forTray(), isInUse: agents.isInUse() };
    const { count, due } = working.see(seen.working, performance.now());
    clearTimeout(falling);
    if (due !== undefined) falling = setTimeout(() => watcher.lookNow(), due).unref();
    return { ...seen, working: count };
  };
  const watcher = watchServers(context, activeSession, (servers, now, me) => {
    // No notifications while locked, because they name servers; they follow after unlocking.
    const seen = agentsNow();
    if (lock.isLocked) return tray.showLocked(seen);
    tray.show(servers, now, me, seen);
    notices.look(servers, now, me);
  });
  lock.follow(() => watcher.lookNow());
  // The language may have changed.
  preferences.follow(() => watcher.follow({ type: 'storage_changed' }));
  hideOnClose({ app, platform, window, page, folder }, () => {
    if (preferences.current.keepInTray) return { mark: 'said-still-here', notify: (done) => notices.stillHere(done) };
    return agents.isInUse() ? { mark: 'said-still-in-use', notify: (done) => notices.stillInUse(done) } : undefined;
  });
  return {
    follow(event: DomainEvent) {
      watcher.follow(event);
      if (event.type !== 'connection_completed' || event.error || lock.isLocked) return;
      const server = context.store.servers.get(event.slot.workspaceId, event.slot.serverId);
      if (server && activeSession()?.profileId === event.initiatorId) notices.signedIn(server);
    },
    /** Call it when what agents do has changed. */
    followAgents: () => watcher.follow({ type: 'storage_changed' }),
    /** From now on, the menu offers to restart. */
    restartDue() {
      tray.restartDue();
      watcher.lookNow();
    },
    /** Says that Keyfob starts at login from now on. */
    startsAtLogin: () => notices.startsAtLogin(),
    /** Says that a program has lost its entry for a server. */
    entryVanished: (program: string, server: { id: string; name: string }) => notices.entryVanished(program, server),
    stop() {
      clearTimeout(falling);
      watcher.stop();
      tray.remove();
    },
  };
}
