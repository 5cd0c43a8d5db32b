import type { Example } from './snippet.ts';

/** Settings of programs as their documentation and the documentation of servers write them. */
export const settings: Example[] = [
  {
    what: 'settings of Cursor',
    text: '{\n  "mcpServers": {\n    "snipget": {\n      "url": "https://mcp.snipget.ai/mcp"\n    }\n  }\n}',
    servers: ['snipget https://mcp.snipget.ai/mcp'],
  },
  {
    what: 'settings of Claude Code',
    text: '{ "mcpServers": { "sentry": { "type": "http", "url": "https://mcp.sentry.dev/mcp" } } }',
    servers: ['sentry https://mcp.sentry.dev/mcp'],
  },
  {
    what: 'settings of VS Code with a key that is asked for',
    text: `{
  "servers": {
    "github": {
      "type": "http",
      "url": "https://api.githubcopilot.com/mcp/",
      "headers": { "Authorization": "Bearer \${input:github_mcp_pat}" }
    }
  },
  "inputs": [{ "type": "promptString", "id": "github_mcp_pat", "password": true }]
}`,
    servers: ['github https://api.githubcopilot.com/mcp/, header Authorization'],
  },
  {
    what: 'settings of VS Code in settings.json',
    text: '{ "mcp": { "servers": { "learn": { "type": "http", "url": "https://learn.microsoft.com/api/mcp" } } } }',
    servers: ['learn https://learn.microsoft.com/api/mcp'],
  },
  {
    what: 'settings of VS Code under a key with a dot',
    text: '{ "mcp.servers": { "docs": { "type": "http", "url": "https://docs.example/mcp" } } }',
    servers: ['docs https://docs.example/mcp'],
  },
  {
    what: 'settings of Windsurf',
    text: '{"mcpServers": {"zapier": {"serverUrl": "https://mcp.zapier.com/api/mcp"}}}',
    servers: ['zapier https://mcp.zapier.com/api/mcp'],
  },
  {
    what: 'settings of Gemini CLI',
    text: '{"mcpServers": {"maps": {"httpUrl": "https://maps.example/mcp", "headers": {"X-Goog-Api-Key": "k"}}}}',
    servers: ['maps https://maps.example/mcp, header X-Goog-Api-Key'],
  },
  {
    what: 'settings of Zed',
    text: '{"context_servers": {"linear": {"url": "https://mcp.linear.app/mcp"}}}',
    servers: ['linear https://mcp.linear.app/mcp'],
  },
  {
    what: 'settings of opencode',
    text: `{ "$schema": "https://opencode.ai/config.json",
  "mcp": { "context7": { "type": "remote", "url": "https://mcp.context7.com/mcp", "enabled": true },
           "files": { "type": "local", "command": ["npx", "-y", "files"] } } }`,
    servers: ['context7 https://mcp.context7.com/mcp'],
    local: ['files'],
  },
  {
    what: 'settings of Amp',
    text: '{ "amp.mcpServers": { "semgrep": { "url": "https://mcp.semgrep.ai/mcp" } } }',
    servers: ['semgrep https://mcp.semgrep.ai/mcp'],
  },
  {
    what: 'settings of Codex',
    text: '[mcp_servers.figma]\nurl = "https://mcp.figma.com/mcp"\nbearer_token_env_var = "FIGMA_TOKEN"\n',
    servers: ['figma https://mcp.figma.com/mcp, header Authorization'],
  },
  {
    what: 'settings of Codex with headers and a program',
    text: `experimental_use_rmcp_client = true

[mcp_servers.s]
url = "https://example.com/mcp"
http_headers = { X-Team = "core" }
env_http_headers = { X-Key = "KEY", x-team = "TEAM" }

[mcp_servers.agtx]
command = "agtx"
args = ["mcp-serve", "."]`,
    servers: ['s https://example.com/mcp, header x-team, header X-Key'],
    local: ['agtx'],
  },
  {
    what: 'settings of goose',
    text: 'extensions:\n  asana:\n    enabled: true\n    name: asana\n    type: streamable_http\n    uri: https://mcp.asana.com/v2/mcp\n',
    servers: ['asana https://mcp.asana.com/v2/mcp'],
  },
  {
    what: 'settings of Continue',
    text: 'name: Mine\nmcpServers:\n  - name: Docs\n    type: streamable-http\n    url: https://docs.continue.dev/mcp\n  - name: Files\n    command: npx\n',
    servers: ['Docs https://docs.continue.dev/mcp'],
    local: ['Files'],
  },
  {
    what: 'settings with comments and commas too many',
    text: `{
  // the team's servers
  "mcpServers": {
    "neon": { "url": "https://mcp.neon.tech/mcp", }, /* added in May */
  },
}`,
    servers: ['neon https://mcp.neon.tech/mcp'],
  },
  {
    what: 'settings inside a fence',
    text: '```json\n{ "mcpServers": { "jam": { "url": "https://mcp.jam.dev/mcp" } } }\n```',
    servers: ['jam https://mcp.jam.dev/mcp'],
  },
  {
    what: 'settings without the outer brackets',
    text: '"mcpServers": {\n  "box": { "url": "https://mcp.box.com" }\n}',
    servers: ['box https://mcp.box.com'],
  },
  {
    what: 'one entry with its key',
    text: '"linear": { "type": "http", "url": "https://mcp.linear.app/mcp" },',
    servers: ['linear https://mcp.linear.app/mcp'],
  },
  {
    what: 'one entry without a name',
    text: '{ "type": "sse", "url": "https://mcp.deepwiki.com/sse" }',
    servers: ['https://mcp.deepwiki.com/sse'],
  },
  {
    what: 'entries by name alone',
    text: '{ "a": { "url": "https://a.example/mcp" }, "b": { "url": "https://b.example/mcp" } }',
    servers: ['a https://a.example/mcp', 'b https://b.example/mcp'],
  },
  {
    what: 'settings whose end was not copied',
    text: '{ "mcpServers": { "vercel": { "url": "https://mcp.vercel.com" }',
    servers: ['vercel https://mcp.vercel.com'],
  },
  {
    what: 'the bridge mcp-remote with a header and a variable',
    text: `{"mcpServers": {"kluster": {"command": "npx",
      "args": ["-y", "mcp-remote@latest", "https://api.kluster.ai/v1/mcp", "--header", "Authorization: Bearer \${TOKEN}"],
      "env": {"TOKEN": "secret"}}}}`,
    servers: [
      'kluster https://api.kluster.ai/v1/mcp, header Authorization, not command mcp-remote, not variable TOKEN',
    ],
  },
  {
    what: 'the bridge mcp-remote in one line',
    text: '{"mcpServers": {"linear": {"command": "npx -y mcp-remote https://mcp.linear.app/sse"}}}',
    servers: ['linear https://mcp.linear.app/sse, not command mcp-remote'],
  },
  {
    what: 'the bridge mcp-remote for Windows',
    text: '{"mcpServers": {"x": {"command": "cmd", "args": ["/c", "npx", "mcp-remote", "https://x.example/mcp"]}}}',
    servers: ['x https://x.example/mcp, not command mcp-remote'],
  },
  {
    what: 'a client ID of its own',
    text: '{"mcpServers": {"crm": {"url": "https://crm.example/mcp", "auth": {"CLIENT_ID": "abc", "CLIENT_SECRET": "s"}}}}',
    servers: ['crm https://crm.example/mcp, not client_id'],
  },
  {
    what: 'programs alone',
    text: '{"mcpServers": {"files": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/"]}}}',
    servers: [],
    local: ['files'],
  },
  {
    what: 'a server.json of the registry',
    text: `{ "name": "io.github.acme/tracker", "title": "Acme Tracker", "version": "1.0.0",
      "remotes": [{ "type": "streamable-http", "url": "https://tracker.example/mcp" }] }`,
    servers: ['Acme Tracker https://tracker.example/mcp'],
  },
];
