import { Menu, Tray, type MenuItemConstructorOptions } from 'electron';
import { type Principal, attentionFor, type ServerView } from '../../src-preload/contract.ts';
import { drawnImage } from './drawn-image.ts';
import { trayIcon } from './tray-icon.ts';
import { withAgents, type TrayAgents } from './tray-agents.ts';
import { lockedMenu, trayMenu, type TrayCommands } from './tray-menu.ts';
import { heading, type TrayWords } from './tray-words.ts';

/** Keyfob's tray icon: whether a server needs the user, and commands that work without the window. */
export class AppTray {
  readonly #commands: TrayCommands;
  readonly #words: () => TrayWords;
  #tray: Tray | undefined;
  #shown = '';

  constructor(commands: TrayCommands, words: () => TrayWords) {
    this.#commands = commands;
    this.#words = words;
  }

  /** Shows the current state; creates the tray at the first call. */
  show(servers: readonly ServerView[], now: number, me: Principal, agents: TrayAgents): void {
    const words = this.#words();
    const needing = servers.filter((server) => attentionFor(server, now, me)).length;
    const tip = withAgents(heading(servers, now, words, me), agents, words);
    this.#draw(trayMenu(servers, now, words, this.#commands, me, agents), tip, needing);
  }

  /** Shows that Keyfob is locked, and no content. */
  showLocked(agents: TrayAgents): void {
    const words = this.#words();
    this.#draw(lockedMenu(words, this.#commands, agents), withAgents(words.locked, agents, words), 0);
  }

  #draw(template: MenuItemConstructorOptions[], tip: string, needing: number): void {
    // Replacing the menu closes an open one, so this is done only if something has changed.
    const shown = JSON.stringify([needing, template]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const icon = iconOf(needing);
    if (!this.#tray) {
      this.#tray = new Tray(icon);
      this.#tray.on('click', () => this.#commands.open());
    }
    this.#tray.setImage(icon);
    this.#tray.setToolTip(`Keyfob: ${tip}`);
    if (process.platform === 'darwin') this.#tray.setTitle(needing > 0 ? String(needing) : '');
    this.#tray.setContextMenu(Menu.buildFromTemplate(template));
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
    this.#shown = '';
  }
}

function iconOf(needing: number) {
  const icon = drawnImage(trayIcon(needing, process.platform));
  if (process.platform === 'darwin') icon.setTemplateImage(true);
  return icon;
}
