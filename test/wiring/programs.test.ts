import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src-main/clients/parse-config.ts';
import type { Format } from '../../src-main/clients/programs.ts';
import { programIds, type ProgramId } from '../../src-preload/contract/wiring.ts';
import { start } from './start.ts';

const file = (name: string) => readFileSync(join(import.meta.dirname, 'files', name), 'utf8');
const command = '/home/ann/.keyfob/bin/keyfob';
const args = ['mcp', 'linear'];
const plain = { command, args };

interface Scene {
  path: string;
  format: Format;
  text: string;
  /** The keys that lead to the entry, or to the list that it is in. */
  keys: string[];
  entry: Record<string, unknown>;
}

/** A file of each program: as its own command wrote it, or as its documentation has one, edited by hand. */
const scenes: Record<ProgramId, Scene> = {
  'claude-desktop': {
    path: '.config/Claude/claude_desktop_config.json',
    format: 'json',
    text: '{\n  "globalShortcut": "",\n  "mcpServers": {\n    "filesystem": {\n      "command": "npx",\n      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/ann"]\n    }\n  }\n}',
    keys: ['mcpServers', 'linear'],
    entry: plain,
  },
  'claude-code': {
    path: '.claude.json',
    format: 'json',
    text: file('claude-code-2.1.332.json').replace(
      '"mcpServers"',
      '"projects": {"/work": {"mcpServers": {"p": {"type": "stdio", "command": "x", "args": []}}, "history": [1, 2.0e3]}},\n  "mcpServers"',
    ),
    keys: ['mcpServers', 'linear'],
    entry: { type: 'stdio', ...plain },
  },
  cursor: {
    path: '.cursor/mcp.json',
    format: 'json',
    text: '\ufeff{\r\n\t"mcpServers": {\r\n\t\t"local": { "command": "python", "args": ["server.py"], "env": { "API_KEY": "x" } }\r\n\t}\r\n}\r\n',
    keys: ['mcpServers', 'linear'],
    entry: plain,
  },
  vscode: {
    path: '.config/Code/User/mcp.json',
    format: 'json',
    text: '// Shared with the team\n{\n\t"inputs": [\n\t\t{ "type": "promptString", "id": "key", "password": true },\n\t],\n\t"servers": {\n\t\t"github": { "type": "http", "url": "https://api.githubcopilot.com/mcp" }, // sign in once\n\t},\n}\n',
    keys: ['servers', 'linear'],
    entry: { type: 'stdio', ...plain },
  },
  copilot: {
    path: '.copilot/mcp-config.json',
    format: 'json',
    text: '{"mcpServers":{"a":{"type":"local","command":"x","args":[],"tools":["*"]}}}',
    keys: ['mcpServers', 'linear'],
    entry: { type: 'local', ...plain, tools: ['*'] },
  },
  windsurf: {
    path: '.codeium/windsurf/mcp_config.json',
    format: 'json',
    text: '{\n    "mcpServers" : {\n        "remote" : { "serverUrl" : "https://a.example/mcp", "headers" : { "API_KEY" : "${env:TOKEN}" } }\n    }\n}\n',
    keys: ['mcpServers', 'linear'],
    entry: plain,
  },
  codex: {
    path: '.codex/config.toml',
    format: 'toml',
    text: `# by hand\r\nmodel = "gpt-5"   # odd   spacing\r\n\r\n${file('codex-0.171.0.toml').replace('mcp.linear.app', 'mcp.sentry.dev').replaceAll('\n', '\r\n')}`,
    keys: ['mcp_servers', 'linear'],
    entry: plain,
  },
  gemini: {
    path: '.gemini/settings.json',
    format: 'json',
    text: file('gemini-cli-0.61.0.json').replace('"linear"', '"sentry"').replace('mcp.linear.app', 'mcp.sentry.dev'),
    keys: ['mcpServers', 'linear'],
    entry: plain,
  },
  opencode: {
    path: '.config/opencode/opencode.jsonc',
    format: 'json',
    text: file('opencode-1.18.33.jsonc').replace('"linear"', '"sentry"').replace('mcp.linear.app', 'mcp.sentry.dev'),
    keys: ['mcp', 'linear'],
    entry: { type: 'local', command: [command, ...args] },
  },
  zed: {
    path: '.config/zed/settings.json',
    format: 'json',
    text: '// Zed settings\n//\n// For information on how to configure Zed, see the documentation\n{\n  "ui_font_size": 16,\n  /* several\n     lines */\n  "context_servers": {\n    "mine": { "source": "custom", "command": "x", "args": [], "env": {}, },\n  },\n  "theme": { "mode": "system", "light": "One Light", "dark": "One Dark" },\n}\n',
    keys: ['context_servers', 'linear'],
    entry: plain,
  },
  goose: {
    path: '.config/goose/config.yaml',
    format: 'yaml',
    text: 'GOOSE_PROVIDER: anthropic   # chosen\nextensions:\n    developer:\n        enabled: true\n        type: builtin\n        timeout: 300\n        bundled: true\n\n    # mine\n    fetch: {cmd: uvx, args: [mcp-server-fetch], type: stdio, enabled: true, name: fetch, timeout: 60}\nGOOSE_MODEL: x\n',
    keys: ['extensions', 'linear'],
    entry: { name: 'linear', type: 'stdio', enabled: true, cmd: command, args, timeout: 300 },
  },
  cline: {
    path: '.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    format: 'json',
    text: '{\n  "mcpServers": {\n    "weather": {\n      "command": "node",\n      "args": ["/w/index.js"],\n      "disabled": false,\n      "autoApprove": ["get_alerts"]\n    }\n  }\n}\n',
    keys: ['mcpServers', 'linear'],
    entry: plain,
  },
  continue: {
    path: '.continue/config.yaml',
    format: 'yaml',
    text: 'name: Local Assistant\nversion: 1.0.0\nschema: v1\nmodels: []\nmcpServers:\n  - name: SQLite\n    command: npx\n    args:\n      - "-y"\n      - mcp-sqlite\n\n# end\n',
    keys: ['mcpServers'],
    entry: { name: 'linear', ...plain },
  },
  'lm-studio': {
    path: '.lmstudio/mcp.json',
    format: 'json',
    text: '{\n  "mcpServers": {}\n}',
    keys: ['mcpServers', 'linear'],
    entry: plain,
  },
};

