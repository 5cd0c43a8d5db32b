import type {
  AvailableToolsView,
  AvailableToolView,
  ErrorView,
  ServerView,
  ToolView,
} from '../../src-preload/contract.ts';
import { mapLimit } from '../base/map-limit.ts';
import { serverViews } from '../connections/connection-view.ts';
import { errorView } from '../base/error-view.ts';
import { Fault } from '../base/fault.ts';
import type { Caller } from './caller.ts';
import { listTools } from './tools.ts';

const mostAtOnce = 8;

/** How long to wait for one server, in milliseconds. A later answer is used at the next call. */
const maxWait = 15_000;

/**
 * The tools that a session can call now, of all enabled servers. A server that is not signed in or does not answer is
 * listed as skipped, with the reason. `refresh` bypasses the cache.
 */
export async function availableTools(caller: Caller, refresh = false): Promise<AvailableToolsView> {
  const { context, session } = caller;
  const views = serverViews(context, session).filter(({ enabled }) => enabled);
  const prefixes = new Map(
    context.store.servers.list(session.workspaceId).map(({ id, toolPrefix }) => [id, toolPrefix]),
  );
  const answers = await mapLimit(mostAtOnce, views, async (view) => {
    const { id: serverId, name, host } = view;
    const reason = skipReason(view, refresh);
    if (reason) return { skipped: [{ serverId, reason }], tools: [], leftOut: [] };
    try {
      const { tools, unusable, problem } = await withTimeout(listTools(caller, { serverId, refresh }), host);
      const prefix = prefixes.get(serverId) ?? '';
      const lacks = { serverId, ...(unusable && { unusable }), ...(problem && { problem }) };
      return {
        skipped: [],
        tools: tools.map((tool) => available(tool, serverId, name, prefix)),
        leftOut: unusable || problem ? [lacks] : [],
      };
    } catch (error) {
      return { skipped: [{ serverId, reason: errorView(error) }], tools: [], leftOut: [] };
    }
  });
  const leftOut = answers.flatMap((answer) => answer.leftOut);
  return {
    tools: answers.flatMap(({ tools }) => tools),
    skipped: answers.flatMap(({ skipped }) => skipped),
    ...(leftOut.length > 0 && { leftOut }),
  };
}

function available(tool: ToolView, serverId: string, serverName: string, prefix: string): AvailableToolView {
  const { inputSchema: _, formTooLarge: __, annotations: ___, fingerprint: ____, ...shown } = tool;
  return { ...shown, serverId, serverName, qualifiedName: prefix + tool.name };
}

/** Why a server is not asked: it is not signed in, or it is paused after a failure and `insist` is false. */
function skipReason({ status, grantType, host }: ServerView, ignorePause: boolean): ErrorView | undefined {
  switch (status.state) {
    case 'signed_in':
    case 'open':
      return undefined;
    case 'needs_sign_in':
      return errorView(
        grantType === 'key' && status.reason === 'sign_in_ended'
          ? noKey(host)
          : new Fault(status.reason, 'it needs a person'),
      );
    case 'unreachable':
      return ignorePause || status.retryAt === undefined ? undefined : status.error;
    case 'off':
      return errorView(new Fault('server_off', 'it is turned off'));
    case 'signed_out':
    case 'authorizing':
      return errorView(grantType === 'key' ? noKey(host) : new Fault('not_signed_in', 'there is no sign-in'));
  }
}

const noKey = (host: string): Fault => new Fault('key_needed', 'there is no key', { values: { host } });

async function withTimeout<T>(work: Promise<T>, host: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Fault('timed_out', `${host} is slow`, { values: { host } })), maxWait);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
