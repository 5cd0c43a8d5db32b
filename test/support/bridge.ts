import { onTestFinished } from 'vitest';
import type { BridgeHome } from '../../src-main/bridge/home/bridge-home.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import { Agent } from '../bridge/connector/agent.ts';
import { startKeyfob, temporaryFolder } from './keyfob.ts';
import { serveAgents } from './serve-agents.ts';

/** The name of the server for `keyfob mcp`. */
export const serverName = 'server';

/** A Keyfob that agents may use for this server, which needs no sign-in. */
export async function bridgeTo(url: string): Promise<BridgeHome> {
  const kit = await startKeyfob();
  const { id } = addServer(kit.context, kit.session, { url, name: serverName });
  // Finds out that it needs no sign-in.
  await connect(kit.context, kit.session, id);
  const { home, stop } = await serveAgents(kit, { userHome: temporaryFolder() });
  onTestFinished(stop);
  return home;
}

/** A connector that is joined with this server. */
export async function agentOf(url: string): Promise<Agent> {
  return new Agent(await bridgeTo(url), { argv: ['mcp', serverName] });
}
