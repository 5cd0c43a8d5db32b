import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openAddServer } from '../person.ts';
import type { Scene, Stage } from './stage.ts';

/** What other programs have: one that is new, one that is there, one that is refused, and a file that nobody can read. */
async function otherPrograms(home: string, there: string): Promise<void> {
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  };
  const servers = {
    linear: { url: 'https://mcp.linear.example/mcp', headers: { 'X-Team': 'secret' } },
    weather: { url: there },
    plain: { url: 'http://mcp.plain.example/mcp' },
    files: { command: 'npx' },
  };
  await put('.cursor/mcp.json', JSON.stringify({ mcpServers: servers }));
  await put('.codeium/windsurf/mcp_config.json', '{"mcpServers": {');
}

/** Dialogs, menus and questions over servers that are real. `there`: the address of one of them. */
export function dialogScenes({ desktop, see, away, choose }: Stage, there: string): Scene[] {
  return [
    {
      name: 'directory',
      async show(window) {
        await away();
        await openAddServer(window);
        await window.getByRole('button', { name: 'Pick from a list' }).click();
        await window.getByRole('heading', { name: 'Well-known servers' }).waitFor();
      },
    },
    {
      name: 'bring-along-found',
      async show(window) {
        await otherPrograms(desktop.home, there);
        await window.getByRole('button', { name: 'Bring them along' }).click();
        await window.getByRole('group', { name: 'Cursor' }).waitFor();
      },
    },
    {
      name: 'settings-loss',
      async show(window) {
        await away();
        await see('Acme tracker', 'Settings');
        await window.getByLabel('How answers come back').selectOption({ index: 1 });
        await window.getByRole('button', { name: 'Save', exact: true }).click();
        await window.getByRole('button', { name: 'Keep as it is' }).waitFor();
      },
    },
    {
      name: 'settings-draft',
      async show(window) {
        await window.getByRole('button', { name: 'Keep as it is' }).click();
        await see('Weather');
        await see('Acme tracker', 'Settings');
        await window.getByText('Not saved yet.').waitFor();
      },
    },
    {
      name: 'server-menu',
      async show(window) {
        await window.getByRole('button', { name: 'Discard changes' }).click();
        await see('Acme tracker');
        await window.getByRole('button', { name: 'More actions' }).click();
        await window.getByRole('menuitem').first().waitFor();
      },
    },
    {
      name: 'sign-out-other',
      async show(window) {
        await away();
        await choose('Acme tracker', 'Who is signed in…');
        await window.getByRole('button', { name: 'Sign out Me' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      name: 'remove-person',
      async show(window) {
        await away();
        await away();
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByRole('textbox', { name: 'Name of a new person' }).fill('Mai');
        await window.keyboard.press('Enter');
        await window.getByRole('button', { name: 'Remove Mai' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      name: 'profile-menu',
      async show(window) {
        await away();
        await away();
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: /^Mai, / }).waitFor();
      },
    },
  ];
}
