import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, scriptOf, test } from './client-test.ts';
import { programOf, runWithKeyfob } from './through-keyfob.ts';

const entry = { command: 'keyfob', args: ['mcp', 'everything'] };

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
