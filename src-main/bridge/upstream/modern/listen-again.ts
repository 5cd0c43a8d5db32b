import { setTimeout } from 'node:timers/promises';
import { isFault } from '../../../base/fault.ts';
import { closedHere } from '../wire/lost-answer.ts';
import { idText, messageFrom, methodOf, paramsOf } from '../wire/messages.ts';
import type { Message, RequestOptions } from '../upstream.ts';

/** The pauses before a subscription is asked for again, in milliseconds; they double. */
const shortestPause = 1000;
const longestPause = 30_000;

const acknowledged = 'notifications/subscriptions/acknowledged';

/**
 * Keeps a `subscriptions/listen` for the agent: when its stream breaks, the same request is sent again, so that the
 * subscription keeps its id, and the agent is told that everything may have changed meanwhile. Only the first
 * acknowledgement is passed on. Resolves to the answer with which the server ends it (MCP 2026-07-28, Subscriptions).
 *
 * @param once - Sends the request once, and resolves to its answer.
 */
export async function listenAgain(
  request: Message,
  { signal, onMessage }: RequestOptions,
  closing: AbortSignal,
  once: (options: RequestOptions) => Promise<Message>,
): Promise<Message> {
  let isKnown = false;
  for (let failures = 0; ; failures += 1) {
    const passOn = async (message: Message) => {
      if (methodOf(message) !== acknowledged) return onMessage(message);
      failures = -1;
      if (isKnown) for (const change of changes(request, message)) await onMessage(change);
      else await onMessage(message);
      isKnown = true;
    };
    try {
      return await once({ signal, onMessage: passOn });
    } catch (error) {
      if (signal.aborted || closing.aborted || !isKnown || !isFault(error)) throw error;
    }
    const pause = Math.min(shortestPause * 2 ** Math.max(failures, 0), longestPause);
    await setTimeout(pause, undefined, { signal: AbortSignal.any([signal, closing]) }).catch(() => undefined);
    signal.throwIfAborted();
    if (closing.aborted) throw closedHere();
  }
}

/** What may have changed while a subscription was interrupted. */
function changes(request: Message, acknowledgement: Message): Message[] {
  const { notifications } = paramsOf(acknowledgement) as { notifications?: Record<string, unknown> | null };
  const { resourceSubscriptions: uris } = notifications ?? {};
  const id = `"_meta":{"io.modelcontextprotocol/subscriptionId":${idText(request)}}`;
  const kinds = ['tools', 'prompts', 'resources'].filter((kind) => notifications?.[`${kind}ListChanged`] === true);
  return [
    ...kinds.map((kind) => notification(`notifications/${kind}/list_changed`, id)),
    ...(Array.isArray(uris) ? (uris as unknown[]) : []).map((uri) =>
      notification('notifications/resources/updated', `${id},"uri":${JSON.stringify(uri)}`),
    ),
  ];
}

function notification(method: string, params: string): Message {
  return messageFrom(`{"jsonrpc":"2.0","method":"${method}","params":{${params}}}`);
}
