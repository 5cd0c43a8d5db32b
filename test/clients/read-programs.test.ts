import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { programs, type Computer } from '../../src-main/clients/programs.ts';
import { readPrograms } from '../../src-main/clients/read-programs.ts';
import { temporaryFolder } from '../support/keyfob.ts';

/** A home with these files in it. */
function home(files: Record<string, string>): Computer {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { platform: 'linux', home: folder, env: {} };
}

const remote = (name: string, url: string, secrets: string[] = []) => ({ name, url, secrets });
const bridged = (name: string, url: string) => ({ ...remote(name, url), leftOut: ['command mcp-remote'] });

it('the search for other programs finds what every program has written down, in its own form', async () => {
  const computer = home({
    '.config/Claude/claude_desktop_config.json': JSON.stringify({
      mcpServers: {
        files: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/'] },
        linear: { command: 'npx', args: ['-y', 'mcp-remote@latest', 'https://mcp.linear.app/sse', '--debug'] },
      },
    }),
    '.claude.json': JSON.stringify({
      mcpServers: {
        sentry: { type: 'http', url: 'https://mcp.sentry.dev/mcp', headers: { Authorization: 'Bearer x' } },
      },
      projects: {
        '/home/ann': { mcpServers: { notion: { type: 'sse', url: 'https://mcp.notion.com/sse' } } },
        '/b': {},
      },
    }),
    '.cursor/mcp.json': '{"mcpServers":{"stripe":{"url":"https://mcp.stripe.com"}}}',
    '.config/Code/User/mcp.json': `{
      // written by hand
      "servers": { "github": { "type": "http", "url": "https://api.githubcopilot.com/mcp/", }, },
    }`,
    '.config/Code/User/settings.json':
      '{"editor.fontSize": 12, "mcp": {"servers": {"old": {"url": "https://old.example"}}}}',
    '.codeium/windsurf/mcp_config.json': '{"mcpServers":{"zapier":{"serverUrl":"https://zapier.example/mcp"}}}',
    '.codex/config.toml': `model = "x"
[mcp_servers.asana]
url = "https://mcp.asana.com/mcp"
http_headers = { "X-Region" = "eu" }
[mcp_servers.local]
command = "uv"`,
  });
  expect(await readPrograms(computer)).toEqual([
    { name: 'Claude Desktop', servers: [bridged('linear', 'https://mcp.linear.app/sse')], local: ['files'] },
    {
      name: 'Claude Code',
      servers: [
        remote('sentry', 'https://mcp.sentry.dev/mcp', ['header Authorization']),
        remote('notion', 'https://mcp.notion.com/sse'),
      ],
      local: [],
    },
    { name: 'Cursor', servers: [remote('stripe', 'https://mcp.stripe.com')], local: [] },
    { name: 'VS Code', servers: [remote('github', 'https://api.githubcopilot.com/mcp/')], local: [] },
    { name: 'VS Code', servers: [remote('old', 'https://old.example')], local: [] },
    { name: 'Windsurf', servers: [remote('zapier', 'https://zapier.example/mcp')], local: [] },
    { name: 'Codex', servers: [remote('asana', 'https://mcp.asana.com/mcp', ['header X-Region'])], local: ['local'] },
  ]);
});

it('the search for other programs names the program whose file is broken, and goes on with the others', async () => {
  const computer = home({
    '.claude.json': '{"mcpServers": {"a": ',
    '.cursor/mcp.json': '{"mcpServers":{"stripe":{"url":"https://mcp.stripe.com"}}}',
    '.codex/config.toml': 'mcp_servers = [',
    '.codeium/windsurf/mcp_config.json': '',
    '.config/Code/User/mcp.json': '{"servers": ["no", "object"], "__proto__": {"url": "https://evil.example"}}',
  });
  symlinkSync('/nowhere', join(computer.home, '.config/Claude'));
  const found = await readPrograms(computer);
  expect(found.map(({ name, servers, error }) => [name, servers.length, (error as { code?: string })?.code])).toEqual([
    ['Claude Code', 0, 'file_invalid'],
    ['Cursor', 1, undefined],
    ['Codex', 0, 'file_invalid'],
  ]);
});

it('the search for other programs reads nothing but addresses and names: no secret is read', async () => {
  const computer = home({
    '.cursor/mcp.json': JSON.stringify({
      mcpServers: { a: { url: 'https://a.example', headers: { 'X-Key': 'canary' }, env: { KEY: 'canary' } } },
    }),
    '.codex/config.toml': '[mcp_servers.b]\nurl = "https://b.example"\nbearer_token_env_var = "canary"',
  });
  expect(JSON.stringify(await readPrograms(computer))).not.toContain('canary');
});

it('the search for other programs looks where each system keeps such files', () => {
  const files = (platform: NodeJS.Platform, env = {}) =>
    programs({ platform, home: platform === 'win32' ? 'C:\\Users\\ann' : '/Users/ann', env }).flatMap(({ files }) =>
      files.map(({ path }) => path),
    );
  expect(files('darwin')).toContain('/Users/ann/Library/Application Support/Claude/claude_desktop_config.json');
  expect(files('win32')).toContain('C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json');
  expect(files('win32', { APPDATA: 'D:\\Roaming' })).toContain('D:\\Roaming\\Claude\\claude_desktop_config.json');
  expect(files('linux', { XDG_CONFIG_HOME: '/etc/ann' })).toContain('/etc/ann/Code/User/settings.json');
  expect(files('linux', { CODEX_HOME: '/codex' })).toContain('/codex/config.toml');
});

it('the search for other programs finds nothing on a computer that has none of the files', async () => {
  expect(await readPrograms(home({}))).toEqual([]);
});

it('the search for other programs reads lists, YAML, and each program’s own way to name an address or a command', async () => {
  const computer = home({
    '.config/goose/config.yaml': `# by goose configure
extensions:
  developer: {enabled: true, type: builtin, name: developer}
  linear: {type: streamable_http, uri: https://mcp.linear.app/mcp, name: linear}
  files: {type: stdio, cmd: npx, args: [-y, files]}
`,
    '.continue/config.yaml':
      'mcpServers:\n  - name: notion\n    command: npx\n    args: [-y, mcp-remote, https://mcp.notion.com/mcp]\n',
    '.config/opencode/opencode.jsonc':
      '{"mcp": {"a": {"type": "local", "command": ["npx", "mcp-remote", "https://a.example"]}, "b": {"command": ["node"]}}}',
    '.gemini/settings.json': '{"mcpServers": {"c": {"httpUrl": "https://c.example/mcp"}}}',
    '.config/zed/settings.json': '{\n  // by hand\n  "context_servers": {"d": {"url": "https://d.example"}},\n}',
  });
  expect(await readPrograms(computer)).toEqual([
    { name: 'Gemini CLI', servers: [remote('c', 'https://c.example/mcp')], local: [] },
    { name: 'opencode', servers: [bridged('a', 'https://a.example')], local: ['b'] },
    { name: 'Zed', servers: [remote('d', 'https://d.example')], local: [] },
    { name: 'goose', servers: [remote('linear', 'https://mcp.linear.app/mcp')], local: ['files'] },
    { name: 'Continue', servers: [bridged('notion', 'https://mcp.notion.com/mcp')], local: [] },
  ]);
});
