import type { Example } from './snippet.ts';

/** Commands that add a server to a program, or that lead to one. */
export const commands: Example[] = [
  {
    what: 'claude mcp add with a transport',
    text: 'claude mcp add --transport http ticker-scout https://mcp.tickerscout.ai/mcp',
    servers: ['ticker-scout https://mcp.tickerscout.ai/mcp'],
  },
  {
    what: 'claude mcp add over several lines with headers',
    text: `claude mcp add --transport http eduuw \\
  https://api.eduue.com.br/mcp \\
  --header "X-API-Key: $EDUUE_API_KEY" \\
  --header "X-Tenant-ID: $TENANT_ID"`,
    servers: ['eduuw https://api.eduue.com.br/mcp, header X-API-Key, header X-Tenant-ID'],
  },
  {
    what: 'claude mcp add with its options behind the address',
    text: 'claude mcp add jira https://jira.example.net/sse --transport sse -H "X-Snowflake-Token: your_token_here"',
    servers: ['jira https://jira.example.net/sse, header X-Snowflake-Token'],
  },
  {
    what: 'claude mcp add with short options',
    text: '$ claude mcp add -s user -t http deepwiki https://mcp.deepwiki.com/mcp',
    servers: ['deepwiki https://mcp.deepwiki.com/mcp'],
  },
  {
    what: 'claude mcp add with two headers behind one option',
    text: 'claude mcp add -t http x https://x.example/mcp --header "A: 1" "B: 2" --scope local',
    servers: ['x https://x.example/mcp, header A, header B'],
  },
  {
    what: 'claude mcp add with a client of its own',
    text: 'claude mcp add --transport=http --client-id abc --client-secret --callback-port 8080 slack https://mcp.slack.com/mcp',
    servers: ['slack https://mcp.slack.com/mcp, not client_id'],
  },
  {
    what: 'claude mcp add with variables and an address',
    text: 'claude mcp add -e REGION=eu x --transport http https://x.example/mcp',
    servers: ['x https://x.example/mcp, not variable REGION'],
  },
  {
    what: 'claude mcp add with the bridge',
    text: 'claude mcp add linear -e TOKEN=x -- npx -y mcp-remote https://mcp.linear.app/mcp',
    servers: ['linear https://mcp.linear.app/mcp, not command mcp-remote, not variable TOKEN'],
  },
  {
    what: 'claude mcp add with a program',
    text: 'claude mcp add -s user questlog -- questlog serve',
    servers: [],
    local: ['questlog'],
  },
  {
    what: 'claude mcp add with a program and variables',
    text: 'claude mcp add -s user -t stdio blueprint-extractor -e PORT=30010 -- npx -y blueprint-extractor-mcp@latest',
    servers: [],
    local: ['blueprint-extractor'],
  },
  {
    what: 'claude mcp add-json',
    text: `claude mcp add-json github '{"type":"http","url":"https://api.githubcopilot.com/mcp","headers":{"Authorization":"Bearer X"}}'`,
    servers: ['github https://api.githubcopilot.com/mcp, header Authorization'],
  },
  {
    what: 'claude mcp add-json over several lines, with its options last',
    text: `claude mcp add-json weather '{\n  "type": "stdio",\n  "command": "/path/to/weather-cli"\n}' -s user`,
    servers: [],
    local: ['weather'],
  },
  {
    what: 'codex mcp add',
    text: 'codex mcp add --url https://docs.livekit.io/mcp livekit-docs',
    servers: ['livekit-docs https://docs.livekit.io/mcp'],
  },
  {
    what: 'codex mcp add with a token',
    text: 'codex mcp add mine --url https://mine.example/mcp --bearer-token-env-var MINE_TOKEN',
    servers: ['mine https://mine.example/mcp, header Authorization'],
  },
  {
    what: 'gemini mcp add with a quoted address that has a query',
    text: 'gemini mcp add -t http supabase "https://mcp.supabase.com/mcp?read_only=true&features=docs%2Cdatabase"',
    servers: ['supabase https://mcp.supabase.com/mcp?read_only=true&features=docs%2Cdatabase'],
  },
  {
    what: 'gemini mcp add with a header on the next line',
    text: 'gemini mcp add --transport http contextkit https://contextkit.onrender.com/mcp \\\n  --header "Authorization: Bearer ck_..."',
    servers: ['contextkit https://contextkit.onrender.com/mcp, header Authorization'],
  },
  {
    what: 'code --add-mcp',
    text: `code --add-mcp '{"name":"aeon","type":"http","url":"https://www.aeon.fun/connect/mcp"}'`,
    servers: ['aeon https://www.aeon.fun/connect/mcp'],
  },
  {
    what: 'code --add-mcp for Windows',
    text: String.raw`code --add-mcp "{\"name\":\"learn\",\"type\":\"http\",\"url\":\"https://learn.microsoft.com/api/mcp\"}"`,
    servers: ['learn https://learn.microsoft.com/api/mcp'],
  },
  {
    what: 'code-insiders --add-mcp with a program',
    text: `code-insiders --add-mcp '{"name":"playwright","command":"npx","args":["@playwright/mcp@latest"]}'`,
    servers: [],
    local: ['playwright'],
  },
  {
    what: 'the bridge as a command',
    text: 'npx -y mcp-remote@0.1.16 https://mcp.notion.com/mcp --header "X-Team: a" --transport http-only',
    servers: ['https://mcp.notion.com/mcp, header X-Team, not command mcp-remote'],
  },
  {
    what: 'the bridge with a variable before it',
    text: 'MCP_REMOTE_CONFIG_DIR=~/.mcp-auth/a npx mcp-remote https://mcp.linear.app/mcp',
    servers: ['https://mcp.linear.app/mcp, not command mcp-remote'],
  },
  {
    what: 'the bridge as its arguments alone',
    text: 'mcp-remote https://api.kluster.ai/v1/mcp --header "Authorization: Bearer YOUR_MCP_TOKEN"',
    servers: ['https://api.kluster.ai/v1/mcp, header Authorization, not command mcp-remote'],
  },
  {
    what: 'npx add-mcp',
    text: 'npx add-mcp https://mcp.neon.tech/mcp --name neon --header "Authorization: Bearer $KEY" -g',
    servers: ['neon https://mcp.neon.tech/mcp, header Authorization'],
  },
  {
    what: 'a command of PowerShell over two lines',
    text: 'claude mcp add --transport http `\n  unity https://unity.example/mcp',
    servers: ['unity https://unity.example/mcp'],
  },
  {
    what: 'two commands in one line',
    text: 'claude mcp add -t http a https://a.example/mcp && claude mcp add -t http b https://b.example/mcp',
    servers: ['a https://a.example/mcp', 'b https://b.example/mcp'],
  },
];
