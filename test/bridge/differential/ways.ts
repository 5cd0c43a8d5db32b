import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bridgeTo, serverName } from '../../support/bridge.ts';
import { Agent } from '../connector/agent.ts';
import type { Era } from './shared.ts';

/** A way from a client to a server. */
export type Way = (url: string, era: Era) => Promise<Transport>;

export const direct: Way = (url) => Promise.resolve(new StreamableHTTPClientTransport(new URL(url)));

const list =
  '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{' +
  '"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},' +
  '"io.modelcontextprotocol/clientInfo":{"name":"earlier","version":"1"}}}}';

export const throughKeyfob: Way = async (url, era) => {
  const home = await bridgeTo(url);
  // Keyfob says that it knows no `server/discover` until a server has answered in that era.
  if (era === 'modern') await new Agent(home, { argv: ['mcp', serverName] }).ask(list);
  return new StdioClientTransport({ command: home.connector, args: ['mcp', serverName], env: {} });
};
