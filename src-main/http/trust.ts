import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import tls, { type SecureContext } from 'node:tls';
import { systemAuthorities } from './early-authorities.ts';
import { extraAuthorities, type ExtraAuthorities } from './extra-authorities.ts';
import { tlsOptions } from './tls-options.ts';

interface TrustOptions {
  /** The current certificates of authorities that the user added, in PEM. */
  chosen?: () => readonly string[];
  /** Called once with the reason why certificates named by the environment were skipped. */
  onProblem?: (extra: ExtraAuthorities) => void;
}

/**
 * The trusted certificate authorities: Node's own, the system store's (where a company's own CA is), those that the
 * environment names, and those that the user added. Created for the first TLS connection, and again after the user's
 * list changes; existing connections keep their context.
 */
export function createTrust({ chosen = () => [], onProblem }: TrustOptions = {}): () => SecureContext {
  let made: { of: string; context: SecureContext } | undefined;
  let told = false;
  return () => {
    const extra = extraAuthorities();
    if (extra?.problem && !told) onProblem?.(extra);
    told = true;
    const more = [...(extra?.certificates ?? []), ...chosen()];
    const of = more.join('');
    if (made?.of !== of) made = { of, context: contextWith(more) };
    return made.context;
  };
}

/** `own`: Node's own list, with `NODE_EXTRA_CA_CERTS` if Node itself has read it. `all`: the system store's as well. */
let computers: { own: readonly string[]; all: readonly string[] } | undefined;

function contextWith(more: readonly string[]): SecureContext {
  computers ??= readComputers();
  const own = new Set(computers.own);
  const all = new Set([...computers.all, ...more]);
  return tls.createSecureContext({
    ...tlsOptions,
    // A `ca` list replaces Node's own, so it is only given if it has more certificates.
    ...(all.size > own.size && { ca: [...all] }),
    // Without this, OpenSSL does not accept an intermediate certificate that the user added as a trust anchor.
    ...(more.some(isVouchedFor) && { allowPartialTrustChain: true }),
  });
}

/**
 * Reads the system's store early where that takes long, so that the first connection does not wait for it. Linux has a
 * file, which is read at once. `read` is replaced by tests.
 */
export function readAuthoritiesEarly(platform: NodeJS.Platform, read = systemAuthorities): Promise<void> {
  if (platform === 'linux' || computers) return Promise.resolve();
  early ??= read().then((found) => {
    if (found) computers ??= readComputers(() => found);
  });
  return early;
}

/** The early look, while it is under way and afterwards. */
let early: Promise<void> | undefined;

/**
 * Resolves once the early look is over, at once where there is none: a connection that did not wait would read the
 * store a second time, and block the process meanwhile. Rejects with the reason of the signal.
 */
export async function authoritiesRead(signal: AbortSignal): Promise<void> {
  if (early && !computers) await Promise.race([early, once(signal, 'abort')]);
  signal.throwIfAborted();
}

/** Cached: to read the system's store is slow on some systems. `system` is what was read of it already. */
function readComputers(system?: () => readonly string[]): { own: readonly string[]; all: readonly string[] } {
  // Node before 22.15, as in Electron 33, cannot read the system store; an unreadable store adds no certificates
  // either.
  const read = tls.getCACertificates as typeof tls.getCACertificates | undefined;
  try {
    const own = read?.('default') ?? tls.rootCertificates;
    return { own, all: [...own, ...(system?.() ?? read?.('system') ?? [])] };
  } catch {
    return { own: tls.rootCertificates, all: tls.rootCertificates };
  }
}

function isVouchedFor(pem: string): boolean {
  const { subject, issuer } = new X509Certificate(pem);
  return subject !== issuer;
}
