import { Fault } from '../../base/fault.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';
import type { BearerChallenge } from '../../oauth/bearer-challenge.ts';
import type { ResourceHints } from '../../oauth/protected-resource-metadata.ts';
import { askedWait } from '../../oauth/retry-after.ts';
import { readProbeAnswer, type ProbeAnswer } from './probe-answer.ts';

export type ProbeResult =
  | {
      status: number;
      requiresSignIn: false;
      /** The server does not support revision 2026-07-28. */
      earlier?: true;
      /** The server speaks JSON-RPC, and refused both questions: it may want a sign-in without saying so. */
      refused?: true;
      /** The server's own name. */
      name?: string;
    }
  | ({
      status: number;
      requiresSignIn: true;
      challenge?: BearerChallenge;
      /** A page for a browser, without a challenge. */
      isPage?: boolean;
      /** User and password are asked for. */
      basic?: boolean;
    } & ResourceHints);

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

/** For earlier servers that refuse anything before `initialize`, where some look for a session before a token. */
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
 * Asks a server without a token whether it needs a sign-in. A first request that is refused says nothing about that, so
 * `initialize` is asked too. Throws `not_an_mcp_server` if no response is MCP, `server_error` if one is 5xx and the
 * other says nothing either, and network faults.
 */
export async function probe(url: URL, fetch: GuardedFetch): Promise<ProbeResult> {
  const first = await ask(url, fetch, discover);
  const { status } = first;
  if (first.kind === 'challenge') return wanted(first);
  if (first.kind === 'result') return { status, requiresSignIn: false, ...named(first) };
  if (first.kind === 'method_unknown') return { status, requiresSignIn: false, earlier: true };
  const second = await ask(url, fetch, initialize);
  if (second.kind === 'challenge') return wanted(second);
  if (second.kind === 'result')
    return { status: second.status, requiresSignIn: false, earlier: true, ...named(second) };
  const answers = [first, second];
  if (answers.some(({ kind }) => kind === 'refused' || kind === 'method_unknown'))
    return { status, requiresSignIn: false, earlier: true, refused: true };
  const { host } = url;
  const failed = answers.find((answer) => answer.kind === 'failed');
  if (!failed) throw new Fault('not_an_mcp_server', `${host} speaks no JSON-RPC`, { values: { host } });
  throw new Fault('server_error', `${host} answered ${failed.status}`, {
    values: { host, status: failed.status },
    serverText: failed.words,
  });
}

const wanted = ({ kind: _kind, ...answer }: Asked & { kind: 'challenge' }): ProbeResult => ({
  ...answer,
  requiresSignIn: true,
});

const named = ({ name }: { name?: string }) => (name === undefined ? {} : { name });

/** `endpoint`: where redirects within the origin led. */
type Asked = ProbeAnswer & Pick<ResourceHints, 'endpoint'>;

async function ask(url: URL, fetch: GuardedFetch, question: typeof discover | typeof initialize): Promise<Asked> {
  let endpoint: URL | undefined;
  const response = await fetch(url, {
    onRedirected: (answered) => (endpoint = answered),
    method: 'POST',
    headers: { ...question.headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: question.body,
    signal: AbortSignal.timeout(15_000),
  });
  const wait = askedWait(response, Date.now());
  if (response.status === 429 || (response.status === 503 && wait !== undefined)) {
    await response.body?.cancel();
    const values = { host: url.host, ...(wait !== undefined && { seconds: Math.ceil(wait / 1000) }) };
    throw new Fault('busy', `${url.host} answered ${response.status}`, { values });
  }
  // Closes a session that was only opened for the probe, without waiting.
  const session = response.ok ? response.headers.get('mcp-session-id') : null;
  if (session) void fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': session } }).catch(() => undefined);
  return { ...(await readProbeAnswer(response)), ...(endpoint && { endpoint }) };
}
