import type { Client } from 'oauth4webapi';

/** How a registration endpoint refused: the status, and what the body says in whichever form. */
export interface RegistrationRefusal {
  status: number;
  /** The error code of RFC 7591 section 3.2.2, or one of the server's own. */
  error?: string;
  /** The reason in the server's words. */
  words?: string;
  /** HTML: a firewall answered, or a page in the place of an endpoint. */
  isPage: boolean;
}

/**
 * The fields that a registration may leave out (all are optional in RFC 7591 section 2), in the order in which they are
 * given up, each with how a refusal names it.
 */
const optional = {
  software_id: /software/i,
  software_version: /software/i,
  application_type: /application[ _-]?type|\bnative\b/i,
  scope: /scopes?\b/i,
  grant_types: /grant[ _-]?types?|refresh[ _-]?token/i,
  response_types: /response[ _-]?types?/i,
  token_endpoint_auth_method: /auth(entication)?[ _-]?methods?|client authentication|public client/i,
} as const;

export type OptionalField = keyof typeof optional;

const fields = Object.keys(optional) as OptionalField[];

/** Left out where a refusal names no field. The others decide what the client can do, so they stay. */
const extras: readonly OptionalField[] = ['software_id', 'software_version', 'application_type', 'scope'];

/** Refusals of the client itself, which no other metadata would change. */
const final: ReadonlySet<string | undefined> = new Set([
  'access_denied',
  'invalid_software_statement',
  'unapproved_software_statement',
  'unauthorized_client',
  'invalid_token',
]);

const redirectWords =
  /redirect|callback|loopback|localhost|127\.0\.0\.1|(?:uri|url|custom|private[ -]use)[ _-]?schemes?\b/i;

/**
 * The fields that a second request should leave out, after a first one left out `leftOut`: besides those, what the
 * refusal names, or else all that a client can do without. A field that the refusal misses is sent. Undefined if the
 * refusal is not about the metadata.
 */
export function fieldsToLeaveOut(
  whole: Partial<Client>,
  leftOut: ReadonlySet<OptionalField>,
  refusal: RegistrationRefusal,
): ReadonlySet<OptionalField> | undefined {
  const { status, error } = refusal;
  if (![400, 403, 422].includes(status) || refusal.isPage || final.has(error) || isAboutRedirect(refusal))
    return undefined;
  const named = namedFields(refusal).filter((field) => whole[field] !== undefined);
  const missed = named.filter((field) => leftOut.has(field));
  if (missed.length > 0) return new Set([...leftOut].filter((field) => !missed.includes(field)));
  const unnamed = status === 403 ? [] : extras.filter((field) => whole[field] !== undefined && !leftOut.has(field));
  const refused = named.length > 0 ? named : unnamed;
  return refused.length === 0 ? undefined : new Set([...leftOut, ...refused]);
}

/** The fields that a refusal names, whether they were sent or are missing. */
export function namedFields({ error, words = '' }: RegistrationRefusal): OptionalField[] {
  if (error === 'invalid_scope') return ['scope'];
  return fields.filter((field) => optional[field].test(words));
}

/** The metadata without these fields. Of the grants, the first stays: without it, no sign-in would be possible. */
export function withoutFields(metadata: Partial<Client>, leftOut: ReadonlySet<OptionalField>): Partial<Client> {
  const { grant_types: grants } = metadata;
  const kept = Object.entries(metadata).filter(([name]) => !leftOut.has(name as OptionalField));
  const first = leftOut.has('grant_types') && Array.isArray(grants) ? { grant_types: grants.slice(0, 1) } : {};
  return { ...Object.fromEntries(kept), ...first };
}

/** Whether the refusal is about the redirect URI. `invalid_client_metadata` often means it too. */
export function refusesRedirect(refusal: RegistrationRefusal): boolean {
  const { status, error } = refusal;
  if (status < 400 || status >= 500 || final.has(error)) return false;
  return isAboutRedirect(refusal) || error === 'invalid_client_metadata';
}

/** Whether another redirect URI may be accepted: also after a firewall, which may have been alarmed by the address. */
export function mayBeRedirect(refusal: RegistrationRefusal): boolean {
  const { status, error, isPage } = refusal;
  if (refusesRedirect(refusal)) return true;
  if (status < 400 || status >= 500 || final.has(error)) return false;
  return status === 403 || (isPage && ![401, 404, 405, 410, 429].includes(status));
}

function isAboutRedirect({ error, words = '' }: RegistrationRefusal): boolean {
  return error === 'invalid_redirect_uri' || redirectWords.test(words);
}

/** Whether the same request may be accepted later. */
export function mayPass({ status }: Pick<RegistrationRefusal, 'status'>): boolean {
  return (status >= 500 && status !== 501) || status === 408 || status === 429;
}
