import { describe, expect, it } from 'vitest';
import { applicationMenu } from '../../src-main/shell/application-menu.ts';
import { wordsFor } from '../../src-main/shell/words.ts';

const none = { quit: () => undefined, openSettings: () => undefined };

const labels = (language: string) =>
  applicationMenu(wordsFor(language).menu, none).map(({ label, submenu }) => ({
    label,
    items: (submenu as { label?: string }[]).map((item) => item.label).filter(Boolean),
  }));

describe('the menus of macOS', () => {
  it('are in the chosen language', () => {
    expect(labels('vi').map(({ label }) => label)).toEqual(['Keyfob', 'Sửa', 'Xem', 'Cửa sổ']);
    expect(labels('zh-Hans-CN')[1]?.items).toContain('粘贴');
  });

  it('have a label for every command, whose role has its keys', () => {
    const items = applicationMenu(wordsFor('en').menu, none).flatMap(({ submenu }) => submenu as { role?: string }[]);
    expect(items.flatMap(({ role }) => role ?? [])).toEqual(
      expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'selectAll', 'close']),
    );
    // Quit has no role, because it asks first, nor have the settings.
    expect(labels('en').flatMap((menu) => menu.items)).toHaveLength(items.filter(({ role }) => role).length + 2);
  });

  it('quit by the usual keys in a way that can ask first', () => {
    const quit = () => undefined;
    const [first] = applicationMenu(wordsFor('en').menu, { ...none, quit });
    const items = first?.submenu as { label?: string }[];
    expect(items.at(-1)).toEqual({ label: 'Quit Keyfob', accelerator: 'Command+Q', click: quit });
  });
});
