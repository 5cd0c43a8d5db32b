import { openScriptedServer } from '../support/open-scripted-server.ts';
import { scriptedTools } from '../support/scripted-tools.ts';
import { addServer, listed, openTool } from './person.ts';
import { expect, test } from './test.ts';

/** A field of one line, where Enter could run the tool. */
const inputSchema = {
  type: 'object',
  properties: { name: { type: 'string', title: 'Name', maxLength: 60 } },
  required: ['name'],
};

test('a tool that may destroy data runs after a question alone, and never by Enter in a field', async ({
  desktop,
  closing,
}) => {
  const calls: { name: string; arguments: unknown }[] = [];
  const tools = [
    {
      name: 'delete_project',
      title: 'Delete a project',
      inputSchema,
      annotations: { destructiveHint: true },
      content: [{ type: 'text', text: 'Deleted.' }],
    },
    { name: 'says_nothing', title: 'Change a project', inputSchema, content: [{ type: 'text', text: 'Changed.' }] },
    {
      name: 'find_project',
      title: 'Find a project',
      inputSchema,
      annotations: { readOnlyHint: true },
      content: [{ type: 'text', text: 'Found.' }],
    },
  ];
  const site = closing(await openScriptedServer({ '/mcp': scriptedTools(tools, calls) }));
  const first = await desktop.launch();
  const { window } = first;
  await addServer(window, { name: 'Acme', url: `${site.origin}/mcp` });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  const name = window.getByRole('textbox', { name: 'Name' });
  const result = window.getByRole('region', { name: 'Result' });

  for (const tool of ['Delete a project', 'Change a project']) {
    await openTool(window, 'Acme', tool);
    await name.fill('Apollo');
    await name.press('Enter');
    // Long enough for any effect of Enter.
    await window.waitForTimeout(500);
    expect(calls).toEqual([]);
    await expect(window.getByRole('dialog')).toHaveCount(0);

    // By keyboard only: the button, then the confirmation, which first focuses Cancel.
    await window.getByRole('button', { name: 'Run', exact: true }).press('Enter');
    const question = window.getByRole('dialog', { name: `Run ${tool}?` });
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expect(question.getByRole('group', { name: 'Input' })).toHaveText('{ "name": "Apollo" }');
    await window.keyboard.press('Enter');
    await expect(question).toHaveCount(0);
    await expect(window.getByRole('button', { name: 'Run', exact: true })).toBeFocused();
    expect(calls).toEqual([]);
  }

  await name.press('Control+Enter');
  await window.getByRole('dialog').getByRole('button', { name: 'Run it' }).click();
  await expect(result).toContainText('Changed.');
  expect(calls).toEqual([{ name: 'says_nothing', arguments: { name: 'Apollo' } }]);

  await openTool(window, 'Acme', 'Find a project');
  await name.fill('Apollo');
  await name.press('Enter');
  await expect(result).toContainText('Found.');

  // Repeats an earlier call, which needs confirmation again.
  await openTool(window, 'Acme', 'Change a project');
  await window.getByRole('button', { name: 'Use again' }).click();
  await window.keyboard.press('Enter');
  const again = window.getByRole('dialog', { name: 'Run Change a project?' });
  await again.getByRole('checkbox', { name: /Don’t ask again/ }).check();
  await again.getByRole('button', { name: 'Run it' }).click();
  await expect(window.getByText('Keyfob runs this tool without asking you.')).toBeVisible();
  await expect.poll(() => calls.length).toBe(3);
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => calls.length).toBe(4);
  await first.quit();

  // The waiver is stored, and revoked where the tool is shown.
  const second = await desktop.launch();
  await openTool(second.window, 'Acme', 'Change a project');
  await expect(second.window.getByText('Keyfob runs this tool without asking you.')).toBeVisible();
  await second.window.getByRole('button', { name: 'Ask next time' }).click();
  await second.window.getByRole('textbox', { name: 'Name' }).fill('Apollo');
  await second.window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(second.window.getByRole('dialog', { name: 'Run Change a project?' })).toBeVisible();
  expect(calls).toHaveLength(4);
});
