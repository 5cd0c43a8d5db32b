import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nextWindow, press, startWithServers } from './asking-window.ts';
import type { Desktop } from './desktop.ts';
import { serverList } from './person.ts';
import { expect, test } from './test.ts';

const clientInfo = { name: 'agent', version: '1' };
const messages = [
  { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } },
  { method: 'notifications/initialized' },
  {
    id: 2,
    method: 'tools/call',
    params: { name: 'convert_units', arguments: { value: 1, from: 'metres', to: 'feet' } },
  },
].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** Starts the server of Gemini CLI's settings as these say, and prints the answer to a call. */
const source = `
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const settings = JSON.parse(readFileSync(process.env.HOME + '/.gemini/settings.json', 'utf8'));
const { command, args } = settings.mcpServers.acme;
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
child.stdin.write(${JSON.stringify(messages.join(''))});
for await (const line of createInterface({ input: child.stdout }))
  if (JSON.parse(line).id === 2) {
    console.log(line);
    child.stdin.end();
  }
`;

/** Stands in for a client of this package: `npm run test:clients` has the real ones. */
async function clientOf(desktop: Desktop, name: string): Promise<() => Promise<string>> {
  const folder = join(desktop.home, '.npm-packages', 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(folder, 'client.mjs'), source);
  return async () => {
    const { environment: env, home: cwd } = desktop;
    return (await promisify(execFile)('node', [join(folder, 'client.mjs')], { env, cwd })).stdout;
  };
}

test('a program that was set up in the window is let in without a question, and another one with its entry is not', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Acme']);
  const settings = join(desktop.home, '.gemini', 'settings.json');
  await mkdir(join(desktop.home, '.gemini'));
  await writeFile(settings, '{}\n');
  const button = { name: /^Acme, / };
  await serverList(window).getByRole('button', button).click();
  await window.getByRole('button', { name: 'Use in…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Set up Acme in Gemini CLI' }).click();
  await dialog.getByRole('button', { name: 'Change the file' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Gemini CLI can now use Acme.' })).toBeVisible();
  expect(await readFile(settings, 'utf8')).toContain('acme');

  const opened: string[] = [];
  application.on('window', (page) => opened.push(page.url()));
  const gemini = await clientOf(desktop, '@google/gemini-cli');
  expect(JSON.parse(await gemini())).toMatchObject({ id: 2, result: { content: [{ type: 'text' }] } });
  expect(opened).toEqual([]);

  const other = await clientOf(desktop, '@example/agent');
  let answer: Promise<string> | undefined;
  const asking = await nextWindow(application, () => void (answer = other()));
  await expect(asking.getByRole('heading')).toHaveText('Allow @example/agent to use Acme?');
  await press(asking, 'Not now');
  expect(JSON.parse((await answer) ?? '')).toMatchObject({ id: 2, result: { isError: true } });
});
