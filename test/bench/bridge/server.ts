import { startMcpServer } from '../../fixtures/mcp-server.ts';

// A server of 2025-11-25 without a sign-in, in a process of its own. Prints its address.
const { url } = await startMcpServer({ protocol: '2025-11-25' });
console.log(url);
process.stdin.on('end', () => process.exit()).resume();
