import type { JsonObject, ToolListView, ToolProgressView, ToolResultView } from '../../src-preload/contract.ts';
import { recordActivity } from '../connections/activity.ts';
import type { Context } from '../connections/context.ts';
import { publishServerChanged } from '../connections/publish-server-changed.ts';
import { requireServer, slotOf, type Slot } from '../connections/slot.ts';
import { stepUp } from '../connections/sign-in/step-up.ts';
import { cleanText } from '../base/clean-text.ts';
import { Fault, isFault } from '../base/fault.ts';
import type { Ask } from './asking.ts';
import type { Caller } from './caller.ts';
import { afterSending } from './may-have-run.ts';
import { passOnProgress } from './progress.ts';
import { toolResultView, toolViews } from './tool-view.ts';
import { toolFingerprint, waiversOf } from './tool-waiver.ts';

const callTimeout = 5 * 60_000;
const longestCall = 60 * 60_000;
/** How many unusable tools are named. */
const mostNamed = 100;

// `use-session` imports the MCP library, which the first window does not need.
const loadUseSession = () => import('./use-session.ts');

/**
 * The tools of one server, at most 10,000, cached for as long as the server allows. `refresh` bypasses the cache and
 * the pause after a failure. Throws what resolving a token, the network and the server throw.
 */
export async function listTools(
  caller: Caller,
  { serverId, refresh = false }: { serverId: string; refresh?: boolean | undefined },
): Promise<ToolListView> {
  const { context, session } = caller;
  const { useSession, targetOf } = await loadUseSession();
  const list = await useSession(
    caller,
    targetOf(context, session, serverId),
    async (client) => {
      const { tools } = await (refresh ? client.listToolsAnew() : client.listTools());
      return { tools, ...client.listed };
    },
    { ignorePause: refresh, isIdempotent: true },
  );
  const isWaived = waiversOf(context, session, serverId);
  const views = await toolViews(list.tools, (tool) => ({
    ...(isWaived(tool) && { waived: true }),
    fingerprint: toolFingerprint(tool),
  }));
  const unusable = list.unusable
    .slice(0, mostNamed)
    .map(({ name, reason }) => ({ name: cleanText(name, 200), reason }));
  const [problem] = list.problems;
  return {
    tools: views,
    ...(unusable.length > 0 && { unusable }),
    ...(problem && { problem }),
    ...(list.isCut && { isCut: true }),
  };
}

export interface ToolCall {
  serverId: string;
  tool: string;
  arguments: JsonObject;
  signal: AbortSignal;
  /** If scope is missing, performs a step-up and repeats the call once. */
  stepUp?: boolean | undefined;
  /** Called with the call's progress, if the server reports it. */
  onProgress?: ((progress: ToolProgressView) => void) | undefined;
  /** Puts the server's questions to the user; without it, they are answered as closed. */
  ask?: Ask | undefined;
}

/**
 * Calls a tool. A failure of the tool itself is a result (`isError`), not a fault. Times out after 5 minutes without
 * progress, or as the server's settings say, and after an hour in any case; ends when the signal aborts. Throws
 * `more_access_needed` with the missing `scopes`, and `more_access_denied` if the user has denied them.
 */
export async function callTool(caller: Caller, call: ToolCall): Promise<ToolResultView> {
  const { context, session } = caller;
  const server = requireServer(context.store, session, call.serverId);
  const slot = slotOf(session, server);
  const { serverId, tool, arguments: input } = call;
  const keep = context.history.begin({ owner: session.profileId, serverId, address: server.url, tool, input });
  const note = (error?: unknown) =>
    recordActivity(context, { ...slot, profileId: session.profileId, kind: 'called', subject: call.tool, error });
  try {
    const result = await callSteppingUp(caller, slot, call);
    note(result.isError ? new Fault('tool_failed', 'the tool says so') : undefined);
    keep({ result });
    return result;
  } catch (error) {
    note(error);
    keep({ error });
    throw error;
  }
}

async function callSteppingUp(caller: Caller, slot: Slot, call: ToolCall): Promise<ToolResultView> {
  const { context, session } = caller;
  const { serverId, tool: operation, signal } = call;
  try {
    return await callOnce(caller, call);
  } catch (error) {
    const scopes = lackingScopes(error);
    if (scopes.length > 0) {
      context.health.noteWantedBy(slot, operation);
      publishServerChanged(context, slot);
    }
    // The sign-in already has these scopes, so another one would not help.
    if (!call.stepUp || scopes.length === 0) throw unlessDenied(context, slot, error);
    await stepUp(context, session, serverId, { operation, scopes, signal });
  }
  return callOnce(caller, call).catch((error: unknown) => {
    throw unlessDenied(context, slot, error);
  });
}

function lackingScopes(error: unknown): readonly string[] {
  return isFault(error, 'more_access_needed') ? error.missingScopes : [];
}

function unlessDenied(context: Context, slot: Slot, error: unknown): unknown {
  if (!(error instanceof Fault) || !context.stepUps.isDenied(slot, lackingScopes(error))) return error;
  const { values, missingScopes } = error;
  return new Fault('more_access_denied', 'the user denied these scopes', { values, missingScopes, cause: error });
}

async function callOnce(caller: Caller, call: ToolCall): Promise<ToolResultView> {
  const { context, session, pool } = caller;
  const [{ useSession, targetOf }, { Patience }, { answeringFirst }] = await Promise.all([
    loadUseSession(),
    import('./patience.ts'),
    import('./answering-first.ts'),
  ]);
  const target = targetOf(context, session, call.serverId);
  const startedAt = context.now();
  const progress = passOnProgress((view) => call.onProgress?.(view));
  const patience = new Patience(target.server.callTimeout ?? callTimeout);
  const { ask } = call;
  const askPatiently: Ask | undefined = ask && ((question, signal) => patience.pausedFor(ask(question, signal)));
  const options = {
    signal: AbortSignal.any([call.signal, patience.signal]),
    timeout: longestCall,
    maxTotalTimeout: longestCall,
    // Always requests progress, because progress extends the time-out.
    onprogress: (reported: Parameters<typeof progress.report>[0]) => {
      patience.renew();
      progress.report(reported);
    },
  };
  let mayRepeat = true;
  const logLevel = pool.logs.levelOf(target.slot);
  const run = () =>
    useSession(
      caller,
      target,
      (client) => {
        mayRepeat = client.isRepeatable(call.tool);
        const asked = { name: call.tool, arguments: call.arguments, ...client.logging(logLevel) };
        return answeringFirst(askPatiently, call.signal, () => client.callAndRead(asked, options));
      },
      // The user wants this now, so the pause after a failure is bypassed.
      { signal: call.signal, ignorePause: true },
    );
  const result = await pool.asking
    .during(target.slot, askPatiently, run)
    .catch((error: unknown) => {
      throw mayRepeat ? error : afterSending(error);
    })
    .finally(() => {
      patience.stop();
      progress.stop();
    });
  return toolResultView(result, context.now() - startedAt);
}
