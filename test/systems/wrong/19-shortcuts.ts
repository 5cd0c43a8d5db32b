import { getHotkeyHandler } from '@mantine/hooks';
import { expect } from 'vitest';
import { withModifier } from '../../../src-renderer/hooks/modifier.ts';
import type { System, SystemCase } from '../system-case.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

/** What the page does at K with these keys pressed: whether it takes the event from the field that has the focus. */
function isTaken(platform: System, pressed: Partial<typeof none>): boolean {
  let taken = false;
  const event = { ...none, ...pressed, key: 'k', code: 'KeyK', preventDefault: () => (taken = true) };
  getHotkeyHandler([[withModifier('K', platform === 'darwin'), () => undefined]])(event as never);
  return taken;
}

function byCtrl(platform: System): void {
  expect(isTaken(platform, { ctrlKey: true })).toBe(true);
  expect(isTaken(platform, { metaKey: true })).toBe(false);
}

const row: SystemCase = {
  title: 'shortcuts go by Cmd alone on macOS, where Ctrl edits text',
  source: 'Apple, "Mac keyboard shortcuts", document shortcuts: Control-K, Control-N, Control-L, Control-P',
  cells: {
    linux: byCtrl,
    darwin(platform) {
      expect(isTaken(platform, { metaKey: true })).toBe(true);
      expect(isTaken(platform, { ctrlKey: true })).toBe(false);
    },
    win32: byCtrl,
  },
};

export default row;
