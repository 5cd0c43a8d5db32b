import { setTimeout } from 'node:timers/promises';
import type { AnswerReader } from '../wire/answer-reader.ts';
import { isEventStream, isOutage } from '../wire/lost-answer.ts';
import type { Message } from '../upstream.ts';

/** How often a stream is asked for again before its request is given up: the pauses double. */
const mostAttempts = 4;

/** How often in a row a resumed stream may end without an event. */
const mostEmpty = 100;

interface Resuming {
  /** Sends the GET that resumes the stream after this event. */
  resume: (lastEventId: string) => Promise<Response>;
  /** Aborted when the request is given up. */
  signal: AbortSignal;
  /** Whether the agent has cancelled the request, so that a stream that ends is not resumed. */
  isCancelled: () => boolean;
}

/**
 * Reads a response to its answer. A stream with event ids that ends or breaks before that is resumed after the time
 * that the server asked for, because servers disconnect on purpose (MCP 2025-11-25, Transports, "Sending Messages to
 * the Server" and "Resumability and Redelivery"). Returns undefined if there is no answer. Throws what `reader` throws.
 */
export async function readResuming(
  first: Response,
  reader: AnswerReader,
  { resume, signal, isCancelled }: Resuming,
): Promise<Message | undefined> {
  let response: Response | undefined = first;
  for (let empty = 0; response && empty < mostEmpty;) {
    const before = reader.lastEventId;
    const answer = await reader.read(response).catch(unlessOutage);
    if (answer) return answer;
    const { lastEventId } = reader;
    if (lastEventId === undefined || isCancelled()) break;
    empty = lastEventId === before ? empty + 1 : 0;
    response = await resumed(lastEventId, reader.retry, { resume, signal });
  }
  return reader.takeStray();
}

function unlessOutage(error: unknown): undefined {
  if (!isOutage(error)) throw error;
}

/** Undefined if the server refuses, or cannot be reached again. */
async function resumed(
  lastEventId: string,
  retry: number,
  { resume, signal }: Pick<Resuming, 'resume' | 'signal'>,
): Promise<Response | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    await setTimeout(retry * 2 ** attempt, undefined, { signal });
    const response = await resume(lastEventId).catch(unlessOutage);
    if (!response) continue;
    if (isEventStream(response)) return response;
    await response.body?.cancel();
    if (response.status < 500) return undefined;
  }
  return undefined;
}
