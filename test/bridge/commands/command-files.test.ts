import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandFiles } from '../../../scripts/write-commands/command-files.ts';
import { commandNames, commandOf, type CommandName } from '../../../src-main/bridge/commands/table/command-table.ts';
import { offlineTexts } from '../../../src-main/bridge/commands/table/offline-texts.ts';
import { programIds } from '../../../src-preload/contract/wiring.ts';
import { wordsFor } from '../../../src-main/shell/words.ts';

it.each(Object.entries(commandFiles()))('%s is what the table of commands makes of it', (path, text) => {
  // `npm run write-commands` writes it.
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('the table has these commands, of which these need the user’s consent', () => {
  const needing = (need: string) => commandNames.filter((name) => commandOf(name).needs === need);
  expect(needing('nothing')).toEqual(['completion', 'help']);
  expect(needing('app')).toEqual(['status', 'lock']);
  expect(needing('started_app')).toEqual(['list', 'open']);
  expect(needing('consent')).toEqual(
    'mcp add sign-in sign-out tools call programs wire unwire doctor export'.split(' '),
  );
});

it('every command can answer in JSON but those that print a text for a shell, a person or an agent', () => {
  const withoutJson = new Set<CommandName>(['mcp', 'completion', 'help']);
  for (const name of commandNames)
    expect([name, commandOf(name).options.includes('json')]).toEqual([name, !withoutJson.has(name)]);
});

describe.each(['en', 'vi', 'zh'])('the texts that the connector prints by itself, in %s', (language) => {
  const texts = offlineTexts({ words: wordsFor(language).commands, connector: '/c', programs: programIds });

  it('fit the file that it reads', () => {
    expect(Buffer.byteLength(texts)).toBeLessThan(65_536);
  });

  it('have every command and every shell', () => {
    const asked = [...texts.matchAll(/\u0001(.*)\n/g)].map(([, name]) => name);
    expect(asked).toEqual([
      'help',
      ...commandNames.map((name) => `help ${name}`),
      'completion bash',
      'completion zsh',
      'completion fish',
    ]);
  });
});
