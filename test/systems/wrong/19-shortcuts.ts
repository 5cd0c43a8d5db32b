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
  source:
    'http://swiftrien.blogspot.com/2015/03/key-bindings-part-2.html, StandardKeyBinding.dict of AppKit: ' +
    'Control-K deletes to the end of the paragraph, Control-L centers, Control-N and Control-P move; Apple, ' +
    "'Mac keyboard shortcuts': not read",
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
