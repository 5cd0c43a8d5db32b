import { listenOnLoopback } from '../fixtures/loopback.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import {
  addServer,
  addServerDialog,
  answerInBrowser,
  listed,
  openAddServer,
  openTool,
  runTool,
  serverList,
} from './person.ts';
import { expect, test } from './test.ts';

test('the form for a new server says what is wrong with an address, and keeps what was typed', async ({ desktop }) => {
  const { window } = await desktop.launch();
  await openAddServer(window);
  const dialog = addServerDialog(window);
  const wrong: [typed: string, sentence: string][] = [
    ['hello', 'That is not a web address.'],
    ['my server', 'That is not a web address.'],
    ['javascript://%0aalert(1)', 'That is not a web address.'],
    ['http://mcp.example.com/mcp', 'This address is not protected: it starts with http://.'],
    ['https://ann:password@mcp.example.com/mcp', 'This address contains a user name or password.'],
  ];
  for (const [typed, sentence] of wrong) {
    await dialog.getByLabel('Address').fill(typed);
    await dialog.getByLabel('Address').press('Enter');
    await expect(dialog.getByRole('alert')).toContainText(sentence);
    await expect(dialog.getByLabel('Address')).toHaveValue(typed);
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(serverList(window).getByRole('listitem')).toHaveCount(0);
});

test('a server without a host is reported and kept, and signs in once the address is corrected', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: 'https://mcp.nobody.invalid/mcp' });
  await expect(listed(window, 'Acme', 'Unreachable')).toBeVisible();
  await expect(window.getByText('There is no server called mcp.nobody.invalid.')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Try now' })).toBeVisible();

  await window.getByRole('button', { name: 'Change the address' }).click();
  const dialog = window.getByRole('dialog', { name: 'Change the address of Acme' });
  await expect(dialog.getByLabel('Address')).toHaveValue('https://mcp.nobody.invalid/mcp');
  await dialog.getByLabel('Address').fill(server.url);
  await dialog.getByRole('button', { name: 'Save and sign in' }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  await expect(serverList(window).getByRole('listitem')).toHaveCount(1);
});

test('a server that refuses the connection is reported, and signs in once it is back', async ({
  desktop,
  closing,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  await server.close();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Unreachable')).toBeVisible();
  await expect(window.getByText(`${new URL(server.url).host} refused the connection.`)).toBeVisible();

  closing(await startMcpServer({ authorization, port: Number(new URL(server.url).port) }));
  await window.getByRole('button', { name: 'Try now' }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
});

test('a web page is reported not to be a tool server', async ({ desktop, closing }) => {
  const page = closing(await listenOnLoopback());
  page.answerWith((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello'));
  const { host } = new URL(page.origin);
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: page.origin });
  await expect(window.getByText(`${host} responds, but not as an MCP server.`)).toBeVisible();
  await expect(window.getByRole('button', { name: 'Change the address' })).toBeVisible();
});

test('a server that is added a second time is opened', async ({ desktop, closing }) => {
  const server = closing(await startMcpServer());
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url }, 'Save only');
  await expect(serverList(window).getByRole('listitem')).toHaveCount(1);
  await addServer(window, { name: 'Acme again', url: server.url });
  const dialog = addServerDialog(window);
  await expect(dialog.getByRole('alert')).toContainText('Acme is already in your list.');
  await dialog.getByRole('button', { name: 'Open Acme' }).click();
  await expect(dialog).toBeHidden();
  await expect(window.getByRole('heading', { name: 'Acme', exact: true, level: 1 })).toBeVisible();
  await expect(serverList(window).getByRole('listitem')).toHaveCount(1);
});

test('a server that needs no sign-in is used, and shown as open', async ({ desktop, closing }) => {
  const server = closing(await startMcpServer());
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  await expect(window.getByText('This server needs no sign-in.', { exact: true })).toBeVisible();
  await openTool(window, 'Acme', 'Convert units');
  await expect(await runTool(window)).toContainText('10 miles is 16.0934 kilometres.');
  expect(server.bearers().requests).toBe(0);
});

test('an authorization server that refused to register Keyfob is quoted', async ({ desktop, protectedServer }) => {
  const { server } = await protectedServer({ registration: 'refused' });
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(window.getByText(/refused to register Keyfob\./)).toBeVisible();
  await expect(window.getByText('this server registers no apps')).toBeVisible();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
});

test('an authorization server without registration is reported', async ({ desktop, protectedServer }) => {
  const { server } = await protectedServer({ registration: 'absent' });
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(window.getByText(/does not let apps register themselves\./)).toBeVisible();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
});

test('an authorization server without S256 is refused before any browser opens', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({
    metadata: (document) => ({ ...document, code_challenge_methods_supported: ['plain'] }),
  });
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(window.getByText(/does not support the secure sign-in \(PKCE\) that Keyfob requires\./)).toBeVisible();
  expect(authorization.count('registration')).toBe(0);
  expect(authorization.count('authorization')).toBe(0);
});

test('a sign-in that the person cancels stops waiting, ignores the late answer, and succeeds the next time', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await expect(listed(window, 'Acme', 'Waiting for you')).toBeVisible();
  await window.getByRole('button', { name: 'Cancel' }).click();
  await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  await answerInBrowser(desktop.browser, authorization.issuer);

  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  await answerInBrowser(desktop.browser, authorization.issuer);
  await expect(listed(window, 'Acme', 'Signed in')).toBeVisible();
  expect(authorization.count('token')).toBe(1);
});
