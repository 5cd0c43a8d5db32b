import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src-main/clients/parse-config.ts';
import { checkEdit } from '../../src-main/wiring/text/check-edit.ts';
import { putEntry, takeEntry, type EntryAddress } from '../../src-main/wiring/text/edit-text.ts';
import { fault } from '../support/faults.ts';

const entry = { command: '/home/ann/.keyfob/bin/keyfob', args: ['mcp', 'linear'] };
const at = (format: EntryAddress['format'], key: string, isList = false, name = 'linear'): EntryAddress => ({
  format,
  place: { keys: [key], isList },
  name,
});
const json = at('json', 'mcpServers');
const toml = at('toml', 'mcp_servers');
const goose = at('yaml', 'extensions');
const listed = at('yaml', 'mcpServers', true);

/** The entry is put and taken away again, with and without a record; the text in between. */
async function wired(original: string, address: EntryAddress, value: Record<string, unknown> = entry): Promise<string> {
  const { text, splices, replaced } = await putEntry(original, address, value);
  expect(replaced).toBeUndefined();
  expect(await takeEntry(text, address, { splices, replaced: undefined })).toBe(original);
  const withoutRecord = await takeEntry(text, address, { splices: [], replaced: undefined });
  expect(JSON.stringify(await parseConfig(address.format, withoutRecord))).not.toContain('.keyfob');
  return text;
}

describe('a file as its program writes it', () => {
  const file = (name: string) => readFileSync(join(import.meta.dirname, 'files', name), 'utf8');

  it.each([
    ['codex-0.171.0.toml', at('toml', 'mcp_servers', false, 'keyfob-linear')],
    ['gemini-cli-0.61.0.json', at('json', 'mcpServers', false, 'keyfob-linear')],
    ['claude-code-2.1.332.json', at('json', 'mcpServers', false, 'keyfob-linear')],
    ['opencode-1.18.33.jsonc', at('json', 'mcp', false, 'keyfob-linear')],
    ['continue-cli-1.5.47.yaml', listed],
  ])('%s has every line of before once it is wired, and every byte once it is unwired', async (name, address) => {
    const value = address.place.isList ? { name: 'linear', ...entry } : entry;
    const original = file(name);
    const text = await wired(original, address, value);
    const lines = new Set(text.split('\n').map((line) => line.replace(/,$/, '')));
    expect(original.split('\n').filter((line) => !lines.has(line.replace(/,$/, '')))).toEqual([]);
  });

  it.each([
    ['codex-0.171.0.toml', at('toml', 'mcp_servers', false, 'remote')],
    ['codex-0.171.0.toml', at('toml', 'mcp_servers', false, 'with-env')],
    ['gemini-cli-0.61.0.json', json],
    ['opencode-1.18.33.jsonc', at('json', 'mcp')],
  ])('%s gets back what an entry replaced', async (name, address) => {
    const original = file(name);
    const group = ((await parseConfig(address.format, original)) as Record<string, Record<string, unknown>>)[
      address.place.keys[0] ?? ''
    ];
    const { text, splices, replaced } = await putEntry(original, address, entry);
    const undone = { splices, replaced: { text: replaced ?? '', value: group?.[address.name] } };
    expect(text).toContain('/home/ann/.keyfob/bin/keyfob');
    expect(await takeEntry(text, address, undone)).toBe(original);
    expect(await takeEntry(text, address, { ...undone, splices: [] })).toBe(original);
  });
});

describe('an entry in JSON', () => {
  it('comes last, and comments stay with the lines they belong to', async () => {
    const original = `{
    // by hand
    "mcpServers" : {
        "a": {"command":"x"}   // keep   me
    },
    "other": [1,2],
}`;
    expect(await wired(original, json)).toBe(`{
    // by hand
    "mcpServers" : {
        "a": {"command":"x"},   // keep   me
        "linear": {
            "command": "/home/ann/.keyfob/bin/keyfob",
            "args": [
                "mcp",
                "linear"
            ]
        }
    },
    "other": [1,2],
}`);
  });

  it.each([
    ['an empty text', '', '{\n  "mcpServers": {\n    "linear": {\n      "command": '],
    ['a minified one', '{"a":1}', '{"a":1,"mcpServers":{"linear":{"command":"/home/ann/.keyfob/bin/keyfob","args":'],
    [
      'one with CRLF',
      '{\r\n\t"mcpServers": {}\r\n}\r\n',
      '{\r\n\t"mcpServers": {\r\n\t\t"linear": {\r\n\t\t\t"command"',
    ],
    ['one with a byte order mark', '\ufeff{\n  "a": 1\n}', '\ufeff{\n  "a": 1,\n  "mcpServers": {\n    "linear": {'],
    ['one with comments alone', '// nothing yet\n', '// nothing yet\n{\n  "mcpServers": {'],
    [
      'one with project scopes',
      '{\n  "projects": {"/p": {"mcpServers": {}}}\n}',
      '{\n  "projects": {"/p": {"mcpServers": {}}},\n',
    ],
  ])('is written into %s', async (_, original, begins) => {
    const text = await wired(original, json);
    expect(text.slice(0, begins.length)).toBe(begins);
  });
});

