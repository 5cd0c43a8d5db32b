import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CommandWiring } from '../../../src-main/bridge/commands/command.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { wiringOf } from '../../support/wiring-of.ts';
import { askingApp } from './asking-app.ts';
import { run } from './run.ts';

/** As a person writes it: with a comment, odd spacing and another server. */
const written = `{
  // mine
  "mcpServers": {
      "files": {"command":"npx",   "args": ["files"]}
  }
}
`;

const other = written.replace(
  '["files"]}',
  '["files"]},\n    "mine":{ "url" : "https://linear.example/mcp" } // by hand',
);

it.each([
  ['beside another entry', written, 'linear'],
  ['in place of an entry for the same server', other, 'mine'],
])('wire and unwire change Cursor’s own file %s, and give it back byte for byte', async (_where, before, name) => {
  const userHome = temporaryFolder();
  const file = join(userHome, '.cursor', 'mcp.json');
  mkdirSync(join(userHome, '.cursor'));
  writeFileSync(file, before);
  // The wiring needs the store, which the app makes.
  const wiring: { real?: CommandWiring } = {};
  const real = () => {
    if (!wiring.real) throw new Error('not started');
    return wiring.real;
  };
  const { home, kit, addServer } = await askingApp('once', {
    wiring: {
      places: (...asked) => real().places(...asked),
      preview: (...asked) => real().preview(...asked),
      apply: (...asked) => real().apply(...asked),
    },
  });
  wiring.real = wiringOf(kit, userHome);
  addServer('Linear');

  const { lines, code } = await run(home, ['wire', 'cursor', 'linear', '--yes']);
  expect([lines[0], code]).toEqual(['Cursor uses Linear through Keyfob now.', 0]);
  const changed = readFileSync(file, 'utf8');
  expect(JSON.parse(changed.replace(/\/\/ .*/g, ''))).toEqual({
    mcpServers: {
      files: { command: 'npx', args: ['files'] },
      [name]: { command: '/home/ann/.keyfob/bin/keyfob', args: ['mcp', 'linear'] },
    },
  });
  expect(changed).toContain('      "files": {"command":"npx",   "args": ["files"]}');
  const listed = await run(home, ['programs', 'linear']);
  expect(listed.lines).toContainEqual(expect.stringMatching(/^cursor +Cursor: uses linear through Keyfob$/));
  const unwired = await run(home, ['unwire', 'cursor', 'linear', '--yes']);
  expect([unwired.lines[0], unwired.code]).toEqual(['Cursor uses Linear through Keyfob no longer.', 0]);
  expect(readFileSync(file, 'utf8')).toBe(before);
});
