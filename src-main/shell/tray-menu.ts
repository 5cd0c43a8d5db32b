import type { MenuItemConstructorOptions } from 'electron';
import { type Asker, may, needOf, type ServerView } from '../../src-preload/contract.ts';

/** What the tray says, in one language. */
export interface TrayWords {
  allWell: string;
  needYou: { one: string; other: string };
  signIn: string;
  signInAgain: string;
  waiting: string;
  moreAccess: string;
  endsSoon: string;
  ready: { one: string; other: string };
  openServer: string;
  signOut: string;
  check: string;
  lock: string;
  locked: string;
  open: string;
  quit: string;
}

/** What its entries do: the same verbs as the window's. */
export interface TrayCommands {
  open: (serverId?: string) => void;
  signIn: (serverId: string) => void;
  signOut: (serverId: string) => void;
  checkAll: () => void;
  /** Where there is no passphrase yet, this leads to where one is chosen. */
  lock: () => void;
  quit: () => void;
}

const mostNamed = 12;

/** The tray's menu: what needs a person first, then what works, then what can be done about everything. */
export function trayMenu(
  servers: readonly ServerView[],
  now: number,
  words: TrayWords,
  commands: TrayCommands,
  me: Asker,
): MenuItemConstructorOptions[] {
  const needing = servers.flatMap((server) => {
    const need = needOf(server, now, me);
    return need ? [{ server, need }] : [];
  });
  const ready = servers.filter(
    (server) => ['signed_in', 'open'].includes(server.status.state) && !needOf(server, now, me),
  );
  const separator = { type: 'separator' } as const;
  return [
    { label: heading(needing.length, words), enabled: false },
    ...needing.slice(0, mostNamed).map(({ server, need }) => ({
      label: label(`${server.name}: ${words[need]}`),
      // A sign-in that waits already goes on where it is; asking again would end it.
      click: () => (need === 'waiting' ? commands.open(server.id) : commands.signIn(server.id)),
    })),
    separator,
    ...(ready.length > 0
      ? [
          {
            label: counted(ready.length, words.ready),
            submenu: ready.map((server) => readyEntry(server, words, commands, me)),
          },
        ]
      : []),
    { label: words.check, enabled: servers.length > 0, click: () => commands.checkAll() },
    { label: words.lock, click: () => commands.lock() },
    separator,
    ...lastEntries(words, commands),
  ];
}

/** The menu while Keyfob is locked: it names no server. */
export function lockedMenu(words: TrayWords, commands: TrayCommands): MenuItemConstructorOptions[] {
  return [{ label: words.locked, enabled: false }, { type: 'separator' }, ...lastEntries(words, commands)];
}

function lastEntries(words: TrayWords, commands: TrayCommands): MenuItemConstructorOptions[] {
  return [
    { label: words.open, click: () => commands.open() },
    { label: words.quit, click: () => commands.quit() },
  ];
}

/** What the icon says to who points at it. */
export function heading(needing: number, words: TrayWords): string {
  return needing === 0 ? words.allWell : counted(needing, words.needYou);
}

function readyEntry(
  server: ServerView,
  words: TrayWords,
  commands: TrayCommands,
  me: Asker,
): MenuItemConstructorOptions {
  return {
    label: label(server.name),
    submenu: [
      { label: words.openServer, click: () => commands.open(server.id) },
      ...(server.signIn && may(me, 'connections:disconnect', server)
        ? [{ label: words.signOut, click: () => commands.signOut(server.id) }]
        : []),
    ],
  };
}

function counted(count: number, { one, other }: { one: string; other: string }): string {
  return (count === 1 ? one : other).replace('{count}', String(count));
}

/** An ampersand would make the next letter a key. */
function label(text: string): string {
  return text.replaceAll('&', '&&');
}
