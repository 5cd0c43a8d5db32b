import { resize } from './gallery.ts';
import { addServer, addServerDialog, listed, openAddServer, ready } from './person.ts';
import { expect, test } from './test.ts';

test('a server is picked from the list, pasted, dropped, taken from the clipboard, and found by a few letters', async ({
  desktop,
}) => {
  const { window, application } = await desktop.launch();
  await openAddServer(window);
  const dialog = addServerDialog(window);
  await dialog.getByRole('button', { name: 'Pick from a list' }).click();
  const list = dialog.getByRole('region', { name: 'Popular servers' });
  await list.getByRole('searchbox', { name: 'Search by name or purpose' }).fill('nobody has this');
  await expect(list.getByText('No server matches “nobody has this”.')).toBeVisible();
  await list.getByRole('searchbox', { name: 'Search by name or purpose' }).fill('linear');
  await list.getByRole('button', { name: /^Linear/ }).click();
  await expect(dialog.getByLabel('Address')).toHaveValue('https://mcp.linear.app/mcp');
  await dialog.getByRole('button', { name: 'Save only' }).click();
  await expect(listed(window, 'Linear', 'Not signed in')).toBeVisible();

  await openAddServer(window);
  await dialog.getByRole('button', { name: 'Pick from a list' }).click();
  await expect(list.getByRole('button', { name: /^Linear Already added/ })).toBeDisabled();

  // The keys of a person, with a whole passage in the clipboard: the field alone would take its first line.
  const copy = (text: string) => application.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await copy('```json\n{ "mcpServers": {\n // the team’s\n "wiki": { "url": "https://mcp.wiki.example/mcp" } } }\n```');
  await dialog.getByLabel('Address').press('ControlOrMeta+V');
  await expect(dialog.getByLabel('Address')).toHaveValue('https://mcp.wiki.example/mcp');
  await expect(dialog.getByLabel('Name')).toHaveValue('wiki');
  await dialog.getByRole('button', { name: 'Save only' }).click();
  await expect(listed(window, 'wiki', 'Not signed in')).toBeVisible();

  await copy('npx -y mcp-remote https://mcp.ledger.example/mcp --header "X-Team: secret"');
  await openAddServer(window);
  await dialog.getByRole('button', { name: 'Use the address in the clipboard (mcp.ledger.example)' }).click();
  await expect(dialog.getByText(/Not taken over, because it may be a secret: header X-Team\./)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  const dropped = '[mcp_servers.a]\nurl = "https://a.example/mcp"\n[mcp_servers.b]\nurl = "https://b.example/mcp"';
  await window.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'config.toml'));
    for (const name of ['dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
  }, dropped);
  const found = window.getByRole('dialog', { name: 'Import servers' });
  await found.getByRole('group', { name: 'config.toml' }).getByRole('checkbox', { name: 'Select all 2' }).check();
  await found.getByRole('button', { name: 'Import 2 servers' }).click();
  await found.getByRole('button', { name: 'Done' }).click();
  await expect(listed(window, 'a', 'Not signed in')).toBeVisible();
  await expect(listed(window, 'b', 'Not signed in')).toBeVisible();

  await window.keyboard.press('ControlOrMeta+K');
  await expect(window.getByRole('combobox', { name: 'Find a server, a tool or an action' })).toBeFocused();
  await window.keyboard.type('wki');
  await expect(window.getByRole('option', { name: 'wiki mcp.wiki.example' })).toHaveAttribute('aria-selected', 'true');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { level: 1, name: 'wiki' })).toBeVisible();
  await window.keyboard.press('ControlOrMeta+F');
  await expect(window.getByRole('searchbox', { name: 'Search servers' })).toBeFocused();
});

test('a server is renamed, and removed once that is confirmed', async ({ desktop }) => {
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: 'https://mcp.acme.example/mcp' }, 'Save only');
  const choose = async (item: string) => {
    await window.getByRole('button', { name: 'More actions' }).click();
    await window.getByRole('menuitem', { name: item }).click();
  };
  await choose('Rename…');
  const rename = window.getByRole('dialog', { name: 'Rename Acme' });
  await rename.getByLabel('Name').fill('Tracker');
  await rename.getByRole('button', { name: 'Save' }).click();
  await expect(listed(window, 'Tracker', 'Not signed in')).toBeVisible();

  await choose('Remove…');
  const remove = window.getByRole('dialog', { name: 'Remove Tracker?' });
  await remove.getByRole('button', { name: 'Cancel' }).click();
  await expect(listed(window, 'Tracker', 'Not signed in')).toBeVisible();
  await choose('Remove…');
  await remove.getByRole('button', { name: 'Remove' }).click();
  await expect(window.getByRole('heading', { name: 'Welcome to Keyfob' })).toBeVisible();
});

test('a narrow window has no empty space between a server’s address and its buttons', async ({ desktop }) => {
  const { window, application } = await desktop.launch();
  await ready(window);
  await resize(application, 900, 600);
  await addServer(window, { name: 'Acme', url: 'https://mcp.acme.example/mcp' }, 'Save only');
  const header = window.getByRole('article').locator('header');
  const sentence = await header.getByText('Acme needs you to sign in.').boundingBox();
  const host = await header.getByText('mcp.acme.example').boundingBox();
  const button = await header.getByRole('button', { name: 'Sign in' }).boundingBox();
  if (!sentence || !host || !button) throw new Error('the header is not drawn');
  expect(sentence.y).toBe(host.y + host.height);
  expect(button.y - (sentence.y + sentence.height)).toBeLessThan(20);
});
