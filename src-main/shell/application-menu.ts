import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

export type MenuWords = Words['menu'];

/** What has no role of its own. `quit` asks first where programs are connected, which the role would not. */
export interface MenuCommands {
  quit: () => void;
  openSettings: () => void;
}

type Named = 'app' | 'settings' | 'edit' | 'view' | 'window' | 'quit';

/**
 * The standard menus of macOS (Apple, Human Interface Guidelines, "The menu bar"). Electron's own labels are English in
 * every language.
 */
export function applicationMenu(words: MenuWords, commands: MenuCommands): MenuItemConstructorOptions[] {
  const item = (role: Exclude<keyof MenuWords, Named>) => ({ role, label: words[role] });
  const separator = { type: 'separator' } as const;
  return [
    {
      label: words.app,
      submenu: [
        item('about'),
        separator,
        { label: words.settings, accelerator: 'Command+,', click: commands.openSettings },
        separator,
        item('services'),
        separator,
        item('hide'),
        item('hideOthers'),
        item('unhide'),
        separator,
        { label: words.quit, accelerator: 'Command+Q', click: commands.quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        item('undo'),
        item('redo'),
        separator,
        item('cut'),
        item('copy'),
        item('paste'),
        item('delete'),
        item('selectAll'),
      ],
    },
    { label: words.view, submenu: [item('togglefullscreen')] },
    { label: words.window, role: 'window', submenu: [item('minimize'), item('zoom'), item('close'), item('front')] },
  ];
}
