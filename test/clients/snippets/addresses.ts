import type { Example } from './snippet.ts';

/** Addresses with little around them. */
export const addresses: Example[] = [
  { what: 'an address', text: 'https://mcp.linear.app/mcp', servers: ['https://mcp.linear.app/mcp'] },
  {
    what: 'an address in angle brackets',
    text: '<https://mcp.linear.app/mcp>',
    servers: ['https://mcp.linear.app/mcp'],
  },
  { what: 'an address in backticks', text: '`https://mcp.linear.app/mcp`', servers: ['https://mcp.linear.app/mcp'] },
  {
    what: 'an address in a sentence',
    text: 'Settings → Connectors → Add custom connector → URL `https://mcp.snipget.ai/mcp`. See https://snipget.ai/docs.',
    servers: ['https://mcp.snipget.ai/mcp'],
  },
  {
    what: 'a link in Markdown',
    text: 'Our server is [here](https://tools.example/v1).',
    servers: ['https://tools.example/v1'],
  },
  {
    what: 'a list of addresses',
    text: '- https://a.example/one\n- https://b.example/two\n\n- https://a.example/one',
    servers: ['https://a.example/one', 'https://b.example/two'],
  },
  {
    what: 'a table of transports',
    text: '| Transport | URL |\n| --- | --- |\n| HTTP | https://mcp.acme.example/mcp |\n| SSE | https://mcp.acme.example/sse |',
    servers: ['https://mcp.acme.example/mcp', 'https://mcp.acme.example/sse'],
  },
  {
    what: 'addresses of which none is a server’s',
    text: 'See https://acme.example/docs and https://acme.example/pricing.',
    servers: [],
  },
  { what: 'words', text: 'Just a note about the meeting.', servers: [] },
  { what: 'nothing', text: '', servers: [] },
];
