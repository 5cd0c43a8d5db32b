// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../../../src-renderer/App.tsx';
import { follow } from '../../../src-renderer/stores/follow.ts';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView, signInView } from '../fixtures/views.ts';

let stop: () => void = () => {};
afterEach(() => {
  stop();
  cleanup();
});

const acme = serverView('Acme', {
  status: { state: 'signed_in', renewable: true, expiresAt: Date.now() + 3_600_000 },
  signIn: signInView(Date.now(), 'https://auth.acme.example'),
});

async function open() {
  delete document.documentElement.dataset['ready'];
  const bridge = install({ app: appView, servers: [acme] });
  stop = follow();
  draw(<App />);
  await vi.waitFor(() => expect(document.documentElement.dataset['ready']).toBe('true'));
  return bridge;
}

it('the kept focus moves to the heading where the pressed button is gone', async () => {
  const bridge = await open();
  screen.getByRole('button', { name: 'Sign out' }).focus();
  bridge.emit('servers:changed', { ...serverView('Acme'), status: { state: 'signed_out' } });
  const heading = screen.getByRole('heading', { level: 1, name: 'Acme' });
  await waitFor(() => expect(document.activeElement).toBe(heading));
});

it('the kept focus returns to a button that was disabled for a while', async () => {
  await open();
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Sign out' });
  button.focus();
  // A browser removes the focus by itself when it next draws a disabled button.
  button.blur();
  button.disabled = true;
  await Promise.resolve();
  expect(document.activeElement).toBe(document.body);
  button.disabled = false;
  await waitFor(() => expect(document.activeElement).toBe(button));
});

it('the kept focus stays away where the person clicked outside', async () => {
  const bridge = await open();
  const button = screen.getByRole('button', { name: 'Sign out' });
  button.focus();
  button.blur();
  await Promise.resolve();
  bridge.emit('servers:changed', { ...serverView('Acme'), status: { state: 'signed_out' } });
  await waitFor(() => expect(button.isConnected).toBe(false));
  expect(document.activeElement).toBe(document.body);
});

it('the kept focus ignores elements outside its part: a list keeps its own focus', async () => {
  await open();
  const search = screen.getByRole('searchbox', { name: 'Search servers' });
  search.focus();
  search.remove();
  await Promise.resolve();
  expect(document.activeElement).not.toBe(screen.getByRole('heading', { level: 1, name: 'Acme' }));
});
