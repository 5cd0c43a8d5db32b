import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeWindow } from '../support/closed-window.ts';
import { temporaryFolder } from '../support/keyfob.ts';

describe('a window that is closed', () => {
  it('is hidden where something keeps Keyfob running, and its page is kept for a while', () => {
    const { done, emit } = closeWindow({ platform: 'linux' });
    expect(done).toEqual(['close prevented', 'hide', 'page leaves', 'notified']);
    emit('show');
    expect(done.at(-1)).toBe('page stays');
  });

  it('closes where nothing keeps Keyfob running', () => {
    expect(closeWindow({ platform: 'linux', isLast: true }).done).toEqual([]);
  });

  it('closes while Keyfob quits', () => {
    const { done, close, emitOfApp } = closeWindow({ platform: 'linux' });
    done.length = 0;
    emitOfApp('before-quit');
    close();
    expect(done).toEqual([]);
  });

  it('comes back when the dock of macOS is clicked', () => {
    const { done, emitOfApp } = closeWindow({ platform: 'darwin' });
    emitOfApp('activate');
    expect(done.at(-1)).toBe('window shown');
  });

  it('says that Keyfob goes on until the system has shown it once', () => {
    const folder = temporaryFolder();
    const { done, close, show } = closeWindow({ platform: 'darwin', folder });
    expect(existsSync(join(folder, 'said'))).toBe(false);
    done.length = 0;
    close();
    expect(done).toContain('notified');
    show();
    expect(existsSync(join(folder, 'said'))).toBe(true);
    done.length = 0;
    close();
    expect(done).toEqual(['close prevented', 'hide', 'page leaves']);
  });
});
