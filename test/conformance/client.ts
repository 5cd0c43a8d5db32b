import type { QuestionAnswer } from '../../src-preload/contract.ts';
import { changeWorkspaceSettings } from '../../src-main/connections/registration/client-metadata.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { isFault } from '../../src-main/base/fault.ts';
import { callTool, listTools } from '../../src-main/mcp/tools.ts';
import { openHeadlessEngine } from '../../scripts/headless/engine.ts';
import { followToLoopback } from '../../scripts/headless/follow.ts';
import { signIn } from '../../scripts/headless/sign-in.ts';
import { readScenario, sampleArguments } from './scenario.ts';

/**
 * The client that the official conformance suite starts with a server's address: signs in, lists tools, calls them, and
 * exits with 0 on success. Uses the app's engine; in place of the user, it fetches the authorization page (the suite
 * approves at once), agrees to step-up at most twice, and to what a server asks in a call.
 */
const url = process.argv.at(-1) ?? '';
const scenario = readScenario(process.env);
const engine = await openHeadlessEngine({
  // Errors here are part of the scenarios: the suite judges the response, or its absence.
  openBrowser: (page) => followToLoopback(page).catch(() => undefined),
  log: { info: () => undefined, warn: (message, facts) => console.error(message, facts) },
});
const { context, pool, session } = engine;

try {
  await work();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  engine.close();
}

/** In place of the user: agrees, and leaves the form as it is. */
function ask(): Promise<QuestionAnswer> {
  return Promise.resolve({ action: 'accept', content: {} });
}

async function work(): Promise<void> {
  // The suite does not fetch the document: it only checks which client_id arrives.
  const clientMetadataUrl = 'https://conformance-test.local/client-metadata.json';
  changeWorkspaceSettings(context, session, { clientMetadataUrl });
  const { id: serverId } = addServer(context, session, { url });
  if (scenario.settings) await changeSettings(context, session, serverId, scenario.settings);
  await signIn(engine, serverId);
  const { tools } = await withAccess(serverId, () => listTools({ context, pool, session }, { serverId }));
  const [first] = tools;
  const calls =
    scenario.toolCalls ??
    tools.map(({ name, inputSchema }) => ({
      name,
      arguments: scenario.returnsSchema && first ? { schema: first.inputSchema } : sampleArguments(inputSchema),
    }));
  for (const { name, arguments: input } of calls) {
    const signal = AbortSignal.timeout(20_000);
    await withAccess(serverId, () =>
      callTool({ context, pool, session }, { serverId, tool: name, arguments: input, signal, ask }),
    ).catch((error: unknown) => {
      // The server may refuse to run its tool: the suite has seen the request.
      if (!isFault(error, 'tool_failed', 'not_an_mcp_server')) throw error;
      console.error(error.message);
    });
  }
}

/** Signs in again if the server needs more scope or a new sign-in, as a user would; limited in number. */
async function withAccess<T>(serverId: string, ask: () => Promise<T>): Promise<T> {
  for (let signIns = 0; ; signIns++) {
    try {
      return await ask();
    } catch (error) {
      if (signIns === 2 || !isFault(error, 'more_access_needed', 'token_refused', 'sign_in_ended')) throw error;
      await signIn(engine, serverId);
    }
  }
}
