import { describe, expect, it } from 'vitest';
import { applicationMenu } from '../../src-main/shell/application-menu.ts';
import { wordsFor } from '../../src-main/shell/words.ts';

const labels = (language: string) =>
  applicationMenu(wordsFor(language).menu).map(({ label, submenu }) => ({
    label,
    items: (submenu as { label?: string }[]).map((item) => item.label).filter(Boolean),
  }));

describe('the menus of macOS', () => {
  it('are in the chosen language', () => {
    expect(labels('vi').map(({ label }) => label)).toEqual(['Keyfob', 'Sửa', 'Cửa sổ']);
    expect(labels('zh-Hans-CN')[1]?.items).toContain('粘贴');
  });

  it('have a label for every command, whose role has its keys', () => {
    const items = applicationMenu(wordsFor('en').menu).flatMap(({ submenu }) => submenu as { role?: string }[]);
    expect(items.flatMap(({ role }) => role ?? [])).toEqual(
      expect.arrayContaining(['quit', 'undo', 'cut', 'copy', 'paste', 'selectAll', 'close']),
    );
    expect(labels('en').flatMap((menu) => menu.items)).toHaveLength(items.filter(({ role }) => role).length);
  });
});
