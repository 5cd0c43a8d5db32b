import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { type Principal, attentionFor, type ServerView } from '../../src-preload/contract.ts';
import type { DrawnIcon } from './drawn-image.ts';
import { trayIcon } from './tray-icon.ts';
import { withAgents, type TrayAgents } from './tray-agents.ts';
import { lockedMenu, restartEntries, trayMenu, type TrayCommands } from './tray-menu.ts';
import { heading, type TrayWords } from './tray-words.ts';

/** The part of a tray icon that is used. */
type TrayPart = Pick<Tray, 'on' | 'setImage' | 'setToolTip' | 'setTitle' | 'setContextMenu' | 'destroy'>;

interface TraySystem {
  platform: NodeJS.Platform;
  makeTray: (icon: NativeImage) => TrayPart;
  makeMenu: (template: MenuItemConstructorOptions[]) => Menu;
  makeImage: (icon: DrawnIcon) => NativeImage;
}

/** Keyfob's tray icon: whether a server needs the user, and commands that work without the window. */
export class AppTray {
  readonly #commands: TrayCommands;
  readonly #words: () => TrayWords;
  readonly #system: TraySystem;
  #tray: TrayPart | undefined;
  #shown = '';
  #isRestartDue = false;

  constructor(commands: TrayCommands, words: () => TrayWords, system: TraySystem) {
    this.#commands = commands;
    this.#words = words;
    this.#system = system;
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

  /** From the next `show` on, the menu offers to restart. */
  restartDue(): void {
    this.#isRestartDue = true;
  }

  #draw(entries: MenuItemConstructorOptions[], tip: string, needing: number): void {
    const template = this.#isRestartDue ? [...restartEntries(this.#words(), this.#commands), ...entries] : entries;
    // Replacing the menu closes an open one, so this is done only if something has changed.
    const shown = JSON.stringify([needing, template]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { platform, makeTray, makeMenu } = this.#system;
    const icon = this.#icon(needing);
    if (!this.#tray) {
      this.#tray = makeTray(icon);
      // On macOS, a click opens the menu; elsewhere, the other button does.
      if (platform !== 'darwin') this.#tray.on('click', () => this.#commands.open());
    }
    this.#tray.setImage(icon);
    this.#tray.setToolTip(`Keyfob: ${tip}`);
    if (platform === 'darwin') this.#tray.setTitle(needing > 0 ? String(needing) : '');
    this.#tray.setContextMenu(makeMenu(template));
  }

  #icon(needing: number): NativeImage {
    const { platform, makeImage } = this.#system;
    const icon = makeImage(trayIcon(needing, platform));
    if (platform === 'darwin') icon.setTemplateImage(true);
    return icon;
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
    this.#shown = '';
  }
}
