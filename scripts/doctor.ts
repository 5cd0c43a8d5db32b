import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceCodeView, ErrorView, Json, JsonObject, ServerView, StepView } from '../src-preload/contract.ts';
import { addServer } from '../src-main/connections/servers/servers.ts';
import type { Attempt } from '../src-main/connections/state/attempts.ts';
import type { Context } from '../src-main/connections/context.ts';
import { changeSettings } from '../src-main/connections/servers/settings.ts';
import { errorView } from '../src-main/base/error-view.ts';
import { secretsIn, stripSecrets } from '../src-main/base/strip-secrets.ts';
import { useKey } from '../src-main/connections/tokens/use-key.ts';
import { callTool, listTools } from '../src-main/mcp/tools.ts';
import type { Activity } from '../src-main/store/activity.ts';
import { explain, readDoctorArguments } from './headless/doctor-arguments.ts';
import { englishWords } from './headless/english-words.ts';
import { openHeadlessEngine } from './headless/engine.ts';
import { followToLoopback } from './headless/follow.ts';
import { signInAcross } from './headless/sign-in.ts';

const { url, call, args, repeat, pause, follow, allowedHosts, settings, key, secrets } = readArguments();
let sessions = 0;
const engine = await openHeadlessEngine({
  openBrowser: follow ? followToLoopback : openSystemBrowser,
  onSession: () => ++sessions > 1 && print({ step: 'new_session', ok: true }),
});
const { context, pool, session } = engine;
let server: Pick<ServerView, 'name' | 'host'> | undefined;

try {
  await examine(url);
} catch (error) {
  const view = (error as { view?: ErrorView }).view ?? errorView(error);
  print({ step: 'result', ok: false, error: { ...view }, words: englishWords(view, server) });
  process.exitCode = 1;
} finally {
  engine.close();
}

async function examine(address: string): Promise<void> {
  const { id: serverId, workspaceId, name, url } = addServer(context, session, { url: address });
  server = { name, host: new URL(url).host };
  await changeSettings(context, session, serverId, settings);
  const slot = { workspaceId, serverId, profileId: session.profileId };
  let attempt: Attempt | undefined;
  let printed = 0;
  let shownCode: DeviceCodeView | undefined;
  engine.subscribe((event) => {
    if (event.type === 'activity_recorded' && event.entry.kind === 'refreshed') print(renewalLine(event.entry));
    const last = context.attempts.last(slot);
    // A new attempt starts with its own first step.
    if (last !== attempt) printed = 0;
    attempt = last;
    for (const step of attempt?.view().steps.slice(printed) ?? []) {
      if (step.state === 'running') break;
      printed++;
      print(stepLine(step));
    }
    if (!attempt?.deviceCode || attempt.deviceCode === shownCode) return;
    shownCode = attempt.deviceCode;
    print({ step: 'type_code', ok: true, ...shownCode });
  });
  if (key) useKey(context, session, serverId, key);
  else await signInAcross(engine, serverId, allowedHosts);
  const tools = await timed('tools', async () => {
    const { tools: found } = await listTools({ context, pool, session }, { serverId });
    return [found, { tools: found.map(({ name }) => name) }];
  });
  if (call !== undefined) {
    if (!tools.some(({ name }) => name === call)) throw Object.assign(new Error(call), { code: 'tool_not_found' });
    const input = JSON.parse(args) as JsonObject;
    for (let calls = 0; calls <= repeat; calls++) {
      if (calls > 0) await sleep(pause);
      await timed('call', async () => {
        const signal = AbortSignal.timeout(10 * 60_000);
        const result = await callTool({ context, pool, session }, { serverId, tool: call, arguments: input, signal });
        return [result, { tool: call, isError: result.isError, content: result.content.map(({ type }) => type) }];
      });
    }
  }
  print({ step: 'result', ok: true });
}

function stepLine({ name, host, state, facts, milliseconds }: StepView): JsonObject {
  return { step: name, ok: state === 'done', ...(host !== undefined && { asked: host }), ...facts, milliseconds };
}

function renewalLine({ outcome }: Activity): JsonObject {
  return { step: 'refreshed', ok: outcome === 'done', ...(outcome !== 'done' && { error: outcome }) };
}

async function timed<T>(step: string, work: () => Promise<[T, JsonObject]>): Promise<T> {
  const startedAt = Date.now();
  const [value, facts] = await work();
  print({ step, ok: true, ...facts, milliseconds: Date.now() - startedAt });
  return value;
}

function print(line: Json): void {
  console.log(stripSecrets(JSON.stringify(line), secrets.flatMap(secretsIn)));
}

/** Opens `$BROWSER` or the system's browser, without a shell. */
function openSystemBrowser({ href }: URL): ReturnType<Context['openBrowser']> {
  const systemOpener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  return new Promise((resolve, reject) => {
    const child = execFile(process.env.BROWSER || systemOpener, [href]);
    child.once('error', reject);
    child.once('spawn', () => resolve());
  });
}

function readArguments(): ReturnType<typeof readDoctorArguments> {
  try {
    return readDoctorArguments(process.argv.slice(2), process.env);
  } catch (error) {
    explain(error);
    process.exit(2);
  }
}
