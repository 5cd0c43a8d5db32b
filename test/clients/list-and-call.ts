import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

// node list-and-call.ts SERVER [TOOL]: an agent that prints the names of the tools, and the result of one, as JSON.
const [server = '', tool] = process.argv.slice(2);
const client = new Client({ name: 'list-and-call', version: '1.0.0' });
await client.connect(new StdioClientTransport({ command: 'keyfob', args: ['mcp', server] }));
const { tools } = await client.listTools();
const result = tool === undefined ? undefined : await client.callTool({ name: tool, arguments: {} });
console.log(JSON.stringify({ tools: tools.map(({ name }) => name), result }));
await client.close();
