import { Fault } from '../fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { parseBearerChallenge, type BearerChallenge } from '../oauth/bearer-challenge.ts';
import { serverName } from './server-name.ts';

export type ProbeResult =
  | {
      status: number;
      requiresSignIn: false;
      /** It speaks no revision as new as 2026-07-28. */
      earlier?: true;
      /** What it calls itself. */
      name?: string;
    }
  | { status: number; requiresSignIn: true; challenge?: BearerChallenge };

const clientInfo = { name: 'Keyfob', version: '1' };

/** What a server of 2026-07-28 is asked first; one of an earlier revision answers with an error of JSON-RPC's. */
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

/** For earlier servers that refuse whatever comes before `initialize` with something else than JSON-RPC. */
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
 * Asks a server whether it wants a sign-in, without one. Throws `not_an_mcp_server` where the answer is nothing that
 * MCP knows, `server_error` on 5xx, and network faults.
 */
export async function probe(url: URL, fetch: GuardedFetch): Promise<ProbeResult> {
  const answer = (await ask(url, fetch, discover)) ?? (await ask(url, fetch, initialize));
  if (answer) return answer;
  throw new Fault('not_an_mcp_server', `${url.host} speaks no JSON-RPC`, { values: { host: url.host } });
}

/** Undefined where the answer is not MCP's. */
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
  // A session that was opened only to ask is closed again; nobody waits for that.
  const session = response.headers.get('mcp-session-id');
  if (session) void fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': session } }).catch(() => undefined);
  const earlier = question === initialize || answer.kind === 'error';
  const { name } = answer;
  return { status, requiresSignIn: false, ...(earlier && { earlier }), ...(name !== undefined && { name }) };
}

/** MCP 2026-07-28, error -32022: the server chooses among revisions with every request, and not by a handshake. */
function choosesByRequest(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === -32022;
}

/** Undefined where it is none; an error is that of a server which does not know the question. */
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