describe('an entry in TOML', () => {
  it('is a table at the end, with the line breaks of the file', async () => {
    const original =
      '# mine\r\nmodel = "x"  # odd\r\n[mcp_servers.a]\r\nargs = [\r\n  "[mcp_servers.linear]", # no table\r\n]';
    expect(await wired(original, toml)).toBe(
      `${original}\r\n\r\n[mcp_servers.linear]\r\ncommand = "/home/ann/.keyfob/bin/keyfob"\r\nargs = ["mcp", "linear"]`,
    );
  });

  it('takes the place of a pair and of tables that are apart, which come back', async () => {
    const original = `[mcp_servers.linear]
url = "https://mcp.linear.app/mcp"

[other]
x = '''
[mcp_servers.linear]
'''
[mcp_servers.linear.http_headers]
X = "1"
`;
    const { text, splices, replaced } = await putEntry(original, toml, entry);
    expect(text).toBe(
      `[mcp_servers.linear]
command = "/home/ann/.keyfob/bin/keyfob"
args = ["mcp", "linear"]

[other]
x = '''
[mcp_servers.linear]
'''
`,
    );
    const value = { url: 'https://mcp.linear.app/mcp', http_headers: { X: '1' } };
    const undone = await takeEntry(text, toml, { splices, replaced: { text: replaced ?? '', value } });
    expect(await parseConfig('toml', undone)).toEqual(await parseConfig('toml', original));
  });
});

describe('an entry in YAML', () => {
  it('follows the indentation and the comments of its neighbours', async () => {
    const original =
      'GOOSE_MODEL: x   # odd\nextensions:\n    memory:\n        enabled:   true   # keep\n\n# the end\n';
    expect(await wired(original, goose, { cmd: 'keyfob', args: ['mcp', '.keyfob'] })).toBe(
      'GOOSE_MODEL: x   # odd\nextensions:\n    memory:\n        enabled:   true   # keep\n' +
        '    linear:\n        cmd: keyfob\n        args:\n            - mcp\n            - .keyfob\n\n# the end\n',
    );
  });

  it.each([
    ['without the key', 'name: x\n', 'name: x\nmcpServers:\n  - name: linear\n'],
    ['with an empty key', 'mcpServers: # none\nname: x\n', 'mcpServers: # none\n  - name: linear\n'],
    ['with an empty list', 'mcpServers: []\n', 'mcpServers: [{ "name": "linear", '],
    [
      'with a list at the margin',
      'mcpServers:\n- name: a\n  command: x\n',
      'mcpServers:\n- name: a\n  command: x\n- name: linear\n',
    ],
    ['without anything', '', 'mcpServers:\n  - name: linear\n'],
  ])('is written into a file %s', async (_, original, begins) => {
    const text = await wired(original, listed, { name: 'linear', ...entry });
    expect(text.slice(0, begins.length)).toBe(begins);
  });
});

describe('a file that Keyfob cannot edit', () => {
  it.each([
    ['JSON that is cut off', json, '{"mcpServers": {', 'config_invalid'],
    ['JSON that is a list', json, '[]', 'config_unsuitable'],
    ['JSON with a list of servers', json, '{"mcpServers": []}', 'config_unsuitable'],
    ['JSON with the key twice', json, '{"mcpServers": {}, "mcpServers": {}}', 'config_duplicate'],
    ['JSON with the name twice', json, '{"mcpServers": {"linear": {}, "linear": {}}}', 'config_duplicate'],
    ['TOML that is cut off', toml, 'a = [', 'config_invalid'],
    ['TOML with an inline table', toml, 'mcp_servers = { a = { command = "x" } }', 'config_unsuitable'],
    ['YAML with a tab', goose, 'a:\n\t- b: [', 'config_invalid'],
    ['YAML with a key twice', goose, 'extensions: {}\nextensions: {}\n', 'config_duplicate'],
    ['YAML of several documents', goose, 'a: 1\n---\nb: 1\n', 'config_unsuitable'],
  ])('is left as it is and named: %s', async (_, address, text, code) => {
    await expect(putEntry(text, address, entry)).rejects.toThrow(fault(code as 'config_invalid'));
  });

  it('is left as it is where more than the entry would change', async () => {
    const edit = { ...json, before: '{"a": 1}', after: '{"a": 2, "mcpServers": {"linear": {}}}', expected: {} };
    await expect(checkEdit(edit)).rejects.toThrow(fault('edit_unsafe'));
    await expect(checkEdit({ ...edit, before: '{"a": 2}' })).resolves.toBeUndefined();
  });

  it('has no such entry any more', async () => {
    const gone = takeEntry('{}', json, { splices: [], replaced: undefined });
    await expect(gone).rejects.toThrow(fault('entry_changed'));
  });
});
