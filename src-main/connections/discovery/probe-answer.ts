import { serverWords } from '../../base/server-words.ts';
import {
  announcedMetadata,
  asksBasic,
  parseBearerChallenge,
  type BearerChallenge,
} from '../../oauth/bearer-challenge.ts';
import { isRecord } from '../../base/is-record.ts';
import type { JsonRecord } from '../../oauth/json-answer.ts';
import { serverName } from './server-name.ts';

/** What one response to the probe says. */
export type ProbeAnswer = { status: number } & (
  | {
      kind: 'challenge';
      challenge?: BearerChallenge;
      /** Addresses of resource metadata that are named besides the challenge's. */
      announced?: string[];
      /** A page for a browser, without a challenge. */
      isPage?: true;
      /** User and password are asked for. */
      basic?: true;
    }
  /** A JSON-RPC result, or a stream. */
  | { kind: 'result'; name?: string }
  /** The server knows JSON-RPC, and not this method. */
  | { kind: 'method_unknown' }
  /** Another JSON-RPC error: it can mean "initialize first", or "sign in". */
  | { kind: 'refused'; words?: string }
  /** 5xx, whatever its body is. */
  | { kind: 'failed'; words?: string }
  /** Not MCP. */
  | { kind: 'other' }
);

/** Reads one response to the probe, to its end where it is no stream. */
export async function readProbeAnswer(response: Response): Promise<ProbeAnswer> {
  const { status, ok, headers } = response;
  const header = headers.get('www-authenticate');
  const challenge = parseBearerChallenge(header);
  const type = (headers.get('content-type') ?? '').toLowerCase();
  // Servers in use answer 400 or 403 to a request without a token, with the challenge of a 401.
  if (status === 401 || (status >= 400 && challenge)) {
    await response.body?.cancel();
    const announced = announcedMetadata(header).filter((one) => one !== challenge?.resourceMetadata);
    return {
      status,
      kind: 'challenge',
      ...(challenge && { challenge }),
      ...(announced.length > 0 && { announced }),
      ...(header === null && type.startsWith('text/html') && { isPage: true }),
      ...(asksBasic(header) && { basic: true }),
    };
  }
  if (ok && type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status, kind: 'result' };
  }
  const isJson = /[/+]json\b/.test(type);
  if (!isJson) await response.body?.cancel();
  const json = isJson ? jsonRpc(await response.text()) : undefined;
  const words = json && serverWords(json);
  const told = words === undefined ? {} : { words };
  if (status >= 500) return { status, kind: 'failed', ...told };
  if (!json) return { status, kind: 'other' };
  if (!('error' in json)) {
    const name = 'result' in json ? serverName(json.result) : undefined;
    return { status, kind: 'result', ...(name !== undefined && { name }) };
  }
  const code = errorCode(json.error);
  // MCP 2026-07-28, error -32022: the server negotiates the revision per request, without a handshake.
  if (code === -32_022) return { status, kind: 'result' };
  // JSON-RPC 2.0 section 5.1. With another status than 200, the server may not have looked at the method.
  if (code === -32_601 && ok) return { status, kind: 'method_unknown' };
  return { status, kind: 'refused', ...told };
}

function jsonRpc(text: string): JsonRecord | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) && json.jsonrpc === '2.0' ? json : undefined;
  } catch {
    return undefined;
  }
}

const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
