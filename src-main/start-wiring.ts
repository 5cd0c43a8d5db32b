import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { App } from 'electron';
import { nameServers } from './bridge/listener/server-aliases.ts';
import { programs, type Computer } from './clients/programs.ts';
import type { Context } from './connections/context.ts';
import type { WindowSessions } from './ipc/window-sessions.ts';
import type { Lock } from './lock/lock.ts';
import type { SessionPool } from './mcp/session-pool.ts';
import { listTools } from './mcp/tools.ts';
import type { Preferences } from './shell/preferences.ts';
import type { WiringRow } from './store/wirings.ts';
import { claudeCommand } from './wiring/command/claude-command.ts';
import { WatchedFiles } from './wiring/file/watch-files.ts';
import { createWiring } from './wiring/create-wiring.ts';
import type { Wiring, WiringOptions } from './wiring/wiring.ts';

/** In milliseconds. */
const afterFirstScreen = 2000;
const patience = 1500;

interface WiringParts extends Pick<WiringOptions, 'connector' | 'revoke'> {
  computer: Computer;
  context: Context;
  pool: SessionPool;
  lock: Lock;
  app: App;
  windows: WindowSessions;
  preferences: Preferences;
  /** The folder of the user's data. */
  folder: string;
  notices: {
    /** Says that Keyfob starts at login from now on. */
    startsAtLogin: () => void;
    /** Says that a program has lost its entry for a server. */
    entryVanished: (program: string, server: { id: string; name: string }) => void;
  };
}

/** The settings of other programs, with a watch over what Keyfob wrote there. */
export function startWiring(parts: WiringParts): { wiring: Wiring; stop: () => void } {
  const { app, computer, context, pool, lock, windows, preferences, folder, notices } = parts;
  const { store, log, now } = context;
  const wiring = createWiring({
    ...parts,
    store,
    now,
    copies: join(folder, 'copies'),
    nameServers: () => nameServers(store),
    toolNames: async (session, serverId) => {
      const names = listTools({ context, pool, session }, { serverId }).then(({ tools }) =>
        tools.map(({ name }) => name),
      );
      // They only lead to warnings: a server that does not answer must not hold up a preview.
      return Promise.race([names, wait(patience, [], { ref: false })]).catch(() => []);
    },
    ownCommand: () => claudeCommand(computer),
    startAtLogin: {
      isDue: () => preferences.isStartAtLoginDue(),
      decide(isWanted) {
        try {
          if (!isWanted) preferences.changeByUser({ startAtLogin: false });
          else if (preferences.startAtLoginForPrograms()) notices.startsAtLogin();
        } catch (error) {
          log.warn('starting at login was not decided', { error });
        }
      },
    },
  });
  const tell = ({ program: id, serverId }: WiringRow) => {
    const { workspaceId } = store.serverAliases.list().find((one) => one.serverId === serverId) ?? {};
    const server = workspaceId === undefined ? undefined : store.servers.get(workspaceId, serverId);
    const program = programs(computer).find((one) => one.id === id);
    if (server && program) notices.entryVanished(program.name, server);
  };
  const look = () => {
    // Notices name servers. A look follows the unlocking.
    if (lock.isLocked) return;
    files.set(store.wirings.list().map(({ path }) => path));
    wiring.look().then(
      (vanished) => vanished.forEach(tell),
      (error: unknown) => log.warn('the settings of programs were not looked at', { error }),
    );
  };
  const files = new WatchedFiles(look);
  wiring.onChange(() => {
    if (lock.isLocked) return;
    files.set(store.wirings.list().map(({ path }) => path));
    for (const { send } of windows.listeners()) send('wiring:changed', null);
  });
  lock.follow(look);
  app.on('browser-window-focus', look);
  const first = setTimeout(look, afterFirstScreen).unref();
  const stop = () => {
    clearTimeout(first);
    app.off('browser-window-focus', look);
    files.stop();
  };
  return { wiring, stop };
}
