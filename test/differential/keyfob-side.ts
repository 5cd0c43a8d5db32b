import { openHeadlessEngine } from '../../scripts/headless/engine.ts';
import { signIn } from '../../scripts/headless/sign-in.ts';
import { changeWorkspaceSettings } from '../../src-main/connections/registration/client-metadata.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { callTool, listTools } from '../../src-main/mcp/tools.ts';
import { toolCall, type Side, type SignIn } from './side.ts';
import { Stopwatch } from './stopwatch.ts';

/** Keyfob's engine without its window: a store of its own each time, and the real loopback listener. */
export const signInWithKeyfob: SignIn = async ({ url, person, settings, clientMetadataUrl }) => {
  let clock = new Stopwatch();
  const engine = await openHeadlessEngine({
    async openBrowser(page) {
      const back = await clock.without(() => person(page));
      // As a browser does: its opener does not wait for the app to process the answer.
      void fetch(back).then((response) => response.body?.cancel());
    },
  });
  const { context, pool, session } = engine;
  if (clientMetadataUrl !== undefined) changeWorkspaceSettings(context, session, { clientMetadataUrl });
  const { id: serverId } = addServer(context, session, { url });
  if (settings) await changeSettings(context, session, serverId, settings);
  const side: Side = {
    async use() {
      const { tools } = await listTools({ context, pool, session }, { serverId });
      const { signal } = new AbortController();
      const { name, arguments: input } = toolCall;
      const result = await callTool({ context, pool, session }, { serverId, tool: name, arguments: input, signal });
      const text = result.content.map((one) => (one.type === 'text' ? one.text : '')).join();
      return { tools: tools.map((tool) => tool.name), text };
    },
    close: () => Promise.resolve(engine.close()),
  };
  try {
    clock = new Stopwatch();
    await signIn(engine, serverId);
    const used = await side.use();
    return { side, outcome: { ...used, milliseconds: clock.milliseconds } };
  } catch (error) {
    engine.close();
    throw error;
  }
};
