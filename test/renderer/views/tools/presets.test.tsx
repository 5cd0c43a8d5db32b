// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { JsonObject, ToolInputsView } from '../../../../src-preload/contract.ts';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const acme = serverView('Acme', { status: { state: 'open' } });

const inputSchema: JsonObject = {
  type: 'object',
  properties: { city: { type: 'string', title: 'City' }, token: { type: 'string', title: 'Token' } },
};

/** The form of a tool for which this was entered before. */
async function form(before: ToolInputsView = { last: null, presets: [] }) {
  const done = () => ({ ok: true, value: null }) as const;
  const bridge = install(
    { app: appView, servers: [acme], tools: [{ name: 'tool', annotations: { destructive: false }, inputSchema }] },
    {
      'inputs:of-tool': () => ({ ok: true, value: before }),
      'inputs:keep': done,
      'inputs:save-preset': done,
      'inputs:remove-preset': done,
      'tools:call': () => ({ ok: true, value: { isError: false, content: [], milliseconds: 1 } }),
    },
  );
  draw(<ToolsTab server={acme} />);
  fireEvent.click(await screen.findByRole('button', { name: /^tool/ }));
  await screen.findByLabelText('City', {}, { timeout: 15_000 });
  const asked = (name: string) => bridge.asked.filter((one) => one.name === name).map(({ input }) => input);
  const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const shown = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
  return { asked, fill, shown, press };
}

it('a form begins with what was sent last, says so, and is cleared', async () => {
  const { shown, press } = await form({ last: { city: 'Huế' }, presets: [] });
  await waitFor(() => expect(shown('City')).toBe('Huế'));
  expect(screen.getByText('Filled in with what you sent last.')).toBeTruthy();
  press('Clear');
  await waitFor(() => expect(shown('City')).toBe(''));
  expect(screen.queryByText('Filled in with what you sent last.')).toBeNull();
});

it('the input of a call is kept without what its name says is a secret', async () => {
  const { fill, asked, press } = await form();
  fill('City', 'Huế');
  fill('Token', 'not-to-keep');
  press('Run');
  await waitFor(() =>
    expect(asked('tools:call')).toMatchObject([{ arguments: { city: 'Huế', token: 'not-to-keep' } }]),
  );
  expect(asked('inputs:keep')).toEqual([{ serverId: 'acme', tool: 'tool', input: { city: 'Huế' } }]);
});

it('a preset is saved under a name, chosen, renamed, deleted, and brought back', async () => {
  const { fill, shown, asked, press } = await form({
    last: null,
    presets: [{ id: 'one', name: 'Home', input: { city: 'Đà Nẵng' } }],
  });
  const menu = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Presets' });
  await waitFor(() => expect([...menu().options].map(({ text }) => text)).toEqual(['Presets…', 'Home']));
  fireEvent.change(menu(), { target: { value: 'one' } });
  await waitFor(() => expect(shown('City')).toBe('Đà Nẵng'));

  fill('City', '成都');
  press('Save as preset…');
  const field = screen.getByRole('textbox', { name: 'Name of the preset' });
  fireEvent.change(field, { target: { value: 'Work' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect([...menu().options].map(({ text }) => text)).toEqual(['Presets…', 'Home', 'Work']));
  expect(asked('inputs:save-preset')).toMatchObject([{ tool: 'tool', name: 'Work', input: { city: '成都' } }]);
  expect(asked('tools:call')).toEqual([]);

  press('Rename');
  fireEvent.change(screen.getByRole('textbox', { name: 'Name of the preset' }), { target: { value: 'Office' } });
  press('Save');
  await waitFor(() => expect([...menu().options].map(({ text }) => text)).toEqual(['Presets…', 'Home', 'Office']));

  press('Delete');
  expect(await screen.findByText('Deleted “Office”.')).toBeTruthy();
  expect([...menu().options].map(({ text }) => text)).toEqual(['Presets…', 'Home']);
  press('Undo');
  await waitFor(() => expect([...menu().options].map(({ text }) => text)).toEqual(['Presets…', 'Home', 'Office']));
  expect(screen.queryByText('Deleted “Office”.')).toBeNull();
});
