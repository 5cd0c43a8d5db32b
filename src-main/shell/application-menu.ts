import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

export type MenuWords = Words['menu'];

/**
 * The standard menus of macOS. Electron's own labels are English in every language. `quit` asks first where programs
 * are connected, which the role of that name would not.
 */
export function applicationMenu(words: MenuWords, quit: () => void): MenuItemConstructorOptions[] {
  const item = (role: Exclude<keyof MenuWords, 'app' | 'edit' | 'window' | 'quit'>) => ({ role, label: words[role] });
  const separator = { type: 'separator' } as const;
  return [
    {
      label: words.app,
      submenu: [
        item('about'),
        separator,
        item('hide'),
        item('hideOthers'),
        item('unhide'),
        separator,
        { label: words.quit, accelerator: 'Command+Q', click: quit },
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
    { label: words.window, role: 'window', submenu: [item('minimize'), item('zoom'), item('close'), item('front')] },
  ];
}
