import { X509Certificate } from 'node:crypto';
import tls, { type SecureContext } from 'node:tls';
import { extraAuthorities, type ExtraAuthorities } from './extra-authorities.ts';
import { tlsOptions } from './tls-options.ts';

interface TrustOptions {
  /** Certificates of authorities that a person chose, in PEM: as they are now. */
  chosen?: () => readonly string[];
  /** Is told once why certificates that the environment names were left out. */
  onProblem?: (extra: ExtraAuthorities) => void;
}

/**
 * The authorities that may vouch for a server: those that Node trusts by itself, those that this computer's owner trusts (a
 * company's own is in the system's store and nowhere else), those that the environment names, and those that a person chose.
 * Made for the first encrypted connection, and again when others are chosen: what was made before goes on with what it has.
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

/** Node's own list, with `NODE_EXTRA_CA_CERTS` where Node itself has read it, and all that count on this computer. */
let computers: { own: readonly string[]; all: readonly string[] } | undefined;

function contextWith(more: readonly string[]): SecureContext {
  computers ??= readComputers();
  const own = new Set(computers.own);
  const all = new Set([...computers.all, ...more]);
  return tls.createSecureContext({
    ...tlsOptions,
    // A list takes the place of Node's own, so it is only given where it is longer.
    ...(all.size > own.size && { ca: [...all] }),
    // Otherwise an authority that another one vouches for counts for nothing by itself, though a person chose just that one.
    ...(more.some(isVouchedFor) && { allowPartialTrustChain: true }),
  });
}

/** Reading the system's store takes a moment on some systems, so that is done once. */
function readComputers(): { own: readonly string[]; all: readonly string[] } {
  // Node before 22.15, as in Electron 33, cannot read the store; one that cannot be read adds none either.
  const read = tls.getCACertificates as typeof tls.getCACertificates | undefined;
  try {
    const own = read?.('default') ?? tls.rootCertificates;
    return { own, all: [...own, ...(read?.('system') ?? [])] };
  } catch {
    return { own: tls.rootCertificates, all: tls.rootCertificates };
  }
}

function isVouchedFor(pem: string): boolean {
  const { subject, issuer } = new X509Certificate(pem);
  return subject !== issuer;
}
