import type { QuestionView } from '../../../src-preload/contract.ts';
import { startMcpServer, type RunningMcpServer } from '../../fixtures/mcp-server.ts';
import { noteServer, registerOffer } from '../../fixtures/mcp-offer.ts';
import { addServer, listed, openTool } from '../person.ts';
import { tell, type Scene, type Stage } from './stage.ts';

/** What a server offers besides tools, and what it asks, at a real server. */
export function offerScenes(stage: Stage): { scenes: Scene[]; close: () => Promise<void> } {
  const { see, away, window } = stage;
  let server: RunningMcpServer | undefined;
  const panel = (name: string) => window.getByRole('tabpanel', { name });
  const choose = async (tab: string, entry: string) => {
    await window.getByRole('tab', { name: tab }).click();
    // Its name goes on with the second line, such as a content type.
    await panel(tab)
      .getByRole('button', { name: new RegExp(`^${entry}`) })
      .click();
  };
  const read =
    (entry: string, shown: string): Scene['show'] =>
    async () => {
      await choose('Resources', entry);
      await panel('Resources').getByText(shown).first().waitFor();
    };
  const scenes: Scene[] = [
    {
      name: 'introduction',
      async show() {
        await away();
        server ??= await startMcpServer({ introduction: noteServer, moreTools: (one) => registerOffer(one) });
        await addServer(window, { name: 'Office', url: server.url });
        await listed(window, 'Office', 'Open').waitFor();
        await see('Office');
        await window.getByRole('heading', { name: 'What Office says of itself' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'resources',
      async show() {
        await see('Office', 'Resources');
        await window.getByText('Choose a resource to read it.').waitFor();
      },
    },
    { name: 'resource-text', show: read('plan', 'rest') },
    { name: 'resource-json', show: read('figures', 'sold') },
    {
      name: 'resource-picture',
      async show() {
        await choose('Resources', 'chart');
        await panel('Resources').getByRole('img').waitFor();
      },
    },
    { name: 'resource-bytes', show: read('archive', '8 bytes') },
    {
      name: 'resource-changed',
      async show() {
        await read('Notes of today', 'Edited 0 times.')(window);
        const { id = '' } = (await idOf(stage)) ?? {};
        await tell(stage, 'resources:updated', { serverId: id, uri: 'notes://today', at: Date.UTC(2026, 10, 30, 9) });
        await window.getByText(/^Changed /).waitFor();
      },
    },
    {
      name: 'resource-template',
      async show() {
        await choose('Resources', 'Weather');
        await panel('Resources').getByRole('combobox', { name: 'day' }).fill('Monday');
        await panel('Resources').getByRole('combobox', { name: 'city' }).fill('Ha');
        await window.getByRole('option', { name: 'Hanoi' }).waitFor();
      },
    },
    {
      name: 'prompts',
      async show() {
        await choose('Prompts', 'greeting');
        await panel('Prompts').getByRole('button', { name: 'Show messages' }).waitFor();
      },
    },
    {
      name: 'prompt-messages',
      async show() {
        await choose('Prompts', 'Write a letter');
        await panel('Prompts').getByRole('combobox', { name: /^city/ }).fill('Lima');
        await panel('Prompts').getByRole('button', { name: 'Show messages' }).click();
        await panel('Prompts').getByText('Write a plain letter to Lima.').waitFor();
      },
    },
    {
      name: 'question-form',
      async show() {
        await openTool(window, 'Office', 'order');
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await window.getByRole('dialog', { name: 'Office asks' }).getByLabel('Copies').waitFor();
      },
    },
    {
      name: 'question-address',
      async show() {
        await away();
        await window.getByText('Nothing is printed').waitFor();
        const { id: serverId = '' } = (await idOf(stage)) ?? {};
        const question: QuestionView = {
          id: 'bill',
          callId: 'none',
          serverId,
          message: 'Please pay the bill.',
          mode: 'url',
          url: `https://pay.example/bill?number=7&token=${'a'.repeat(120)}`,
          waits: true,
        };
        await tell(stage, 'elicitation:asked', question);
        await window.getByText('pay.example').first().waitFor();
      },
    },
    {
      name: 'log',
      async show() {
        await tell(stage, 'elicitation:ended', { id: 'bill' });
        await openTool(window, 'Office', 'edit');
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await window.getByText('Edited 1 times.').waitFor();
        await window.getByRole('tab', { name: 'Log' }).click();
        await window.getByRole('list', { name: 'Messages, the newest last' }).waitFor();
      },
    },
  ];
  return { scenes, close: async () => server?.close() };
}

/** The server of these scenes, as the window knows it. */
async function idOf({ window }: Stage): Promise<{ id: string } | undefined> {
  return window.evaluate(async () => {
    const { keyfob } = globalThis as unknown as {
      keyfob: { request: (name: string) => Promise<{ value: { id: string; name: string }[] }> };
    };
    return (await keyfob.request('servers:list')).value.find(({ name }) => name === 'Office');
  });
}
