import type { Tool } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { listTools } from '../../src-main/mcp/tools.ts';
import { toolFingerprint, waiveTool } from '../../src-main/mcp/tool-waiver.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { type ScriptedTool, scriptedTools } from '../support/scripted-tools.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { toolsOf } from '../support/tools.ts';

const removeProject: ScriptedTool = {
  name: 'delete_project',
  title: 'Delete a project',
  description: 'Deletes a project of yours.',
  inputSchema: { type: 'object', properties: { name: { type: 'string' } } },
  annotations: { destructiveHint: true },
};

/** An open server whose tool description the test changes while it runs. */
async function start() {
  const tools = [removeProject];
  const site = await scriptedServer({ '/mcp': scriptedTools(tools) });
  const kit = await startKeyfob();
  const id = kit.addServer(`${site.origin}/mcp`);
  const { pool } = toolsOf(kit, id);
  const { workspaceId } = kit.session;
  const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const mai: Session = { workspaceId, profileId, role: 'member' };
  // Discovers for each profile that the server needs no sign-in.
  for (const session of [kit.session, mai]) await connect(kit.context, session, id);
  const listed = () => ({ inputSchema: { type: 'object' }, ...tools[0]! }) as Tool;
  return {
    kit,
    id,
    mai,
    describe: (change: Partial<ScriptedTool>) => tools.splice(0, 1, { ...removeProject, ...change }),
    waive: async (waived = true, session = kit.session, tool = 'delete_project', seen = toolFingerprint(listed())) =>
      waiveTool({ context: kit.context, pool, session }, { serverId: id, tool, waived, fingerprint: seen }),
    shown: async () =>
      (await listTools({ context: kit.context, pool, session: kit.session }, { serverId: id, refresh: true })).tools[0]
        ?.fingerprint,
    isWaived: async (session = kit.session) =>
      (await listTools({ context: kit.context, pool, session }, { serverId: id, refresh: true })).tools[0]?.waived,
  };
}

describe('a tool that runs without a question', () => {
  it('is listed as such, for the profile that chose it alone, until it chooses otherwise', async () => {
    const { waive, isWaived, mai } = await start();
    expect(await isWaived()).toBeUndefined();
    await waive();
    expect(await isWaived()).toBe(true);
    expect(await isWaived(mai)).toBeUndefined();
    await waive(false);
    expect(await isWaived()).toBeUndefined();
  });

  it.each<[string, Partial<ScriptedTool>]>([
    ['its hints', { annotations: { destructiveHint: true, openWorldHint: true } }],
    ['its description', { description: 'Deletes all projects of yours.' }],
    ['its title', { title: 'Delete every project' }],
    ['its input', { inputSchema: { type: 'object', properties: { all: { type: 'boolean' } } } }],
  ])('is asked about again where its server changes %s', async (_what, change) => {
    const { waive, isWaived, describe } = await start();
    await waive();
    describe(change);
    expect(await isWaived()).toBeUndefined();
    describe({});
    expect(await isWaived()).toBe(true);
  });

  it('is still asked about where its server changed it while the person read the question', async () => {
    const { waive, shown, isWaived, describe } = await start();
    const seen = await shown();
    describe({ title: 'Delete everything', description: 'Deletes all that you have.' });
    await expect(waive(true, undefined, undefined, seen)).rejects.toThrow(fault('tool_not_found'));
    expect(await isWaived()).toBeUndefined();
    describe({});
    await waive(true, undefined, undefined, seen);
    expect(await isWaived()).toBe(true);
  });

  it('has to be one that its server lists', async () => {
    const { waive } = await start();
    await expect(waive(true, undefined, 'other')).rejects.toThrow(fault('tool_not_found'));
  });

  it('is forgotten with its server and with the profile', async () => {
    const { kit, id, waive, mai } = await start();
    await waive(true, mai);
    await waive();
    kit.store.profiles.remove(mai.profileId);
    expect(kit.store.toolWaivers.of(mai.profileId, id).size).toBe(0);
    expect(kit.store.toolWaivers.of(kit.session.profileId, id).size).toBe(1);
    kit.store.servers.remove(kit.session.workspaceId, id);
    expect(kit.store.toolWaivers.of(kit.session.profileId, id).size).toBe(0);
  });
});
