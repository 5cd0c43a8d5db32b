// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { WiringPlace, WiringPreview } from '../../../../src-preload/contract.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import { offerUse } from '../../../../src-renderer/stores/wiring.ts';
import UseIn from '../../../../src-renderer/views/use-in/UseIn.tsx';
import { UseInSection } from '../../../../src-renderer/views/use-in/UseInSection.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';
import { place, preview } from '../../fixtures/wiring.ts';

afterEach(cleanup);

const linear = serverView('Linear');

/** A main process with these programs; applying a change makes it, and undoing takes it back. */
function start(places: WiringPlace[], shown: Partial<WiringPreview> = {}) {
  let now = places;
  const become = (more: Partial<WiringPlace>) => {
    now = now.map((one) => (one.program === 'cursor' ? { ...one, ...more } : one));
  };
  return install(
    { app: appView, servers: [linear] },
    {
      'wiring:list': () => ({ ok: true, value: now }),
      'wiring:preview': ({ name, isRemoval }) => ({
        ok: true,
        value: preview({ ...shown, ...(name && { entry: name, warnings: [] }), ...(isRemoval && { isRemoval }) }),
      }),
      'wiring:apply': () => {
        become({ state: 'wired', entry: 'linear', isUndoable: true });
        return { ok: true, value: undefined };
      },
      'wiring:undo': () => {
        become({ state: 'absent', entry: null, isUndoable: false });
        return { ok: true, value: undefined };
      },
    },
  );
}

const button = (name: string) => screen.findByRole('button', { name });

it('a program is set up after its change was seen, and undone from the notice', async () => {
  const bridge = start([place()]);
  draw(<UseIn server={linear} />);
  fireEvent.click(await button('Set up Linear in Cursor'));
  const change = within(await screen.findByRole('group', { name: 'Changes in /home/ann/.cursor/mcp.json' }));
  expect(change.getByText('"linear": {}')).toBeTruthy();
  fireEvent.click(await button('Change the file'));
  expect(await screen.findByText('Cursor can now use Linear.')).toBeTruthy();
  expect(bridge.asked.find(({ name }) => name === 'wiring:apply')?.input).toEqual({
    previewId: 'p1',
    startsAtLogin: true,
  });
  const notice = screen.getAllByRole('status').find((one) => one.textContent.includes('can now use'))!;
  expect(notice.textContent).toContain('If Cursor is running, quit it and start it again.');
  fireEvent.click(within(notice).getByRole('button', { name: 'Undo the change in Cursor' }));
  expect(await screen.findByText('The settings of Cursor are as they were before.')).toBeTruthy();
  expect(bridge.asked.find(({ name }) => name === 'wiring:undo')?.input).toEqual({
    program: 'cursor',
    serverId: 'linear',
  });
});

it('a preview warns about the name, and is asked for again with another one', async () => {
  const bridge = start([place()], { warnings: [{ kind: 'alike', other: 'lin.ear' }] });
  draw(<UseIn server={linear} program="cursor" />);
  expect(await screen.findByText(/cannot tell this name from “lin\.ear”/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Name in Cursor'), { target: { value: 'issues' } });
  await expect.poll(() => screen.queryByText(/cannot tell this name/)).toBeNull();
  expect(bridge.asked.findLast(({ name }) => name === 'wiring:preview')?.input).toEqual({
    program: 'cursor',
    serverId: 'linear',
    name: 'issues',
  });
});

it('a preview says where a link leads, and which command is run instead', async () => {
  start([place()], {
    realPath: '/home/ann/dotfiles/mcp.json',
    command: ['claude', 'mcp', 'add-json', '-s', 'user', 'linear', '{"a":"it\'s"}'],
  });
  draw(<UseIn server={linear} program="cursor" />);
  expect(await screen.findByText('/home/ann/dotfiles/mcp.json')).toBeTruthy();
  expect(screen.getByText(`claude mcp add-json -s user linear '{"a":"it'\\''s"}'`)).toBeTruthy();
  expect(await button('Run the command')).toBeTruthy();
});

it('an error of a change is shown, and the file is looked at again', async () => {
  const bridge = install(
    { app: appView, servers: [linear] },
    {
      'wiring:list': () => ({ ok: true, value: [place()] }),
      'wiring:preview': () => ({ ok: true, value: preview() }),
      'wiring:apply': () => ({
        ok: false,
        error: { code: 'config_changed', values: { program: 'Cursor', file: '/home/ann/.cursor/mcp.json' } },
      }),
    },
  );
  draw(<UseIn server={linear} program="cursor" />);
  fireEvent.click(await button('Change the file'));
  expect(await screen.findByRole('alert')).toBeTruthy();
  fireEvent.click(await button('Look again'));
  expect(await button('Change the file')).toBeTruthy();
  expect(bridge.asked.filter(({ name }) => name === 'wiring:preview')).toHaveLength(2);
});

it('programs that are not on this computer are folded, and an unreadable file has no button', async () => {
  start([
    place({ program: 'zed', name: 'Zed', state: 'unreadable', problem: { code: 'config_invalid', values: {} } }),
    place({ program: 'goose', name: 'goose', path: null, isInstalled: false }),
  ]);
  draw(<UseIn server={linear} />);
  const here = within(await screen.findByRole('list', { name: 'Programs on this computer' }));
  expect(here.getAllByRole('listitem')).toHaveLength(1);
  expect(here.queryByRole('button')).toBeNull();
  expect(screen.getByText('1 program that was not found on this computer')).toBeTruthy();
});

it('the page of a server says what vanished, and puts it back by its preview', async () => {
  start([place({ state: 'vanished', entry: 'linear' })]);
  draw(<UseInSection server={linear} />);
  expect(await screen.findByText('Cursor no longer has Linear.')).toBeTruthy();
  fireEvent.click(await button('Put it back: Linear in Cursor'));
  expect(useWindow.getState().dialog).toEqual({ kind: 'use-in', serverId: 'linear', program: 'cursor' });
});

it('the offer after a sign-in is dismissed, and the section stays', async () => {
  start([place()]);
  offerUse('linear');
  draw(<UseInSection server={linear} />);
  fireEvent.click(await button('Not now'));
  expect(screen.queryByRole('button', { name: 'Not now' })).toBeNull();
  expect(await button('Use in…')).toBeTruthy();
});
