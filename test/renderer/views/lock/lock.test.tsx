// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LockView, ManagedView } from '../../../../src-preload/contract.ts';
import { App } from '../../../../src-renderer/App.tsx';
import { useDesktop } from '../../../../src-renderer/stores/desktop.ts';
import { follow } from '../../../../src-renderer/stores/follow.ts';
import { LockSettings } from '../../../../src-renderer/views/preferences/LockSettings.tsx';
import { plainPreferences } from '../../../support/no-desktop.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

const open: LockView = { state: 'open', system: false, wait: 0 };
const locked: LockView = { ...open, state: 'locked' };

let stop: () => void = () => {};
afterEach(() => {
  stop();
  cleanup();
  useDesktop.setState({ desktop: null, error: null });
});

async function start(first: LockView, handlers: Parameters<typeof install>[1] = {}) {
  delete document.documentElement.dataset['ready'];
  const bridge = install(
    { app: appView, servers: [serverView('Secret plans', { status: { state: 'open' } })] },
    { 'lock:describe': () => ({ ok: true, value: first }), ...handlers },
  );
  stop = follow();
  draw(<App />);
  await vi.waitFor(() => expect(document.documentElement.dataset['ready']).toBe('true'));
  return bridge;
}

const lockedNow = () => screen.findByRole('heading', { level: 1, name: 'Keyfob is locked' });
const passphraseField = () => screen.getByLabelText('Passphrase', { selector: 'input' });

