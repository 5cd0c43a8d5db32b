import { Fault } from '../base/fault.ts';
import { secretsIn, stripSecrets } from '../base/strip-secrets.ts';
import { assertUrlAllowed, type AddressScope } from './address-policy.ts';

/**
 * Where a request is sent on to. `anywhere`: documents, to any address that could be requested itself. `within_origin`:
 * the same method and body, for status 307 and 308 (RFC 9110 sections 15.4.8 and 15.4.9) and within scheme, host and
 * port, so that what is sent reaches no other place. `of_server`: the same, for the server that the user entered: they
 * can use the address that it names instead.
 */
export type RedirectRule = 'anywhere' | 'within_origin' | 'of_server' | 'nowhere';

const mostRedirects = 3;

interface Redirect {
  rule: RedirectRule;
  scope: AddressScope;
  status: number;
  /** The addresses that were requested, the redirecting one last. */
  visited: readonly URL[];
  next: URL;
  sent: { headers?: Record<string, string> | Headers; body?: string | URLSearchParams | null };
}

/**
 * Throws `redirect_refused` unless the redirect is followed. Its values: `target` without query, `reason`, and for the
 * server itself `address`, the address that the user can use instead.
 */
export function assertFollowed(redirect: Redirect): void {
  const reason = reasonAgainst(redirect);
  if (!reason) return;
  const { visited, next, rule } = redirect;
  const { host } = visited.at(-1) ?? next;
  const target = stripSecrets(shown(next), sentSecrets(redirect));
  const address = rule === 'of_server' && reason !== 'loop' ? usableAddress(redirect, target) : undefined;
  throw new Fault('redirect_refused', `${host} redirects to ${next.host}`, {
    values: { host, reason, target, ...(address !== undefined && { address }) },
  });
}

type Reason = 'loop' | 'too_many' | 'downgrade' | 'elsewhere' | 'method' | 'not_followed';

function reasonAgainst({ rule, status, visited, next }: Redirect): Reason | undefined {
  const loops = visited.some(({ href }) => href === withoutFragment(next));
  const many = visited.length > mostRedirects;
  if (rule === 'anywhere') return many ? (loops ? 'loop' : 'too_many') : undefined;
  const from = visited.at(-1) ?? next;
  if (from.protocol === 'https:' && next.protocol === 'http:') return 'downgrade';
  if (next.origin !== from.origin) return 'elsewhere';
  if (rule === 'nowhere') return 'not_followed';
  if (status !== 307 && status !== 308) return 'method';
  if (loops) return 'loop';
  return many ? 'too_many' : undefined;
}

/** A query may have been made for this request alone; the user's own stays. */
function usableAddress({ scope, visited, next }: Redirect, target: string): string | undefined {
  const [first] = visited;
  const address = new URL(shown(next));
  if (address.href !== target) return undefined;
  if (first && next.search === first.search) address.search = first.search;
  // Servers behind a proxy that ends TLS often do not know that they are reached by https.
  if (first?.protocol === 'https:' && address.host === first.host) address.protocol = 'https:';
  try {
    assertUrlAllowed(address, scope);
  } catch {
    return undefined;
  }
  return address.href === first?.href || address.href.length > longestAddress ? undefined : address.href;
}

const longestAddress = 300;

/** What is left of the request's headers at another origin. */
export function headersForOthers(headers: Redirect['sent']['headers']): Record<string, string> {
  const all = new Headers(headers);
  return Object.fromEntries([...all].filter(([name]) => name === 'accept' || name === 'user-agent'));
}

const shown = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${pathname}`;

function withoutFragment(url: URL): string {
  const whole = new URL(url);
  whole.hash = '';
  return whole.href;
}

const withoutSecret = /^(?:accept|content-type|user-agent|mcp-protocol-version|mcp-method|mcp-name)$/;

/** What the request contained and a redirect may quote. */
function sentSecrets({ sent: { headers, body } }: Redirect): string[] {
  const values = [...new Headers(headers)].filter(([name]) => !withoutSecret.test(name)).map(([, value]) => value);
  return [...values.flatMap(secretsIn), ...(body instanceof URLSearchParams ? body.values() : [])];
}
