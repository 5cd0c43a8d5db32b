import { Fault } from '../../base/fault.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';

/** In milliseconds, and in characters: the first event of such a stream is short and sent at once. */
const longestWait = 5000;
const longestEvent = 4096;

/**
 * Throws `transport_outdated` if the address opens a stream whose first event names another address for messages: the
 * HTTP+SSE transport of MCP 2024-11-05, which 2025-03-26 replaced. Any other response says nothing.
 */
export async function refuseOutdatedTransport(url: URL, fetch: GuardedFetch): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), longestWait);
  try {
    const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal: abort.signal });
    const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    if (!response.ok || !isStream || !response.body) return;
    if (!(await beginsWithEndpoint(response.body))) return;
  } catch {
    return;
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
  throw new Fault('transport_outdated', `${url.host} speaks HTTP+SSE alone`, { values: { host: url.host } });
}

async function beginsWithEndpoint(body: ReadableStream<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (/^event: ?endpoint\r?$/m.test(text)) return true;
    if (text.length > longestEvent || /\r?\n\r?\n/.test(text)) return false;
  }
  return false;
}
