import { Fault } from '../../base/fault.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';
import { parseBearerChallenge, type BearerChallenge } from '../../oauth/bearer-challenge.ts';
import { serverName } from './server-name.ts';

export type ProbeResult =
  | {
      status: number;
      requiresSignIn: false;
      /** The server does not support revision 2026-07-28. */
      earlier?: true;
      /** The server's own name. */
      name?: string;
    }
  | { status: number; requiresSignIn: true; challenge?: BearerChallenge };

const clientInfo = { name: 'Keyfob', version: '1' };

/** The first request to a server of 2026-07-28; earlier ones answer with a JSON-RPC error. */
const discover = {
  headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'server/discover' },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 'probe',
    method: 'server/discover',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': clientInfo,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }),
};

/** For earlier servers that refuse anything before `initialize` with something other than JSON-RPC. */
const initialize = {
  headers: {},
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
  }),
};

/**
 * Asks a server without a token whether it needs a sign-in. Throws `not_an_mcp_server` if the response is not MCP,
 * `server_error` on 5xx, and network faults.
 */
export async function probe(url: URL, fetch: GuardedFetch): Promise<ProbeResult> {
  const answer = (await ask(url, fetch, discover)) ?? (await ask(url, fetch, initialize));
  if (answer) return answer;
  throw new Fault('not_an_mcp_server', `${url.host} speaks no JSON-RPC`, { values: { host: url.host } });
}

/** Undefined if the response is not MCP. */
async function ask(
  url: URL,
  fetch: GuardedFetch,
  question: typeof discover | typeof initialize,
): Promise<ProbeResult | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...question.headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: question.body,
    signal: AbortSignal.timeout(15_000),
  });
  const { status } = response;
  if (status === 401) {
    await response.body?.cancel();
    const challenge = parseBearerChallenge(response.headers.get('www-authenticate'));
    return { status, requiresSignIn: true, ...(challenge && { challenge }) };
  }
  if (status >= 500) {
    await response.body?.cancel();
    throw new Fault('server_error', `${url.host} answered ${status}`, { values: { host: url.host, status } });
  }
  const answer = await jsonRpcAnswer(response);
  if (!answer) return undefined;
  // Closes a session that was only opened for the probe, without waiting.
  const session = response.headers.get('mcp-session-id');
  if (session) void fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': session } }).catch(() => undefined);
  const earlier = question === initialize || answer.kind === 'error';
  const { name } = answer;
  return { status, requiresSignIn: false, ...(earlier && { earlier }), ...(name !== undefined && { name }) };
}

/** MCP 2026-07-28, error -32022: the server negotiates the revision per request, without a handshake. */
function choosesByRequest(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === -32022;
}

/** Undefined if it is not JSON-RPC; `error` means that the server does not know the method. */
async function jsonRpcAnswer(response: Response): Promise<{ kind: 'result' | 'error'; name?: string } | undefined> {
  const type = (response.headers.get('content-type') ?? '').toLowerCase();
  if (response.ok && type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { kind: 'result' };
  }
  if (!/[/+]json\b/.test(type)) {
    await response.body?.cancel();
    return undefined;
  }
  const text = await response.text();
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || !('jsonrpc' in json) || json.jsonrpc !== '2.0') return undefined;
    if ('error' in json) return { kind: choosesByRequest(json.error) ? 'result' : 'error' };
    const name = 'result' in json ? serverName(json.result) : undefined;
    return { kind: 'result', ...(name !== undefined && { name }) };
  } catch {
    return undefined;
  }
}
