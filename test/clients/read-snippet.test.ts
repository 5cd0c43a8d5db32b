import { expect, it } from 'vitest';
import { readSnippet } from '../../src-main/clients/read-snippet.ts';
import { addresses } from './snippets/addresses.ts';
import { commands } from './snippets/commands.ts';
import { documents } from './snippets/documents.ts';
import { hostile } from './snippets/hostile.ts';
import { links } from './snippets/links.ts';
import { settings } from './snippets/settings.ts';

const all = [...settings, ...commands, ...links, ...addresses, ...documents, ...hostile];

it.each(all)('the reader of pasted text finds in $what what is there', async ({ text, servers, local = [] }) => {
  const found = await readSnippet(text);
  const lines = found.servers.map(({ name, url, secrets, leftOut = [] }) =>
    [`${name} ${url}`.trim(), ...secrets, ...leftOut.map((each) => `not ${each}`)].join(', '),
  );
  expect(lines).toEqual(servers);
  expect(found.local).toEqual(local);
});

it('the reader of pasted text is tried with at least 60 texts, each under a name of its own', () => {
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(new Set(all.map(({ what }) => what)).size).toBe(all.length);
});

it('the reader of pasted text refuses one with more servers than a window can show', async () => {
  const many = Array.from({ length: 1001 }, (_, index) => `https://mcp${index}.example/mcp`).join('\n');
  await expect(readSnippet(many)).rejects.toMatchObject({ code: 'file_invalid' });
});
