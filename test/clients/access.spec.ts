import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository } from '../end-to-end/desktop.ts';
import { startAuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { runWithKeyfob } from './through-keyfob.ts';

/** Answers the pages of the fixtures' authorization server as a user does. */
const browser = `node ${join(repository, 'test/doctor/browser.ts')}`;
const agent = join(repository, 'test/clients/list-and-call.ts');

test('a server that wants a sign-in is signed in, and no secret is in the output', async () => {
  const authorization = await startAuthorizationServer();
  const server = await startMcpServer({ authorization, testTools: true });
  const { code, stdout, stderr } = await runWithKeyfob(['node', agent, 'acme', 'whoami'], {
    servers: { acme: server.url },
    env: { BROWSER: browser },
  });
  // Set-up may have said that it waited for another one; the connector says nothing.
  expect(stderr).not.toContain('keyfob: ');
  expect(JSON.parse(stdout)).toMatchObject({
    tools: expect.arrayContaining(['convert_units', 'whoami']),
    result: { content: [{ type: 'text', text: 'ann@example.com' }] },
  });
  expect(code).toBe(0);
  for (const { value } of authorization.secrets) expect(stdout + stderr).not.toContain(value);
  await server.close();
  await authorization.close();
});

test('a program is not allowed with --ask, which presses no button', async () => {
  const server = await startMcpServer();
  const { stdout } = await runWithKeyfob(['node', agent, 'open'], {
    servers: { open: server.url },
    options: ['--ask'],
  });
  expect(JSON.parse(stdout)).toMatchObject({ tools: ['keyfob_access'] });
  await server.close();
});
