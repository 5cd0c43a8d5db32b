import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { largeProgramOf, programOf, runWithKeyfob, startEverything } from './through-keyfob.ts';

const test = base.extend<{ folder: string; everything: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'keyfob-client-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  everything: async ({}, use) => {
    const server = await startEverything();
    await use(server.url);
    await server.close();
  },
});

const entry = { command: 'keyfob', args: ['mcp', 'everything'] };

/** Prints what a client prints. Some clients shut their output down at their end, and with it that of all others. */
const show = 'show() { printed=$("$@"); printf "%s\\n" "$printed"; }';

/** A shell script of these lines, which a test runs instead of one client. */
function scriptOf(folder: string, lines: readonly string[]): string[] {
  const file = join(folder, 'script.sh');
  writeFileSync(file, ['set -e', show, ...lines, ''].join('\n'));
  return ['sh', file];
}

test('mcpc connects, lists tools, resources and prompts, and calls tools', async ({ folder, everything }) => {
  const config = join(folder, 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { everything: entry } }));
  const mcpc = `show node ${programOf('@apify/mcpc', 'bin/mcpc')} --json`;
  const { code, stdout, stderr } = await runWithKeyfob(
    scriptOf(folder, [
      `${mcpc} connect ${config}:everything @e >/dev/null`,
      `${mcpc} @e tools-list`,
      `${mcpc} @e resources-list`,
      `${mcpc} @e prompts-list`,
      `${mcpc} @e tools-call echo message:=hello`,
      `${mcpc} @e ping`,
      `${mcpc} close @e >/dev/null`,
    ]),
    { servers: { everything } },
  );
  // Set-up may have said that it waited for another one; the connector says nothing.
  expect(stderr).not.toContain('keyfob: ');
  expect(code).toBe(0);
  for (const part of ['"echo"', '"get-sum"', 'Echo: hello', 'simple-prompt']) expect(stdout).toContain(part);
});

test('the Inspector lists tools, resources and prompts, and calls a tool', async ({ folder, everything }) => {
  const inspector = `show node ${programOf('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js')} --cli`;
  const target = `keyfob mcp everything`;
  const { code, stdout } = await runWithKeyfob(
    scriptOf(folder, [
      `${inspector} ${target} --method tools/list`,
      `${inspector} ${target} --method resources/list`,
      `${inspector} ${target} --method prompts/list`,
      `${inspector} ${target} --method tools/call --tool-name echo --tool-arg message=hello`,
    ]),
    { servers: { everything } },
  );
  expect(code).toBe(0);
  for (const part of ['"echo"', 'Echo: hello', 'simple-prompt']) expect(stdout).toContain(part);
});

test('Gemini CLI finds the server connected', { tag: '@large' }, async ({ folder, everything }) => {
  const gemini = `node ${largeProgramOf('@google/gemini-cli', 'bundle/gemini.js')}`;
  const settings = JSON.stringify({ mcpServers: { everything: entry } });
  const { code, stdout, stderr } = await runWithKeyfob(
    scriptOf(folder, [
      'mkdir -p "$HOME/.gemini"',
      `printf '%s' '${settings}' > "$HOME/.gemini/settings.json"`,
      'cd "$HOME"',
      `GEMINI_CLI_TRUST_WORKSPACE=true ${gemini} mcp list 2>&1`,
    ]),
    { servers: { everything } },
  );
  expect(`${stdout}${stderr}`).toMatch(/everything: .*Connected/);
  expect(code).toBe(0);
});
