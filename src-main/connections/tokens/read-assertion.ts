import { open } from 'node:fs/promises';
import { Fault } from '../../base/fault.ts';
import { Secret } from '../../base/secret.ts';
import type { Server } from '../../store/servers.ts';

/** In bytes; a token that is longer fits no request. */
const longest = 65_536;

/**
 * The workload's own JWT from the file that the settings name. What issues it replaces the file from time to time, so
 * it is read whenever a token is requested, and kept nowhere. Throws `assertion_unreadable` (also if the
 * settings name no file), `assertion_invalid` if the file has something else, which is then sent nowhere, and
 * `assertion_expired` (RFC 7523 section 3 has such a JWT refused).
 */
export async function readAssertion({ name, assertionFile }: Server, now: number): Promise<Secret> {
  const values = { server: name };
  if (assertionFile === null) throw new Fault('assertion_unreadable', 'the settings name no file', { values });
  const text = (await textOf(assertionFile, values)).trim();
  const claims = claimsOf(text);
  if (!claims) throw new Fault('assertion_invalid', 'the file has no JWT', { values });
  const { exp } = claims;
  if (typeof exp === 'number' && exp * 1000 <= now)
    throw new Fault('assertion_expired', 'the JWT in the file has expired', { values });
  return new Secret(text);
}

async function textOf(path: string, values: Fault['values']): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const found = await file.stat();
    // Reading a device or a pipe may never end.
    if (!found.isFile()) throw new Error('not a file');
    if (found.size > longest) throw new Fault('assertion_invalid', 'the file is too large', { values });
    return await file.readFile('utf8');
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('assertion_unreadable', 'the file could not be read', { values, cause });
  }
}

/** The claims of a signed JWT in compact form (RFC 7519 section 3, RFC 7515 section 3.1); undefined for other text. */
function claimsOf(text: string): Record<string, unknown> | undefined {
  const [, header = '', payload = ''] = /^([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(text) ?? [];
  return objectIn(header) && objectIn(payload);
}

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
