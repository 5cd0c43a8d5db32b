import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import { expect, it } from 'vitest';
import { AppTray } from '../../src-main/shell/tray.ts';
import type { TrayAgents } from '../../src-main/shell/tray-agents.ts';
import { wordsFor } from '../../src-main/shell/words.ts';
import { admin, serverView } from '../renderer/fixtures/views.ts';

const idle: TrayAgents = { working: 0, asking: [], isPaused: false, isInUse: false };
const linear = serverView('Linear', { status: { state: 'needs_sign_in', reason: 'sign_in_ended', since: 0 } });

function appTray() {
  const tips: string[] = [];
  const menus: MenuItemConstructorOptions[][] = [];
  const done: string[] = [];
  const note = (name: string) => () => void done.push(name);
  let click = () => undefined as void;
  const tray = new AppTray(
    {
      open: note('open'),
      signIn: note('sign in'),
      signOut: note('sign out'),
      checkAll: note('check'),
      lock: note('lock'),
      quit: note('quit'),
      restart: note('restart'),
      showQuestions: note('questions'),
      showPrograms: note('programs'),
      pause: note('pause'),
    },
    () => wordsFor('en').tray,
    {
      platform: 'linux',
      makeTray: () =>
        ({
          on: (_event: string, listener: () => void) => (click = listener),
          setImage: () => undefined,
          setToolTip: (tip: string) => void tips.push(tip),
          setContextMenu: () => undefined,
          destroy: note('destroyed'),
        }) as never,
      makeMenu: (template) => ({ shown: menus.push(template) }) as unknown as Menu,
      makeImage: () => ({}) as NativeImage,
    },
  );
  return { tray, tips, menus, done, click: () => click() };
}

it('the tray replaces its menu only where something has changed, because that closes an open one', () => {
  const { tray, menus, tips } = appTray();
  tray.show([linear], 1, admin, idle);
  tray.show([linear], 2, admin, idle);
  expect(menus).toHaveLength(1);
  tray.show([], 3, admin, idle);
  expect(tips).toEqual(['Keyfob: 1 needs you', 'Keyfob: No action needed']);
});

it('the tray names no server while Keyfob is locked', () => {
  const { tray, menus, tips } = appTray();
  tray.showLocked(idle);
  expect(tips).toEqual(['Keyfob: Keyfob is locked']);
  expect(JSON.stringify(menus)).not.toContain('Linear');
});

it('the tray opens the window at a click, and comes back after it was removed', () => {
  const { tray, menus, done, click } = appTray();
  tray.show([linear], 1, admin, idle);
  click();
  tray.remove();
  expect(done).toEqual(['open', 'destroyed']);
  tray.show([linear], 1, admin, idle);
  expect(menus).toHaveLength(2);
});

it('the tray offers to restart above everything once Keyfob was replaced, also while it is locked', () => {
  const { tray, menus, done } = appTray();
  tray.show([linear], 1, admin, idle);
  tray.restartDue();
  tray.show([linear], 2, admin, idle);
  tray.showLocked(idle);
  expect(menus.map(([first]) => first?.label)).toEqual([
    '1 needs you',
    'Restart to finish the update',
    'Restart to finish the update',
  ]);
  menus[1]?.[0]?.click?.({} as never, undefined, {});
  expect(done).toEqual(['restart']);
});
