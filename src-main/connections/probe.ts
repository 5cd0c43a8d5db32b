import { Fault } from '../fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { parseBearerChallenge, type BearerChallenge } from '../oauth/bearer-challenge.ts';

export type ProbeResult =
  { status: number; requiresSignIn: false } | { status: number; requiresSignIn: true; challenge?: BearerChallenge };

/** An `initialize` that any revision of MCP over Streamable HTTP answers: with a result, an error, or a refusal. */
const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'Keyfob', version: '1' } },
});

/**
 * Asks a server whether it wants a sign-in, without one. Throws `not_an_mcp_server` where the answer is nothing that
 * MCP knows, `server_error` on 5xx, and network faults.
 */
export async function probe(url: URL, fetch: GuardedFetch): Promise<ProbeResult> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: initialize,
    signal: AbortSignal.timeout(15_000),
  });
  const values = { host: url.host, status: response.status };
  const { status } = response;
  if (status === 401) {
    await response.body?.cancel();
    const challenge = parseBearerChallenge(response.headers.get('www-authenticate'));
    return { status, requiresSignIn: true, ...(challenge && { challenge }) };
  }
  if (status >= 500) {
    await response.body?.cancel();
    throw new Fault('server_error', `${url.host} answered ${status}`, { values });
  }
  if (await speaksJsonRpc(response)) {
    // A session that was opened only to ask is closed again; nobody waits for that.
    const session = response.headers.get('mcp-session-id');
    if (session) void fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': session } }).catch(() => undefined);
    return { status, requiresSignIn: false };
  }
  throw new Fault('not_an_mcp_server', `${url.host} answered ${status} and no JSON-RPC`, { values });
}

async function speaksJsonRpc(response: Response): Promise<boolean> {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return true;
  }
  const text = await response.text();
  if (!/[/+]json\b/.test(type)) return false;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && 'jsonrpc' in json && json.jsonrpc === '2.0';
  } catch {
    return false;
  }
}
