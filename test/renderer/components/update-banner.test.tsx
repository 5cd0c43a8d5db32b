// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { UpdateView } from '../../../src-preload/contract.ts';
import UpdateBanner from '../../../src-renderer/components/UpdateBanner.tsx';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { applyUpdate } from '../../../src-renderer/stores/update.ts';
import { noUpdateView } from '../../support/no-desktop.ts';
import { draw, install } from '../fixtures/render.tsx';
import { appView } from '../fixtures/views.ts';

afterEach(cleanup);

const offered = { version: '1.3.0', date: 1 };

function open(update: Partial<UpdateView>) {
  const view = { ...noUpdateView, ...update };
  const bridge = install(
    { app: appView, servers: [] },
    {
      'update:describe': () => ({ ok: true, value: view }),
      'update:close-news': () => ({ ok: true, value: { ...view, news: null } }),
      'app:restart': () => ({ ok: true, value: null }),
    },
  );
  useApp.setState({ app: { ...appView, version: '1.2.3' } });
  draw(<UpdateBanner />);
  return bridge;
}

const banner = async (name: string) => within(await screen.findByRole('region', { name }));
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('the update banner restarts a Keyfob that was replaced, and says nothing else then', async () => {
  const bridge = open({ isRestartDue: true, news: 'updated', offered });
  expect((await banner('Keyfob was updated')).getByRole('status').textContent).toBe(
    'Keyfob was updated. The new version runs after a restart. Programs that use Keyfob connect again by themselves.',
  );
  expect(screen.getAllByRole('region')).toHaveLength(1);
  press('Restart now');
  await waitFor(() => expect(bridge.asked.at(-1)?.name).toBe('app:restart'));
});

it.each([
  ['installed', 'Keyfob 1.2.3 is installed'],
  ['updated', 'Keyfob was updated to 1.2.3'],
] as const)('the update banner says what is new after it was %s, until it is closed', async (news, title) => {
  const bridge = open({ news });
  const said = (await banner(title)).getByRole('status').textContent;
  expect(said).toMatch(new RegExp(`^${title}\\. Keyfob \\S.+\\.$`));
  press('Close');
  await waitFor(() => expect(screen.queryByRole('region')).toBeNull());
  expect(bridge.asked.at(-1)?.name).toBe('update:close-news');
});

it('the update banner offers a newer version with the command that installs it, until it is closed', async () => {
  const bridge = open({ offered, command: 'sudo apt install keyfob' });
  const shown = await banner('Keyfob 1.3.0 is available');
  expect(shown.getByRole('status').textContent).toBe(
    'Keyfob 1.3.0 is available. Your system’s package manager installs it.',
  );
  press('Copy the command');
  await waitFor(() =>
    expect(bridge.asked.at(-1)).toEqual({ name: 'app:copy', input: { text: 'sudo apt install keyfob' } }),
  );
  press('Close');
  expect(screen.queryByRole('region')).toBeNull();
  act(() => applyUpdate({ ...noUpdateView, offered: { ...offered, version: '1.4.0' } }));
  expect((await banner('Keyfob 1.4.0 is available')).getByRole('status').textContent).toBe(
    'Keyfob 1.4.0 is available. Get it where you got this Keyfob.',
  );
  expect(screen.queryByRole('button', { name: 'Copy the command' })).toBeNull();
});

it('the update banner is not there where nothing is new', async () => {
  const bridge = open({});
  await waitFor(() => expect(bridge.asked.map(({ name }) => name)).toContain('update:describe'));
  expect(screen.queryByRole('region')).toBeNull();
});
