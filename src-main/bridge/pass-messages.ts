import type { Context, DomainEvent } from '../connections/context.ts';
import type { Permissions } from './access/permissions.ts';
import type { Serve } from './admit.ts';
import type { Attention } from './attention.ts';
import type { CallRecords } from './call-records.ts';
import { ListCache } from './lists/list-cache.ts';
import type { AgentWords } from './pump/agent-words.ts';
import type { BridgeParts, RecordedCall, UpstreamOptions } from './pump/bridge-parts.ts';
import { CallPace } from './pump/call-pace.ts';
import { serveAgent } from './pump/serve-agent.ts';
import { SharedToolHeaders } from './upstream/modern/shared-tool-headers.ts';
import { openUpstream } from './upstream/open-upstream.ts';

interface PassingOptions {
  context: Context;
  subscribe: (listener: Context['publish']) => void;
  permissions: Permissions;
  attention: Attention;
  words: () => AgentWords;
  calling: BridgeParts['calling'];
  records: CallRecords;
}

/** Puts together what passes messages on between agents and servers. */
export function passMessages(options: PassingOptions): Serve {
  const { context, subscribe, permissions, attention, words, calling } = options;
  const lists = new ListCache({ context });
  const toolHeaders = new SharedToolHeaders();
  const listeners = new Set<(event: DomainEvent) => void>();
  subscribe((event) => {
    lists.follow(event);
    toolHeaders.follow(event);
    for (const listener of listeners) listener(event);
  });
  const parts = {
    context,
    access: permissions,
    attention,
    lists,
    pace: new CallPace(context.now),
    listen(listener: (event: DomainEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    words,
    calling,
    record: (call: RecordedCall) => record(options, call),
    openUpstream: (options: UpstreamOptions) => openUpstream({ ...options, toolHeaders: toolHeaders.of(options.slot) }),
  };
  return (connection, target, own) => serveAgent(connection, target, { ...parts, ...own });
}

/** Never throws, because the call was made. */
function record({ context, permissions, records }: PassingOptions, call: RecordedCall): void {
  records.add(call);
  try {
    permissions.use(call.caller, call.slot);
  } catch (error) {
    context.log.warn('the use of a permission was not noted', { error });
  }
}
