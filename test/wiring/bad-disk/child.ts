import { join } from 'node:path';
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { errorView } from '../../../src-main/base/error-view.ts';
import { programs } from '../../../src-main/clients/programs.ts';
import { Copies } from '../../../src-main/wiring/file/copies.ts';
import { findEntry } from '../../../src-main/wiring/find-entry.ts';
import { makeChange } from '../../../src-main/wiring/make-change.ts';
import { planEntry } from '../../../src-main/wiring/plan-change.ts';

// The command line names a home, a folder for copies and a user. As another user the process could not read this
// project's files any more, so all modules are loaded first.
const [home = '', data = '', uid] = process.argv.slice(2);
const program = programs({ platform: 'linux', home, env: {} }).find(({ id }) => id === 'cursor');
if (!program) throw new Error('no such program');
const server = { alias: 'linear', url: 'https://mcp.linear.app/mcp' };
const connector = '/home/ann/.keyfob/bin/keyfob';
await planEntry(program, await findEntry(program, server, connector), { server, connector });
if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const copies = new Copies(data, Date.now);
let noted = false;
const report = (error?: unknown) => {
  const folder = join(home, '.cursor');
  const left = { text: readFileSync(join(folder, 'mcp.json'), 'utf8'), files: readdirSync(folder) };
  writeSync(1, JSON.stringify({ noted, ...left, ...(error !== undefined && { error: errorView(error) }) }));
};
try {
  const found = await findEntry(program, server, connector);
  const change = await planEntry(program, found, { server, connector });
  const copy = copies.pathFor(program.id, join(home, '.cursor/mcp.json'));
  await makeChange(change, { copies, copy, command: null, note: () => (noted = true) });
  report();
} catch (error) {
  report(error);
}
