export const errorCodes = [
  // the address that the user entered
  'address_invalid',
  'address_not_https',
  'address_has_credentials',
  'server_exists',
  'server_not_found',
  'server_off',
  // network
  'address_refused',
  'port_refused',
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'tls_failed',
  'timed_out',
  'answer_too_large',
  'answer_malformed',
  'redirect_refused',
  // MCP server
  'not_an_mcp_server',
  'server_error',
  'not_allowed',
  'busy',
  'request_refused',
  'transport_outdated',
  // discovery
  'resource_metadata_missing',
  'resource_mismatch',
  'no_authorization_server',
  'server_metadata_missing',
  'issuer_mismatch',
  'endpoint_refused',
  'pkce_unsupported',
  'grant_unsupported',
  'pushed_requests_unsupported',
  'client_id_needed',
  'headers_needed',
  'assertion_unreadable',
  'assertion_invalid',
  'assertion_expired',
  'issuer_changed',
  'hosts_differ',
  // registration
  'registration_unsupported',
  'registration_refused',
  'redirect_refused_by_server',
  'redirect_port_taken',
  'client_unknown',
  // authorization
  'browser_not_opened',
  'access_denied',
  'authorization_refused',
  'cancelled',
  'response_invalid',
  'response_issuer_wrong',
  'state_unknown',
  'request_expired',
  // tokens
  'code_refused',
  'token_refused',
  'token_response_invalid',
  'token_too_long',
  'refresh_token_invalid',
  'refresh_refused',
  'refresh_unavailable',
  'not_signed_in',
  'sign_in_ended',
  'more_access_needed',
  'more_access_denied',
  'key_needed',
  'key_refused',
  // tools
  'tool_not_found',
  'tool_failed',
  // this computer
  'locked',
  'passphrase_wrong',
  'passphrase_paused',
  'passphrase_short',
  'file_invalid',
  'file_newer',
  'settings_not_agreed',
  'file_not_written',
  // the files of other programs
  'program_not_found',
  'entry_taken',
  'config_changed',
  'config_forbidden',
  'config_read_only',
  'config_disk_full',
  'program_command_failed',
  'config_invalid',
  'config_unsuitable',
  'config_duplicate',
  'entry_changed',
  'edit_unsafe',
  'authority_invalid',
  'authority_too_many',
  'authority_not_ca',
  'authority_expired',
  'folder_not_opened',
  // updates of Keyfob
  'update_no_key',
  'update_unavailable',
  'update_unsigned',
  'update_wrong_key',
  'update_changed',
  'update_malformed',
  'update_too_large',
  'update_other_product',
  'update_expired',
  'update_older',
  'update_rolled_back',
  'restart_due',
  'keyring_locked',
  'storage_failed',
  'database_newer',
  'forbidden',
  'managed',
  'profile_not_found',
  'last_admin',
  'last_workspace',
  'request_invalid',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The action that a single click offers for an error; the window has a label for each. */
export type Remedy =
  | 'retry'
  | 'sign_in'
  | 'enter_key'
  | 'edit_address'
  | 'use_address'
  | 'edit_settings'
  | 'use_loopback'
  | 'register_again'
  | 'open_existing'
  | 'turn_on'
  | 'allow_address'
  | 'allow_hosts'
  | 'review_access';

/**
 * An error for display. The window has a sentence for `code`; `serverText` comes from the server and is shown as such.
 */
export interface ErrorView {
  code: ErrorCode;
  /**
   * Values for the sentence: `host`, `server`, `issuer`, `serverId`, `seconds`, `status`, `port`. `origin`, or
   * `browserHost` with `answerHost`, is what the user could allow; `forServer` is the origin of the server that
   * `origin` would be allowed for, as its sign-in service. `address` is what they could use instead.
   * `redirectUri`: what a client made by hand has to be registered with. `later`: the same may succeed in a few
   * minutes.
   */
  values: Record<string, string | number>;
  /** The server's own text, without control characters, at most 500 characters. */
  serverText?: string;
  /** A call failed, but its tool may have run, and running it again may repeat what it did. */
  mayHaveRun?: true;
  remedy?: Remedy;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorView };
