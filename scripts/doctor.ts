import { execFile } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { ErrorView, Json, JsonObject, StepView } from '../src-preload/contract.ts';
import { addServer } from '../src-main/connections/servers.ts';
import type { Context } from '../src-main/connections/context.ts';
import { errorView } from '../src-main/error-view.ts';
import { callTool, listTools } from '../src-main/mcp/tools.ts';
import { openHeadlessEngine } from './headless/engine.ts';
import { followToLoopback } from './headless/follow.ts';
import { signIn } from './headless/sign-in.ts';

const usage = `npm run --silent doctor -- URL [--call TOOL [--args JSON]] [--follow]

Signs in to an MCP server with the engine that the window has and a store that is thrown away, and prints a line of JSON
per step: what was asked, what came back, how long it took; never a secret. Ends with 0 where everything went well.

  --call TOOL   call a tool afterwards, with the arguments that --args gives
  --follow      fetch the authorization page instead of opening a browser: for servers that approve at once
`;

const { values, url } = readArguments();
const engine = await openHeadlessEngine({ openBrowser: values.follow ? followToLoopback : openSystemBrowser });
const { context, pool, session } = engine;

try {
  await examine(url);
} catch (error) {
  const view = (error as { view?: ErrorView }).view ?? errorView(error);
  print({ step: 'result', ok: false, error: { ...view } });
  process.exitCode = 1;
} finally {
  engine.close();
}

async function examine(address: string): Promise<void> {
  const { id: serverId, workspaceId } = addServer(context, session, { url: address });
  const slot = { workspaceId, serverId, profileId: session.profileId };
  let printed = 0;
  engine.subscribe(() => {
    const steps = context.attempts.last(slot)?.view().steps ?? [];
    for (const step of steps.slice(printed)) {
      if (step.state === 'running') return;
      printed++;
      print(stepLine(step));
    }
  });
  await signIn(engine, serverId);
  const tools = await timed('tools', async () => {
    const found = await listTools(context, pool, session, serverId);
    return [found, { tools: found.map(({ name }) => name) }];
  });
  const { call: tool, args = '{}' } = values;
  if (tool !== undefined) {
    if (!tools.some(({ name }) => name === tool)) throw Object.assign(new Error(tool), { code: 'tool_not_found' });
    const input = JSON.parse(args) as JsonObject;
    await timed('call', async () => {
      const signal = AbortSignal.timeout(10 * 60_000);
      const result = await callTool(context, pool, session, { serverId, tool, arguments: input, signal });
      return [result, { tool, isError: result.isError, content: result.content.map(({ type }) => type) }];
    });
  }
  print({ step: 'result', ok: true });
}

function stepLine({ name, host, state, facts, milliseconds }: StepView): JsonObject {
  return { step: name, ok: state === 'done', ...(host !== undefined && { asked: host }), ...facts, milliseconds };
}

async function timed<T>(step: string, work: () => Promise<[T, JsonObject]>): Promise<T> {
  const startedAt = Date.now();
  const [value, facts] = await work();
  print({ step, ok: true, ...facts, milliseconds: Date.now() - startedAt });
  return value;
}

function print(line: Json): void {
  console.log(JSON.stringify(line));
}

/** The command in `$BROWSER`, else what the system opens pages with; never through a shell. */
function openSystemBrowser({ href }: URL): ReturnType<Context['openBrowser']> {
  const systemOpener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  return new Promise((resolve, reject) => {
    const child = execFile(process.env.BROWSER || systemOpener, [href]);
    child.once('error', reject);
    child.once('spawn', () => resolve());
  });
}

function readArguments() {
  const options = {
    call: { type: 'string' },
    args: { type: 'string' },
    follow: { type: 'boolean' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [url, ...surplus] = positionals;
    if (url === undefined || surplus.length > 0) throw new Error('Give one address.');
    return { values, url };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    process.exit(2);
  }
}