describe('the lock screen', () => {
  it('is the whole window from the start on, and the passphrase shows the servers again', async () => {
    const bridge = await start(locked, {
      'lock:unlock': ({ passphrase }) =>
        passphrase === 'right'
          ? { ok: true, value: open }
          : { ok: false, error: { code: 'passphrase_wrong', values: {} } },
    });
    await lockedNow();
    expect(document.body.textContent).not.toContain('Secret plans');
    fireEvent.change(passphraseField(), { target: { value: 'wrong' } });
    fireEvent.click(screen.getByRole('button', { name: 'Unlock' }));
    expect(await screen.findByText('The passphrase is wrong.')).toBeTruthy();
    expect(passphraseField()).toHaveProperty('value', '');
    expect(document.activeElement).toBe(passphraseField());
    fireEvent.change(passphraseField(), { target: { value: 'right' } });
    fireEvent.click(screen.getByRole('button', { name: 'Unlock' }));
    bridge.emit('lock:changed', open);
    expect(await screen.findByRole('heading', { level: 1, name: 'Secret plans' })).toBeTruthy();
  });

  it('replaces everything, an open dialog too, when Keyfob is locked', async () => {
    const bridge = await start(open);
    fireEvent.click(screen.getByRole('button', { name: 'Add server' }));
    await screen.findByRole('dialog', { name: 'Add server' });
    fireEvent.click(within(screen.getByRole('navigation', { name: 'Servers' })).getByTitle('Lock Keyfob'));
    expect(bridge.asked.at(-1)).toEqual({ name: 'lock:now', input: undefined });
    bridge.emit('lock:changed', locked);
    await lockedNow();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.body.textContent).not.toContain('Secret plans');
    fireEvent.keyDown(document.body, { key: 'n', ctrlKey: true });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('waits as long as the main process requires', async () => {
    await start({ ...locked, wait: 9_000 });
    await lockedNow();
    fireEvent.change(passphraseField(), { target: { value: 'right' } });
    const button = await screen.findByRole('button', { name: /^Try again in \d+ seconds$/ });
    expect(button).toHaveProperty('disabled', true);
  });

  it('waits as long where the clock is set forward meanwhile', async () => {
    await start({ ...locked, wait: 9_000 });
    await lockedNow();
    fireEvent.change(passphraseField(), { target: { value: 'right' } });
    const tomorrow = Date.now() + 24 * 3_600_000;
    const clock = vi.spyOn(Date, 'now').mockReturnValue(tomorrow);
    try {
      fireEvent.change(passphraseField(), { target: { value: 'right too' } });
      const button = await screen.findByRole('button', { name: /^Try again in \d+ seconds$/ });
      expect(button).toHaveProperty('disabled', true);
    } finally {
      clock.mockRestore();
    }
  });

  it('asks for a first passphrase where the administrator requires one', async () => {
    const bridge = await start({ ...locked, required: true, needsPassphrase: true });
    await screen.findByText('Your administrator requires a passphrase. Choose one to open Keyfob.');
    for (const label of ['Passphrase', 'Repeat passphrase'])
      fireEvent.change(screen.getByLabelText(label, { selector: 'input' }), { target: { value: 'correct horse' } });
    expect(screen.queryByRole('button', { name: 'Forgot the passphrase?' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Turn the lock on' }));
    expect(bridge.asked.at(-1)).toEqual({ name: 'lock:set-up', input: { passphrase: 'correct horse' } });
  });

  it('says what a forgotten passphrase costs before the main process is called', async () => {
    const bridge = await start(locked);
    await lockedNow();
    fireEvent.click(screen.getByRole('button', { name: 'Forgot the passphrase?' }));
    expect(screen.getByText(/you are signed out everywhere/)).toBeTruthy();
    expect(bridge.asked.some(({ name }) => name === 'lock:forget')).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Reset the lock and sign out everywhere…' }));
    expect(bridge.asked.at(-1)).toEqual({ name: 'lock:forget', input: undefined });
  });

  it('offers the computer’s own check where there is one, and only there', async () => {
    const bridge = await start({ ...locked, system: true });
    await lockedNow();
    fireEvent.click(screen.getByRole('button', { name: 'Unlock with system verification' }));
    expect(bridge.asked.at(-1)).toEqual({ name: 'lock:unlock-by-system', input: undefined });
    cleanup();
    await start(locked);
    await lockedNow();
    expect(screen.queryByRole('button', { name: 'Unlock with system verification' })).toBeNull();
  });
});

describe('the settings of the lock', () => {
  async function settings(lock: LockView, managed: ManagedView | null = null) {
    const bridge = await start(lock, { 'lock:set-up': () => ({ ok: true, value: open }) });
    cleanup();
    draw(<LockSettings preferences={plainPreferences} managed={managed} />);
    return bridge;
  }
  const type = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label, { selector: 'input' }), { target: { value } });

  it('offer no longer time than the administrator allows, and no end of the lock', async () => {
    await settings(open, { file: '/etc/keyfob/managed.json', lockAfterMinutes: 5 });
    const times = screen.getByRole('combobox', { name: 'Lock when you are away' });
    expect([...times.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
      'After 1 minute',
      'After 5 minutes',
    ]);
    expect(screen.getByText('Set by your administrator')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Turn the lock off…' })).toHaveProperty('disabled', true);
  });

  it('accept a passphrase that was typed twice alike', async () => {
    const bridge = await settings({ ...open, state: 'off' });
    fireEvent.click(screen.getByRole('button', { name: 'Choose a passphrase…' }));
    type('Passphrase', 'correct horse');
    type('Repeat passphrase', 'correct house');
    expect(screen.getByText('The passphrases do not match.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Turn the lock on' })).toHaveProperty('disabled', true);
    type('Repeat passphrase', 'correct horse');
    fireEvent.click(screen.getByRole('button', { name: 'Turn the lock on' }));
    await waitFor(() =>
      expect(bridge.asked.at(-1)).toEqual({ name: 'lock:set-up', input: { passphrase: 'correct horse' } }),
    );
  });

  it('ask for the current one to change it', async () => {
    const bridge = await settings(open);
    fireEvent.click(screen.getByRole('button', { name: 'Change the passphrase…' }));
    type('Current passphrase', 'correct horse');
    type('New passphrase', 'battery staple');
    type('Repeat passphrase', 'battery staple');
    fireEvent.click(screen.getByRole('button', { name: 'Change the passphrase' }));
    await waitFor(() =>
      expect(bridge.asked.at(-1)).toEqual({
        name: 'lock:set-up',
        input: { passphrase: 'battery staple', current: 'correct horse' },
      }),
    );
  });

  it('say after how long Keyfob locks itself', async () => {
    const bridge = await settings(open);
    const after = screen.getByRole('combobox', { name: 'Lock when you are away' });
    expect([...after.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
      'After 1 minute',
      'After 5 minutes',
      'After 15 minutes',
      'After an hour',
      'Never',
    ]);
    fireEvent.change(after, { target: { value: '5' } });
    expect(bridge.asked.at(-1)).toEqual({ name: 'preferences:change', input: { lockAfter: 5 } });
  });
});
