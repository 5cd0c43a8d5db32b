import { Buffer } from 'node:buffer';
import type { Example } from './snippet.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Texts that were made to do harm: each is read to its end, and nothing of it is run, expanded or fetched. */
export const hostile: Example[] = [
  { what: 'a million opening brackets', text: '{'.repeat(1_000_000), servers: [] },
  { what: 'JSON that nests deeper than a stack', text: '{"a":'.repeat(200_000), servers: [] },
  { what: 'lists that nest deeper than a stack', text: `{"mcpServers":${'['.repeat(500_000)}`, servers: [] },
  { what: 'a million quotes', text: '"'.repeat(1_000_000), servers: [] },
  { what: 'a million backticks', text: '`'.repeat(1_000_000), servers: [] },
  {
    what: 'many beginnings of a command',
    text: 'claude mcp add "'.repeat(60_000),
    servers: [],
    local: ['claude mcp add claude'],
  },
  { what: 'many beginnings of a link', text: 'cursor:'.repeat(140_000), servers: [] },
  { what: 'a million letters', text: 'a'.repeat(1_000_000), servers: [] },
  { what: 'a million spaces before a bracket', text: `"a":${' '.repeat(1_000_000)}{`, servers: [] },
  {
    what: 'Base64 in Base64',
    text: `cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${base64(base64(base64('{"url":"https://x.example"}')))}`,
    servers: [],
  },
  {
    what: 'Base64 of a million characters',
    text: `cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${base64('{"url":"https://x.example/'.padEnd(700_000, 'a'))}`,
    servers: [`x https://x.example/${'a'.repeat(700_000 - 26)}`],
  },
  {
    what: 'a link in a link in a link',
    text: `https://vscode.dev/redirect?url=${encodeURIComponent(`https://vscode.dev/redirect?url=${encodeURIComponent(`https://vscode.dev/redirect?url=${encodeURIComponent('vscode:mcp/install?{"url":"https://x.example"}')}`)}`)}`,
    servers: [],
  },
  {
    what: 'YAML that refers to itself a billion times',
    text: `mcpServers:\n  a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((letter, index) => `  ${letter}: &${letter} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
      .join('\n')}`,
    servers: [],
  },
  {
    what: 'a name of the prototype',
    text: '{"mcpServers": {"__proto__": {"url": "https://p.example/mcp"}, "constructor": {"url": "https://c.example/mcp"}}}',
    servers: ['constructor https://c.example/mcp'],
  },
  {
    what: 'an address that is a script',
    text: '{"mcpServers": {"x": {"url": "javascript:alert(1)"}, "y": {"url": "file:///etc/passwd"}}}',
    servers: ['x javascript:alert(1)', 'y file:///etc/passwd'],
  },
  {
    what: 'a command that wants to be run',
    text: 'claude mcp add -t http x https://x.example/$(id)/mcp; rm -rf ~',
    servers: ['x https://x.example/$(id)/mcp'],
  },
  {
    what: 'a name with control characters',
    text: '{"mcpServers": {"\\u202eevil\\u0000\\u001b[31m": {"url": "https://x.example/mcp"}}}',
    servers: ['\u202eevil\u0000\u001b[31m https://x.example/mcp'],
  },
  {
    what: 'values of the wrong kinds',
    text: '{"mcpServers": {"a": null, "b": 1, "c": [], "d": {"url": 5}, "e": {"command": {}}, "f": {"url": "https://f.example", "headers": ["x"]}}}',
    servers: ['f https://f.example'],
  },
  {
    what: 'a percent sign that encodes nothing',
    text: 'vscode:mcp/install?%7B%22name%22%ZZ',
    servers: [],
  },
];