function at(document: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], document);
}

describe.each(programIds)('the file of %s', (program) => {
  const { path, format, text, keys, entry } = scenes[program];

  it('has the entry and all else once it is wired, and every byte of before once that is undone or removed', async () => {
    const { apply, undo, read, places } = await start({ [path]: text });
    for (const takeBack of [() => undo(program), () => apply({ program, isRemoval: true })]) {
      expect(await apply({ program })).toMatchObject({ entry: 'linear', replaced: null, warnings: [] });
      const wired = await parseConfig(format, read(path));
      const found = at(wired, keys);
      expect(JSON.parse(JSON.stringify(Array.isArray(found) ? found.at(-1) : found))).toEqual(entry);
      expect((await places())[program]).toMatchObject({ state: 'wired', entry: 'linear' });
      const kept = await parseConfig(format, text);
      if (Array.isArray(found)) found.pop();
      else delete (at(wired, keys.slice(0, -1)) as Record<string, unknown>)[keys.at(-1) ?? ''];
      expect(JSON.stringify(wired)).toBe(JSON.stringify(kept));
      await takeBack();
      expect(read(path)).toBe(text);
    }
  });

  it('is reached through a symbolic link, with Windows line breaks and a byte order mark', async () => {
    const odd = `\ufeff${text.replace(/^\ufeff/, '').replaceAll(/\r?\n/g, '\r\n')}`;
    const { home, apply, undo, read } = await start({ 'dotfiles/file': odd });
    mkdirSync(dirname(join(home, path)), { recursive: true });
    mkdirSync(join(home, '.claude'), { recursive: true });
    symlinkSync(join(home, 'dotfiles/file'), join(home, path));
    await apply({ program });
    expect(read('dotfiles/file')).toContain('.keyfob');
    expect(read('dotfiles/file').replaceAll('\r\n', '')).not.toContain('\n');
    await undo(program);
    expect(read('dotfiles/file')).toBe(odd);
  });
});

// The pitfalls of wiring, by their names.
describe('a pitfall', () => {
  it('config changed between preview and write: nothing written', async () => {
    const { preview, wiring, kit, write, read } = await start({ '.cursor/mcp.json': '{}' });
    const { id } = await preview();
    write('.cursor/mcp.json', '{ }');
    await expect(wiring.apply(kit.session, id)).rejects.toMatchObject({ code: 'config_changed' });
    expect(read('.cursor/mcp.json')).toBe('{ }');
  });

  it('comments, BOM, CRLF, symlink: byte-equal after undo', async () => {
    const text = '\ufeff{\r\n  // one\r\n  "mcpServers": { /* two */ },\r\n}\r\n';
    const { home, apply, undo, read } = await start({ 'real/mcp.json': text });
    symlinkSync('real', join(home, '.cursor'));
    await apply();
    expect(read('real/mcp.json')).toContain('.keyfob');
    await undo();
    expect(read('real/mcp.json')).toBe(text);
  });

  it('names alike after _: said before it is written', async () => {
    const { preview } = await start({ '.codex/config.toml': '[mcp_servers."a/b"]\ncommand = "x"\n' });
    const { warnings } = await preview({ program: 'codex', name: 'a.b' });
    expect(warnings).toEqual([{ kind: 'alike', other: 'a/b' }]);
  });
});
