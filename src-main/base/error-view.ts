import { errorCodes, type ErrorCode, type ErrorView, type Remedy } from '../../src-preload/contract.ts';
import { cleanText } from './clean-text.ts';
import { Fault } from './fault.ts';

const remedies: Partial<Record<ErrorCode, Remedy>> = {
  address_invalid: 'edit_address',
  address_not_https: 'edit_address',
  address_has_credentials: 'edit_address',
  port_refused: 'edit_address',
  host_not_found: 'edit_address',
  not_an_mcp_server: 'edit_address',
  server_exists: 'open_existing',
  server_off: 'turn_on',
  connection_refused: 'retry',
  connection_failed: 'retry',
  timed_out: 'retry',
  server_error: 'retry',
  not_allowed: 'sign_in',
  busy: 'retry',
  transport_outdated: 'edit_address',
  grant_unsupported: 'edit_settings',
  registration_unsupported: 'edit_settings',
  registration_refused: 'edit_settings',
  redirect_refused_by_server: 'use_loopback',
  redirect_port_taken: 'edit_settings',
  client_unknown: 'register_again',
  browser_not_opened: 'retry',
  access_denied: 'retry',
  authorization_refused: 'register_again',
  cancelled: 'retry',
  request_expired: 'retry',
  response_invalid: 'retry',
  response_issuer_wrong: 'retry',
  code_refused: 'retry',
  token_refused: 'sign_in',
  refresh_token_invalid: 'sign_in',
  refresh_refused: 'sign_in',
  refresh_unavailable: 'retry',
  not_signed_in: 'sign_in',
  sign_in_ended: 'sign_in',
  more_access_needed: 'sign_in',
  more_access_denied: 'sign_in',
  key_needed: 'enter_key',
  key_refused: 'enter_key',
  client_id_needed: 'edit_settings',
  headers_needed: 'edit_settings',
  assertion_unreadable: 'edit_settings',
  assertion_invalid: 'edit_settings',
  assertion_expired: 'sign_in',
  issuer_changed: 'edit_settings',
  hosts_differ: 'allow_hosts',
};

/** Where the reason of an error leads to another remedy than its code. */
const remediesByReason: Partial<Record<string, Remedy>> = {
  'issuer_mismatch slash': 'edit_settings',
  'issuer_mismatch spelling': 'edit_settings',
  'resource_mismatch scheme': 'edit_settings',
  'resource_mismatch spelling': 'edit_settings',
  'pkce_unsupported unlisted': 'edit_settings',
  'client_unknown entered': 'edit_settings',
  'authorization_refused entered': 'edit_settings',
};

/** The part of an error that users may see: its code, the values for the sentence, and the server's text, cleaned. */
export function errorView(error: unknown): ErrorView {
  const code = codeOf(error);
  const fault = error instanceof Fault ? error : undefined;
  const remedy = remedyFor(code, fault);
  const values = Object.entries(fault?.values ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? cleanText(value, 300) : value,
  ]);
  return {
    code,
    values: Object.fromEntries(values) as ErrorView['values'],
    ...(fault?.serverText && { serverText: cleanText(fault.serverText, 500) }),
    ...(fault?.mayHaveRun && { mayHaveRun: true }),
    ...(remedy && { remedy }),
  };
}

function remedyFor(code: ErrorCode, fault: Fault | undefined): Remedy | undefined {
  if (fault?.values['origin'] !== undefined) return 'allow_address';
  // Neither another try nor another address is right for a tool that may have run.
  if (fault?.mayHaveRun) return undefined;
  if (fault?.values['address'] !== undefined) return 'use_address';
  // Without a sign-in, another one would not help.
  if (code === 'not_allowed' && fault?.values['held'] === undefined) return undefined;
  if (fault?.values['later'] !== undefined) return 'retry';
  // The missing scopes can be reviewed if the server named them.
  const named = (code === 'more_access_needed' || code === 'more_access_denied') && fault?.missingScopes.length;
  if (named) return 'review_access';
  return remediesByReason[`${code} ${String(fault?.values['reason'])}`] ?? remedies[code];
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof Error && 'code' in error) {
    // To the user, a value that cannot be decrypted is damaged storage.
    if (error.code === 'sealed_value_refused') return 'storage_failed';
    const known = errorCodes.find((code) => code === error.code);
    if (known) return known;
  }
  if (error instanceof Error && error.name === 'AbortError') return 'cancelled';
  return 'internal';
}
