import { describe, expect, it } from 'vitest';
import { understandAddress } from '../../../src-preload/contract.ts';

describe('an address that is strict', () => {
  it.each([
    ['https://mcp.example.com/mcp', 'https://mcp.example.com/mcp'],
    [' https://mcp.example.com/mcp ', 'https://mcp.example.com/mcp'],
    ['http://localhost:3000/mcp', 'http://localhost:3000/mcp'],
    ['HTTPS://MCP.Example.COM/Mcp', 'https://mcp.example.com/Mcp'],
    ['https://münchen.example/mcp', 'https://xn--mnchen-3ya.example/mcp'],
    ["https://a.example/it's", "https://a.example/it's"],
    ["https://a.example/mcp'", "https://a.example/mcp'"],
    ['https://a.example/(x)', 'https://a.example/(x)'],
    ['https://a.example/mcp.', 'https://a.example/mcp.'],
    ['https://a.example/mcp,', 'https://a.example/mcp,'],
    ['https://a.example/r?to=https://b.example', 'https://a.example/r?to=https://b.example'],
    ['https://proxy.example/https://b.example/mcp', 'https://proxy.example/https://b.example/mcp'],
    ['https://user:pass@a.example/', 'https://user:pass@a.example/'],
  ])('means what it says: %j', (typed, url) => {
    expect(understandAddress(typed)).toEqual({ url, notes: [], guessedHttps: false });
  });

  it('loses its fragment, with a note', () => {
    expect(understandAddress('https://a.example/mcp#part')).toEqual({
      url: 'https://a.example/mcp',
      notes: ['fragment'],
      guessedHttps: false,
    });
  });
});

describe('a scheme', () => {
  it.each([
    'mcp.example.com/mcp',
    '//mcp.example.com/mcp',
    'htps://mcp.example.com/mcp',
    'hhtps://mcp.example.com/mcp',
    'ttps://mcp.example.com/mcp',
    'htttps://mcp.example.com/mcp',
    'hptts://mcp.example.com/mcp',
    'https//mcp.example.com/mcp',
    'http//mcp.example.com/mcp',
    'https:/mcp.example.com/mcp',
    'https:///mcp.example.com/mcp',
    'https:mcp.example.com/mcp',
    'https;//mcp.example.com/mcp',
    'https:\\\\mcp.example.com\\mcp',
    'https：//mcp.example.com/mcp',
    'https://https://mcp.example.com/mcp',
  ])('that is missing or misspelled is https: %j', (typed) => {
    expect(understandAddress(typed)).toEqual({
      url: 'https://mcp.example.com/mcp',
      notes: ['scheme'],
      guessedHttps: true,
    });
  });

  it.each(['http//localhost:3000/mcp', 'htp://localhost:3000/mcp', 'http:/localhost:3000/mcp'])(
    'that means http is http on this computer: %j',
    (typed) => {
      expect(understandAddress(typed)).toMatchObject({ url: 'http://localhost:3000/mcp', guessedHttps: false });
    },
  );

  it.each(['http://mcp.example.com/', 'ftp://a.example/', 'ws://a.example/'])('that is another stays: %j', (typed) => {
    expect(understandAddress(typed)).toMatchObject({ url: typed, notes: [] });
  });
});

describe('an address', () => {
  it.each([
    '"https://a.example/mcp"',
    "'https://a.example/mcp',",
    '`https://a.example/mcp`',
    '<https://a.example/mcp>',
    '(https://a.example/mcp)',
    '“https://a.example/mcp”',
    ' « https://a.example/mcp » ',
    '[Example](https://a.example/mcp)',
    'https://a.example/mcp\u200b',
    '\ufeffhttps://a.example/\u2060mcp',
    'https://a.example/mcp\u202e',
    'https://a.example/\n   mcp',
    '  "https://a.example/mcp" ;',
  ])('is freed from what surrounds it: %j', (typed) => {
    expect(understandAddress(typed)?.url).toBe('https://a.example/mcp');
    expect(understandAddress(typed)?.notes).toContain('cleaned');
  });

  it.each([
    'npx -y mcp-remote https://a.example/mcp --header "Origin: https://b.example"',
    'npx -y mcp-remote@0.1.2 https://a.example/mcp',
    'mcp-remote https://a.example/mcp 3334',
    'claude mcp add --transport http linear https://a.example/mcp',
    '$ curl -X POST https://a.example/mcp',
    '{"url": "https://a.example/mcp"}',
    '{"type":"http","url":"https://a.example/mcp","headers":{"Referer":"https://b.example"}}',
    '"url": "https://a.example/mcp",',
    '"linear": { "serverUrl": "https://a.example/mcp" }',
    '{"mcpServers":{"x":{"command":"npx","args":["-y","mcp-remote","https://a.example/mcp"]}}}',
  ])('is found in a command or a configuration: %j', (typed) => {
    expect(understandAddress(typed)).toEqual({
      url: 'https://a.example/mcp',
      notes: ['extracted'],
      guessedHttps: false,
    });
  });
});

it.each([
  '',
  ' ',
  '""',
  'not an address',
  'https://a.example /mcp',
  'https://a.example/mcp https://b.example/mcp',
  'https://a.example/mcp\nhttps://b.example/mcp',
  '{"a":{"url":"https://a.example/mcp"},"b":{"url":"https://b.example/mcp"}}',
  'compare https://a.example/mcp with https://b.example/mcp',
  '{"command":"npx","args":["-y","some-server"]}',
])('a text with no address, or with several, is none: %j', (typed) => {
  expect(understandAddress(typed)).toBeUndefined();
});
