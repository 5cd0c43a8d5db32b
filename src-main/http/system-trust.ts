import tls, { type SecureContext } from 'node:tls';
import { tlsOptions } from './tls-options.ts';

let found: SecureContext | undefined;

/**
 * The authorities that may vouch for a server: those that Node trusts by itself (with `NODE_EXTRA_CA_CERTS`, where the process
 * was started with it), and those that this computer's owner trusts: a company's own authority is in the system's store and
 * nowhere else. Where the system adds none, and where Node is too old to know (before 22.15), Node's own list counts.
 * Reading the store takes a moment on some systems, so it is read once, for the first encrypted connection.
 */
export function systemTrust(): SecureContext {
  const ca = (found ? undefined : readTrust()) ?? [];
  found ??= tls.createSecureContext({ ...tlsOptions, ...(ca.length > 0 && { ca }) });
  return found;
}

/** Undefined where the system adds no authority to Node's own list. */
function readTrust(): string[] | undefined {
  // Electron 33 has a Node without it; a store that cannot be read adds nobody either.
  const read = tls.getCACertificates as typeof tls.getCACertificates | undefined;
  try {
    const known = new Set(read?.('default'));
    const all = new Set([...known, ...(read?.('system') ?? [])]);
    return all.size > known.size ? [...all] : undefined;
  } catch {
    return undefined;
  }
}
