import type { Page } from '@playwright/test';
import { installTestClients } from '../../scripts/test-clients/install.mjs';
import { startEverything } from '../clients/through-keyfob.ts';
import { ask } from './ask.ts';
import { addServer, listed, openTool, serverList } from './person.ts';
import { expect, test } from './test.ts';

/** The tools of the reference server, each with an input and a part of its result. */
const tools: Record<string, { input?: object; says: string | RegExp; meanwhile?: (window: Page) => Promise<void> }> = {
  echo: { input: { message: 'hello' }, says: 'Echo: hello' },
  'get-annotated-message': { input: { messageType: 'success', includeImage: true }, says: 'Operation completed' },
  'get-env': { says: 'PORT' },
  'get-resource-links': { input: { count: 2 }, says: 'demo://resource/dynamic/' },
  'get-resource-reference': { input: { resourceType: 'Text', resourceId: 1 }, says: 'demo://resource/dynamic/text/1' },
  'get-structured-content': { input: { location: 'Chicago' }, says: 'temperature' },
  'get-sum': { input: { a: 2, b: 3 }, says: 'The sum of 2 and 3 is 5.' },
  'get-tiny-image': { says: 'The image above is the MCP logo.' },
  'gzip-file-as-resource': {
    input: { name: 'hello.gz', data: 'data:text/plain;base64,aGVsbG8=', outputType: 'resourceLink' },
    says: 'hello.gz',
  },
  'toggle-simulated-logging': { says: 'Started simulated, random-leveled logging' },
  'toggle-subscriber-updates': { says: 'Started simulated resource update' },
  'trigger-long-running-operation': {
    input: { duration: 2, steps: 4 },
    says: 'Long running operation completed',
    meanwhile: async (window) => {
      await expect(window.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
    },
  },
  // Keyfob shares no folders.
  'get-roots-list': { says: 'no roots' },
  'trigger-elicitation-request': {
    says: 'Name: Ann',
    async meanwhile(window) {
      const dialog = window.getByRole('dialog', { name: 'Everything Reference Server asks' });
      await expect(dialog).toContainText('Please provide inputs for the following fields:');
      await expect(dialog.getByLabel('String with default')).toHaveValue('It was a dark and stormy night.');
      await dialog.getByRole('textbox', { name: /^String(?! with)/ }).fill('Ann');
      await dialog.getByRole('button', { name: 'Send' }).click();
    },
  },
  'trigger-url-elicitation': {
    input: { url: 'https://pay.example/bill?number=7', errorPath: true },
    says: 'User completed the URL elicitation flow.',
    async meanwhile(window) {
      const dialog = window.getByRole('dialog', { name: 'Everything Reference Server asks' });
      // First what the server wants before the call, which is made once more afterwards.
      await expect(dialog).toContainText('https://modelcontextprotocol.io/');
      await dialog.getByRole('button', { name: 'Open in browser' }).click();
      await dialog.getByRole('button', { name: 'I’m done there' }).click();
      await expect(dialog).toContainText('https://pay.example/bill?number=7');
      await dialog.getByRole('button', { name: 'Open in browser' }).click();
    },
  },
  // It wants to be called as a task, of which the revisions that Keyfob speaks know nothing anymore.
  'simulate-research-query': { input: { topic: 'keys' }, says: /task/i },
};

const resources: Record<string, string> = {
  'architecture.md': 'Everything Server – Architecture',
  'extension.md': 'Everything Server - Extension Points',
  'features.md': 'Everything Server - Features',
  'how-it-works.md': 'Everything Server - How It Works',
  'instructions.md': 'Everything Server – Server Instructions',
  'startup.md': 'Everything Server - Startup Process',
  'structure.md': 'Everything Server - Project Structure',
};

/** By template: a part of what is read with 3, and how it is shown. */
const templates: Record<string, { name: string; says: string }> = {
  'demo://resource/dynamic/text/{resourceId}': {
    name: 'Dynamic Text Resource',
    says: 'Resource 3: This is a plaintext',
  },
  // "Resource" in hexadecimal numbers.
  'demo://resource/dynamic/blob/{resourceId}': { name: 'Dynamic Blob Resource', says: '52 65 73 6f 75 72 63 65' },
};

/** By prompt: what is filled in, in order, and a part of its messages. */
const prompts: Record<string, { label: string; given: [string, string][]; says: string }> = {
  'simple-prompt': { label: 'Simple Prompt', given: [], says: 'This is a simple prompt without arguments.' },
  'args-prompt': { label: 'Arguments Prompt', given: [['city', 'Hanoi']], says: "What's weather in Hanoi?" },
  'completable-prompt': {
    label: 'Team Management',
    given: [
      ['department', 'Engineering'],
      ['name', 'Alice'],
    ],
    says: 'Please promote Alice to the head of the Engineering team.',
  },
  'resource-prompt': {
    label: 'Resource Prompt',
    given: [
      ['resourceType', 'Text'],
      ['resourceId', '1'],
    ],
    says: 'demo://resource/dynamic/text/1',
  },
};

const name = 'Everything Reference Server';

test('everything that the reference server lists is used by the window alone', async ({ desktop, closing }) => {
  await installTestClients();
  const server = closing(await startEverything());
  const { window, application } = await desktop.launch();
  await application.evaluate(({ shell }) => {
    shell.openExternal = async () => undefined;
  });
  await addServer(window, { name: 'Mine', url: server.url });
  await expect(listed(window, 'Mine', 'Open')).toBeVisible();
  await serverList(window)
    .getByRole('button', { name: /^Mine, / })
    .click();
  const introduction = window.getByRole('region', { name: 'What Mine says of itself' });
  await expect(introduction).toContainText('Everything Reference Server 2.0.0');
  await expect(introduction).toContainText('Everything Server – Server Instructions');
  await introduction.getByRole('button', { name: 'Use as name' }).click();
  await expect(listed(window, name, 'Open')).toBeVisible();

  const [{ id: serverId } = { id: '' }] = await valueOf(window, 'servers:list', undefined);
  const { tools: listedTools } = await valueOf(window, 'tools:list', { serverId });
  expect(listedTools.map((tool) => tool.name).toSorted()).toEqual(Object.keys(tools).toSorted());
  const offered = await valueOf(window, 'resources:list', { serverId });
  expect(offered.resources.map((one) => one.name).toSorted()).toEqual(Object.keys(resources).toSorted());
  expect(offered.templates.map((one) => one.template).toSorted()).toEqual(Object.keys(templates).toSorted());
  const { prompts: listedPrompts } = await valueOf(window, 'prompts:list', { serverId });
  expect(listedPrompts.map((one) => one.name).toSorted()).toEqual(Object.keys(prompts).toSorted());

  await window.getByRole('tab', { name: 'Resources' }).click();
  const list = window.getByRole('navigation', { name: `Resources of ${name}` });
  const panel = window.getByRole('tabpanel', { name: 'Resources' });
  for (const [entry, says] of Object.entries(resources)) {
    await list.getByRole('button', { name: entry }).click();
    await expect(panel.getByRole('heading', { level: 2, name: entry })).toBeVisible();
    await expect(panel).toContainText(says);
  }
  await panel.getByLabel('Tell me about changes').click();
  await expect(panel.getByLabel('Tell me about changes')).toBeChecked();
  for (const { name: template, says } of Object.values(templates)) {
    await list.getByRole('button', { name: template }).click();
    await panel.getByRole('combobox', { name: 'resourceId' }).fill('3');
    await panel.getByRole('button', { name: 'Read' }).click();
    await expect(panel).toContainText(says);
  }

  await window.getByRole('tab', { name: 'Prompts' }).click();
  const asked = window.getByRole('tabpanel', { name: 'Prompts' });
  for (const { label, given, says } of Object.values(prompts)) {
    await asked.getByRole('button', { name: label, exact: true }).click();
    for (const [field, value] of given) {
      const input = asked.locator('input').and(asked.getByLabel(new RegExp(`^${field}`)));
      await input.fill(value.slice(0, 2));
      if (label === 'Team Management') await window.getByRole('option', { name: value, exact: true }).click();
      else await input.fill(value);
    }
    await asked.getByRole('button', { name: 'Show messages' }).click();
    await expect(asked.getByRole('region', { name: 'Messages' })).toContainText(says);
  }

  for (const { title, name: tool } of listedTools) {
    const { input, says, meanwhile } = tools[tool] ?? { says: '' };
    await openTool(window, name, title ?? tool);
    if (input) {
      await window.getByRole('radio', { name: 'JSON' }).check({ force: true });
      await window.getByRole('textbox', { name: 'Input as JSON' }).fill(JSON.stringify(input));
    }
    await window.getByRole('button', { name: 'Run', exact: true }).click();
    await meanwhile?.(window);
    await expect(window.getByRole('region', { name: 'Result' })).toContainText(says);
  }

  await window.getByRole('tab', { name: 'Resources' }).click();
  await list.getByRole('button', { name: 'structure.md' }).click();
  await expect(panel.getByText(/^Changed /)).toBeVisible();
  await panel.getByRole('button', { name: 'Read again' }).click();

  await window.getByRole('tab', { name: 'Log' }).click();
  const log = window.getByRole('region', { name: `Log of ${name}` });
  await expect(log.getByRole('list')).toContainText('Received Subscribe Resource request');
  await log.locator('input').and(log.getByLabel('From level')).click();
  await window.getByRole('option', { name: 'Emergency' }).click();
  await expect(log).not.toContainText('Received Subscribe Resource request');
  await log.getByRole('button', { name: 'Clear' }).click();
});

async function valueOf<Name extends Parameters<typeof ask>[1]>(
  window: Page,
  request: Name,
  input: Parameters<typeof ask<Name>>[2],
) {
  const answer = await ask(window, request, input);
  if (!answer.ok) throw new Error(`${request}: ${answer.error.code}`);
  return answer.value;
}
