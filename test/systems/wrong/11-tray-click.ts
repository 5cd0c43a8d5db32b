import type { Menu, NativeImage } from 'electron';
import { expect } from 'vitest';
import { AppTray } from '../../../src-main/shell/tray.ts';
import { wordsFor } from '../../../src-main/shell/words.ts';
import { admin, serverView } from '../../renderer/fixtures/views.ts';
import type { System, SystemCase } from '../system-case.ts';

/** Every call that the tray and its image get, in order. */
function calls(platform: System): string[] {
  const made: string[] = [];
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void made.push([name, ...given.filter((one) => typeof one !== 'object' && typeof one !== 'function')].join(' '));
  const image = { setTemplateImage: note('template') } as unknown as NativeImage;
  const tray = {
    on: note('on'),
    setImage: note('image'),
    setToolTip: note('tip'),
    setTitle: note('title'),
    setContextMenu: note('menu'),
    destroy: note('destroy'),
  };
  const none = () => undefined;
  const shown = new AppTray(
    {
      open: none,
      signIn: none,
      signOut: none,
      checkAll: none,
      lock: none,
      quit: none,
      restart: none,
      showQuestions: none,
      showPrograms: none,
      pause: none,
    },
    () => wordsFor('en').tray,
    { platform, makeTray: () => tray as never, makeMenu: () => ({}) as Menu, makeImage: () => image },
  );
  const needing = serverView('Linear', { status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: 0 } });
  shown.show([needing], 1, admin, { working: 0, asking: [], isPaused: false, isInUse: false });
  return made;
}

const elsewhere = ['on click', 'image', 'tip Keyfob: 1 needs you', 'menu'];

const row: SystemCase = {
  title: 'a click on the tray opens the window, but on macOS the menu alone',
  source:
    'electron/electron shell/browser/ui/tray_icon_cocoa.mm lines 229 to 231: a click on an icon with a menu ' +
    'emits click and opens the menu',
  cells: {
    linux: () => expect(calls('linux')).toEqual(elsewhere),
    // The icon is a template, which macOS colours for its menu bar, and the number is beside it.
    darwin: () =>
      expect(calls('darwin')).toEqual(['template true', 'image', 'tip Keyfob: 1 needs you', 'title 1', 'menu']),
    win32: () => expect(calls('win32')).toEqual(elsewhere),
  },
};

export default row;
