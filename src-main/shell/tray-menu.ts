import type { MenuItemConstructorOptions } from 'electron';
import {
  type Principal,
  isAllowed,
  type Attention,
  attentionFor,
  type ServerView,
} from '../../src-preload/contract.ts';
import { agentEntries, type AgentCommands, lockedAgentEntries, type TrayAgents } from './tray-agents.ts';
import { type Counted, counted, heading, label, attentionWords, type TrayWords } from './tray-words.ts';

/** The commands of the menu, the same as the window's. */
export interface TrayCommands extends AgentCommands {
  open: (serverId?: string) => void;
  signIn: (serverId: string) => void;
  signOut: (serverId: string) => void;
  checkAll: () => void;
  /** Opens the preferences instead if no passphrase is set. */
  lock: () => void;
  quit: () => void;
  /** Quits, and starts Keyfob again. */
  restart: () => void;
}

/** The maximum number of servers per section; the window shows all. */
const mostNamed = 12;

/** The tray's menu: servers that need the user, agents, then working servers, then general commands. */
export function trayMenu(
  servers: readonly ServerView[],
  now: number,
  words: TrayWords,
  commands: TrayCommands,
  me: Principal,
  agents: TrayAgents,
): MenuItemConstructorOptions[] {
  const needing = servers.flatMap((server) => {
    const need = attentionFor(server, now, me);
    return need ? [{ server, need }] : [];
  });
  const inState = (...states: ServerView['status']['state'][]) =>
    servers.filter((server) => states.includes(server.status.state) && !attentionFor(server, now, me));
  const separator = { type: 'separator' } as const;
  const group = (members: ServerView[], title: Counted, entry: (server: ServerView) => MenuItemConstructorOptions) =>
    members.length > 0
      ? [{ label: counted(members.length, title), submenu: named(members, words, commands, entry) }]
      : [];
  const shown = (server: ServerView) => ({ label: label(server.name), click: () => commands.open(server.id) });
  return [
    { label: heading(servers, now, words, me), enabled: false },
    ...named(needing, words, commands, ({ server, need }) => ({
      label: label(`${server.name}: ${attentionWords(server, need, words)}`),
      click: () => (isForWindow(server, need) ? commands.open(server.id) : commands.signIn(server.id)),
    })),
    ...agentEntries(agents, words, commands),
    separator,
    ...group(inState('signed_in', 'open'), words.ready, (server) => readyEntry(server, words, commands, me)),
    ...group(inState('signed_out', 'needs_sign_in', 'authorizing'), words.needAdmin, shown),
    ...group(inState('unreachable'), words.noAnswer, shown),
    ...group(inState('off'), words.off, shown),
    { label: words.check, enabled: servers.length > 0, click: () => commands.checkAll() },
    { label: words.lock, click: () => commands.lock() },
    separator,
    ...lastEntries(words, commands),
  ];
}

/**
 * Whether the window has to be shown: a waiting sign-in continues there, a key is entered there, and the user should
 * read what more access means before granting it.
 */
function isForWindow({ wantedScopes, grantType }: ServerView, need: Attention): boolean {
  return grantType === 'key' || need === 'waiting' || (need === 'moreAccess' && wantedScopes !== undefined);
}

/** The first items with an entry each, and one entry that opens the window for the others. */
function named<Item>(
  items: readonly Item[],
  words: TrayWords,
  commands: TrayCommands,
  entry: (item: Item) => MenuItemConstructorOptions,
): MenuItemConstructorOptions[] {
  const entries = items.slice(0, mostNamed).map(entry);
  const left = items.length - entries.length;
  return left > 0 ? [...entries, { label: counted(left, words.others), click: () => commands.open() }] : entries;
}

/** The menu while Keyfob is locked; names no server. */
export function lockedMenu(words: TrayWords, commands: TrayCommands, agents: TrayAgents): MenuItemConstructorOptions[] {
  return [
    { label: words.locked, enabled: false },
    ...lockedAgentEntries(agents, words, commands),
    { type: 'separator' },
    ...lastEntries(words, commands),
  ];
}

/** Above every other entry: this Keyfob was replaced by a newer one. */
export function restartEntries(words: TrayWords, commands: TrayCommands): MenuItemConstructorOptions[] {
  return [{ label: words.restart, click: () => commands.restart() }, { type: 'separator' }];
}

function lastEntries(words: TrayWords, commands: TrayCommands): MenuItemConstructorOptions[] {
  return [
    { label: words.open, click: () => commands.open() },
    { label: words.quit, click: () => commands.quit() },
  ];
}

function readyEntry(
  server: ServerView,
  words: TrayWords,
  commands: TrayCommands,
  me: Principal,
): MenuItemConstructorOptions {
  return {
    label: label(server.name),
    submenu: [
      { label: words.openServer, click: () => commands.open(server.id) },
      ...(server.signIn && isAllowed(me, 'connections:disconnect', server)
        ? [
            {
              label: server.grantType === 'key' ? words.removeKey : words.signOut,
              click: () => commands.signOut(server.id),
            },
          ]
        : []),
    ],
  };
}
