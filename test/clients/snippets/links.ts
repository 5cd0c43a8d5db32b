import type { Example } from './snippet.ts';

const snipget = 'eyJ1cmwiOiJodHRwczovL21jcC5zbmlwZ2V0LmFpL21jcCJ9';

/** Links that install a server with a click. */
export const links: Example[] = [
  {
    what: 'a link of Cursor’s own scheme',
    text: 'cursor://anysphere.cursor-deeplink/mcp/install?name=discord&config=eyJ1cmwiOiJodHRwczovL2FwaS5tY3AuYWkvcF9kaXNjb3JkIn0=',
    servers: ['discord https://api.mcp.ai/p_discord'],
  },
  {
    what: 'a link to Cursor’s site',
    text: `https://cursor.com/install-mcp?name=snipget&config=${snipget}`,
    servers: ['snipget https://mcp.snipget.ai/mcp'],
  },
  {
    what: 'a link to Cursor’s site in another language',
    text: 'https://cursor.com/en/install-mcp?name=flightclaw&config=eyJ1cmwiOiJodHRwczovL21jcC5mbGlnaHRjbGF3LmNvbS9tY3AifQ%3D%3D',
    servers: ['flightclaw https://mcp.flightclaw.com/mcp'],
  },
  {
    what: 'a badge of Cursor with a program behind it',
    text: '[![Install MCP Server](https://cursor.com/deeplink/mcp-install-dark.svg)](https://cursor.com/install-mcp?name=CloudBase&config=eyJjb21tYW5kIjoibnB4IEBjbG91ZGJhc2UvY2xvdWRiYXNlLW1jcEBsYXRlc3QiLCJkaXNhYmxlZCI6ZmFsc2V9)',
    servers: [],
    local: ['CloudBase'],
  },
  {
    what: 'a link of VS Code’s scheme',
    text: 'vscode:mcp/install?%7B%22name%22%3A%22weio-site-check%22%2C%22type%22%3A%22http%22%2C%22url%22%3A%22https%3A//weio.ai/mcp%22%7D',
    servers: ['weio-site-check https://weio.ai/mcp'],
  },
  {
    what: 'a link of VS Code’s scheme with name and settings apart',
    text: 'vscode:mcp/install?name=mfit&config=%7B%22type%22%3A%22http%22%2C%22url%22%3A%22https%3A%2F%2Fapi.mcp.ai%2Fp_mfit%22%7D',
    servers: ['mfit https://api.mcp.ai/p_mfit'],
  },
  {
    what: 'a link of VS Code that is not encoded',
    text: 'vscode-insiders:mcp/install?{"name":"docs","type":"http","url":"https://docs.example/mcp"}',
    servers: ['docs https://docs.example/mcp'],
  },
  {
    what: 'a link through VS Code’s site',
    text: 'https://insiders.vscode.dev/redirect/mcp/install?name=exa&config=%7B%22type%22%3A%22http%22%2C%22url%22%3A%22https%3A%2F%2Fmcp.exa.ai%2Fmcp%22%7D&quality=insiders',
    servers: ['exa https://mcp.exa.ai/mcp'],
  },
  {
    what: 'a link of VS Code’s site to its scheme',
    text: 'https://vscode.dev/redirect?url=vscode%3Amcp%2Finstall%3F%257B%2522name%2522%253A%2522d%2522%252C%2522url%2522%253A%2522https%253A%252F%252Fd.example%252Fmcp%2522%257D',
    servers: ['d https://d.example/mcp'],
  },
  {
    what: 'a link of LM Studio in HTML',
    text: `<a href="https://lmstudio.ai/install-mcp?name=hf-mcp-server&amp;config=eyJ1cmwiOiJodHRwczovL2h1Z2dpbmdmYWNlLmNvL21jcCIsImhlYWRlcnMiOnsiQXV0aG9yaXphdGlvbiI6IkJlYXJlciA8WU9VUl9IRl9UT0tFTj4ifX0%3D">Add</a>`,
    servers: ['hf-mcp-server https://huggingface.co/mcp, header Authorization'],
  },
  {
    what: 'a link of LM Studio’s scheme',
    text: `lmstudio://add_mcp?name=snipget&config=${snipget}`,
    servers: ['snipget https://mcp.snipget.ai/mcp'],
  },
  {
    what: 'a link of Kiro',
    text: 'https://kiro.dev/launch/mcp/add?name=merrymen&config=%7B%22url%22%3A%22https%3A%2F%2Fmcp.merrymen.dev%2Fmcp%22%7D',
    servers: ['merrymen https://mcp.merrymen.dev/mcp'],
  },
  {
    what: 'a link of goose with an address',
    text: 'goose://extension?type=streamable_http&url=https%3A%2F%2Fmcp.kickgeist.com%2Fmcp&name=KICKGEIST&description=World%20Cup',
    servers: ['KICKGEIST https://mcp.kickgeist.com/mcp'],
  },
  {
    what: 'a link of goose with the bridge',
    text: '[Launch the installer](goose://extension?cmd=npx&arg=mcp-remote&arg=https%3A%2F%2Fblock.gitmcp.io%2Fgoose%2F&id=goose-docs&name=goose%20Docs)',
    servers: ['goose Docs https://block.gitmcp.io/goose/, not command mcp-remote'],
  },
  {
    what: 'a link that installs an unknown thing',
    text: 'cursor://anysphere.cursor-deeplink/mcp/install?name=nothing',
    servers: [],
  },
];
