import type { Example } from './snippet.ts';

/** Whole passages of documents, with several of these in them. */
export const documents: Example[] = [
  {
    what: 'a README that says the same in five ways',
    text: `## Install

[Add to Cursor](https://cursor.com/install-mcp?name=aeon&config=eyJ1cmwiOiJodHRwczovL3d3dy5hZW9uLmZ1bi9jb25uZWN0L21jcCJ9), or add this to \`~/.cursor/mcp.json\`:

\`\`\`json
{ "mcpServers": { "aeon": { "url": "https://www.aeon.fun/connect/mcp" } } }
\`\`\`

To add only the server: \`gemini mcp add --transport http aeon https://www.aeon.fun/connect/mcp\`.

\`\`\`bash
code --add-mcp '{"name":"aeon","type":"http","url":"https://www.aeon.fun/connect/mcp"}'
\`\`\`

\`\`\`toml
[mcp_servers.aeon]
url = "https://www.aeon.fun/connect/mcp/"
\`\`\`
`,
    servers: ['aeon https://www.aeon.fun/connect/mcp'],
  },
  {
    what: 'a list with commands in the text',
    text: `- **Claude Code**: \`claude mcp add --transport http flightclaw https://mcp.flightclaw.com/mcp\`
- **Cursor**: add \`{"mcpServers":{"flightclaw":{"url":"https://mcp.flightclaw.com/mcp"}}}\` to \`~/.cursor/mcp.json\``,
    servers: ['flightclaw https://mcp.flightclaw.com/mcp'],
  },
  {
    what: 'a list of servers to add one after the other',
    text: `### Context 7
\`\`\`bash
claude mcp add --transport sse context7 https://mcp.context7.com/sse -s user
\`\`\`
### Notion
\`\`\`bash
claude mcp add-json notionApi '{"type":"stdio","command":"npx","args":["-y","@notionhq/notion-mcp-server"],"env":{"OPENAPI_MCP_HEADERS":"{\\"Authorization\\": \\"Bearer ntn\\"}"}}' -s user
\`\`\``,
    servers: ['context7 https://mcp.context7.com/sse'],
    local: ['notionApi'],
  },
  {
    what: 'settings with prose and other brackets around them',
    text: `Set \${HOME} first (see {docs}). Then:

    {
      "mcpServers": {
        "a": { "url": "https://a.example/mcp" },
        "b": { "command": "uvx", "args": ["b"] }
      }
    }

It's done.`,
    servers: ['a https://a.example/mcp'],
    local: ['b'],
  },
  {
    what: 'a file of TypeScript with settings in it',
    text: 'export const config = { fill: { "mcpServers": { "a": { "url": "https://a.example/mcp" } } } };',
    servers: ['a https://a.example/mcp'],
  },
  {
    what: 'TOML with prose behind it',
    text: 'Add to `config.toml`:\n\n[mcp_servers.docs]\nurl = "https://developers.openai.com/mcp"\n\nThen restart Codex.',
    servers: ['docs https://developers.openai.com/mcp'],
  },
  {
    what: 'a quotation in a mail',
    text: '> ```json\n> { "mcpServers": { "q": { "url": "https://q.example/mcp" } } }\n> ```',
    servers: ['q https://q.example/mcp'],
  },
  {
    what: 'a text with a mark of the byte order and lines of Windows',
    text: '\ufeff{\r\n"mcpServers": {\r\n"w": {"url": "https://w.example/mcp"}\r\n}\r\n}',
    servers: ['w https://w.example/mcp'],
  },
];
