import type { PumpSettings } from '../../../src-main/bridge/pump/bridge-parts.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedAgentServer, type ScriptedMcp } from './scripted-agent-server.ts';
import { Pump } from './start-pump.ts';

/** A pump before a scripted server that needs no sign-in. */
export async function startOpenPump(
  methods: Parameters<typeof scriptedAgentServer>[0] = {},
  settings: Partial<PumpSettings> = {},
): Promise<{ pump: Pump; server: ScriptedMcp }> {
  const server = await scriptedAgentServer(methods);
  const kit = await startKeyfob();
  const id = kit.addServer(server.url);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return { pump: new Pump(kit, id, settings), server };
}
