import { onTestFinished } from 'vitest';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../src-preload/contract.ts';
import {
  startAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../fixtures/authorization-server.ts';
import { startMcpServer, type McpServerOptions, type RunningMcpServer } from '../fixtures/mcp-server.ts';
import { startKeyfob, type Keyfob } from './keyfob.ts';

export interface RealPartsOptions {
  authorization?: AuthorizationServerOptions;
  mcp?: McpServerOptions;
  keyfob?: Parameters<typeof startKeyfob>[0];
  /** Settings to enter first; a function gets the two servers. */
  settings?:
    | SettingChanges
    | ((parts: { authorization: AuthorizationServer; server: RunningMcpServer }) => SettingChanges);
}

interface RealParts {
  authorization: AuthorizationServer;
  server: RunningMcpServer;
  kit: Keyfob;
  id: string;
  /** Changes settings of the server. */
  change: (changes: SettingChanges) => Promise<void>;
}

/** The real authorization server, a real MCP server, and Keyfob with that server added. */
export async function startRealParts({
  authorization: options,
  mcp,
  keyfob,
  settings,
}: RealPartsOptions = {}): Promise<RealParts> {
  const authorization = await startAuthorizationServer(options);
  onTestFinished(() => authorization.close());
  const server = await startMcpServer({ authorization, testTools: true, ...mcp });
  onTestFinished(() => server.close());
  const kit = await startKeyfob(keyfob);
  const id = kit.addServer(server.url);
  const change = (changes: SettingChanges) => changeSettings(kit.context, kit.session, id, changes);
  if (settings) await change(typeof settings === 'function' ? settings({ authorization, server }) : settings);
  return { authorization, server, kit, id, change };
}
