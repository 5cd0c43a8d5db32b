import { setTimeout as sleep } from 'node:timers/promises';
import { connects } from './connects.ts';
import { added } from './added.ts';
import { idle } from './idle.ts';
import { starts } from './starts.ts';
import { StdioClient } from './stdio-client.ts';

// node measure.ts URL MCP-REMOTE: what `with-keyfob` runs; prints a line of JSON for each figure.
const [url = '', remote = ''] = process.argv.slice(2);
const ways = {
  keyfob: ['keyfob', 'mcp', 'bench'],
  mcpRemote: [process.execPath, remote, url, '--allow-http', '--transport', 'http-only'],
};

// The program is asked about, and allowed, before anything is measured.
for (let tools: string[] = []; !tools.includes('convert_units'); await sleep(200)) {
  const first = new StdioClient(ways.keyfob);
  await first.initialize();
  tools = await first.listTools();
  await first.end();
}
for (const measure of [connects, added, idle, starts])
  for (const row of await measure(ways, url)) console.log(JSON.stringify(row));
process.exit();
