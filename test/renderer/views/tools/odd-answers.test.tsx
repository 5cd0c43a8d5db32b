// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ErrorView, ToolListView, ToolResultView } from '../../../../src-preload/contract.ts';
import { ToolResult } from '../../../../src-renderer/views/tools/ToolResult.tsx';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, tools } from '../../fixtures/views.ts';

afterEach(cleanup);

const linear = serverView('Linear', { status: { state: 'open' } });

function drawList(value: ToolListView) {
  const bridge = install({ app: appView, servers: [linear] }, { 'tools:list': () => ({ ok: true, value }) });
  draw(<ToolsTab server={linear} />);
  return bridge;
}

function drawCall(call: { result: Partial<ToolResultView> } | { error: ErrorView }) {
  install({ app: appView, servers: [linear] });
  if ('error' in call) return draw(<ToolResult server={linear} call={{ state: 'failed', at: 0, ...call }} />);
  const result = { isError: false, content: [], milliseconds: 12, ...call.result };
  return draw(<ToolResult server={linear} call={{ state: 'done', at: 0, result }} />);
}

it('the list of tools names the tools that it leaves out, with the reason, and copies them', async () => {
  const bridge = drawList({
    tools: [tools[0]!],
    unusable: [
      { name: 'either', reason: 'schema_type' },
      { name: '', reason: 'name_missing' },
    ],
  });
  fireEvent.click(await screen.findByText('2 tools cannot be used'));
  const entries = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(entries.slice(-2)).toEqual(['either its input schema is not one of an object.', '(no name) it has no name.']);
  fireEvent.click(screen.getByRole('button', { name: 'Copy details' }));
  await expect
    .poll(() => bridge.asked.find(({ name }) => name === 'app:copy')?.input)
    .toEqual({ text: 'Linear\neither: its input schema is not one of an object.\n(no name): it has no name.' });
});

it('the list of tools does not say that there are none where none can be used', async () => {
  drawList({ tools: [], unusable: [{ name: 'bare', reason: 'schema_missing' }] });
  expect(await screen.findByText('1 tool cannot be used')).toBeTruthy();
  expect(screen.queryByText('Linear has no tools for you.')).toBeNull();
});

it('the list of tools says that a part of it could not be read', async () => {
  drawList({ tools: [tools[0]!], problem: 'page_unreadable' });
  expect(
    await screen.findByText(/Linear may have more tools: a later part of its list could not be read/),
  ).toBeTruthy();
});

it('a result that does not fit what was promised is shown with a note', () => {
  drawCall({
    result: {
      content: [{ type: 'text', text: 'fine' }],
      structuredContent: { data: 7 },
      misfits: [{ reason: 'structured_unfit', detail: '/data is not of type string' }],
    },
  });
  const note = screen.getByRole('note');
  expect(within(note).getByText(/The tool ran. What Linear sent does not fit what it promised/)).toBeTruthy();
  expect(
    within(note).getByText('The structured result does not fit its schema. (/data is not of type string)'),
  ).toBeTruthy();
  expect(screen.getByText('fine')).toBeTruthy();
});

it('a call whose tool may have run offers nothing that runs it again', () => {
  drawCall({ error: { code: 'tool_failed', values: { host: 'linear.app' }, mayHaveRun: true } });
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toBe(
    'Linear could not run this tool. The tool may have run all the same. Check with Linear what it did before you ' +
      'decide whether to run it once more.',
  );
  expect(within(alert).queryByRole('button')).toBeNull();
});
