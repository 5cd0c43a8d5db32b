import type { ErrorCode, Remedy } from '../../src-preload/contract.ts';

/**
 * Who can mend it. `user`: what they entered, chose or run on this computer. `admin`: an admin of the workspace.
 * `operator`: who runs the server or its sign-in service. `time`: it passes by itself.
 */
export type Mender = 'user' | 'admin' | 'operator' | 'time';

/** What a user was doing when the error came. */
export type Doing = 'entering' | 'signing in' | 'using' | 'renewing' | 'managing';

/**
 * Why the button may do again what failed. `outage`: the other side may answer by now. `choice`: the user decided, and
 * may decide otherwise. `fresh`: a new sign-in has a new request, code or time limit, where the old one was the reason.
 */
export type Again = 'outage' | 'choice' | 'fresh';

interface Row {
  mender: Mender;
  /** The one button; null: nothing that a click in Keyfob could do. */
  button: Remedy | null;
  doing: Doing;
  again?: Again;
  /** A test in which it really comes about: the file below `test`, and the title. */
  seen: [file: string, title: string];
}

/** Every error code: whose it is to mend, with which button, and a case that really produces it. */
export const table: Record<ErrorCode, Row> = {
  address_invalid: {
    mender: 'user',
    button: 'edit_address',
    doing: 'entering',
    seen: ['ipc/serve.test.ts', 'is no server for the address %j'],
  },
  address_not_https: {
    mender: 'user',
    button: 'edit_address',
    doing: 'entering',
    seen: ['ipc/serve.test.ts', 'is no server for the address %j'],
  },
  address_has_credentials: {
    mender: 'user',
    button: 'edit_address',
    doing: 'entering',
    seen: ['ipc/serve.test.ts', 'is no server for the address %j'],
  },
  server_exists: {
    mender: 'user',
    button: 'open_existing',
    doing: 'entering',
    seen: ['ipc/serve.test.ts', 'is a server that was added, or the one that exists already'],
  },
  server_not_found: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['ipc/serve.test.ts', 'is not found by any request'],
  },
  server_off: {
    mender: 'user',
    button: 'turn_on',
    doing: 'using',
    seen: ['mcp/tools.test.ts', 'is not opened with a server that is turned off, and closes with it'],
  },
  address_refused: {
    mender: 'user',
    button: null,
    doing: 'signing in',
    seen: ['quirks/private-network.test.ts', 'an identity provider that the user does not allow is never contacted'],
  },
  port_refused: {
    mender: 'user',
    button: 'edit_address',
    doing: 'entering',
    seen: ['connections/servers/allowed-origins.test.ts', 'cannot be %s, and the person is not asked'],
  },
  host_not_found: {
    mender: 'user',
    button: 'edit_address',
    doing: 'entering',
    seen: ['doctor/doctor.test.ts', 'says which step failed and why, and exits with 1'],
  },
  connection_refused: {
    mender: 'time',
    button: 'retry',
    doing: 'signing in',
    again: 'outage',
    seen: ['connections/sign-in/dry-run.test.ts', 'stores nothing about a server that it does not reach'],
  },
  connection_failed: {
    mender: 'time',
    button: 'retry',
    doing: 'signing in',
    again: 'outage',
    seen: ['hostile/bytes.test.ts', 'a server that does not speak HTTP is no MCP server'],
  },
  tls_failed: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: [
      'doctor/doctor.test.ts',
      'sends nothing to a server with a self-signed certificate, whatever NODE_TLS_REJECT_UNAUTHORIZED says',
    ],
  },
  timed_out: {
    mender: 'time',
    button: 'retry',
    doing: 'using',
    again: 'outage',
    seen: ['mcp/tools.test.ts', 'may run without progress for as long as the server’s settings say'],
  },
  answer_too_large: {
    mender: 'user',
    button: null,
    doing: 'using',
    seen: ['mcp/large-answers.test.ts', 'is not read as %s'],
  },
  answer_malformed: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/pushed.test.ts', 'because the answer is a page'],
  },
  redirect_refused: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/discovery/probe.test.ts', 'answered with a redirect is not repeated elsewhere'],
  },
  not_an_mcp_server: {
    mender: 'user',
    button: 'edit_address',
    doing: 'entering',
    seen: ['quirks/addresses.test.ts', 'a blog is no MCP server, whatever it has at other paths'],
  },
  server_error: {
    mender: 'time',
    button: 'retry',
    doing: 'signing in',
    again: 'outage',
    seen: ['connections/discovery/probe.test.ts', 'answered with %i reports that the server fails'],
  },
  not_allowed: {
    mender: 'operator',
    button: 'sign_in',
    doing: 'using',
    seen: ['quirks/answers.test.ts', 'a tool call that is answered 403 with a JSON-RPC error shows its words'],
  },
  busy: {
    mender: 'time',
    button: 'retry',
    doing: 'using',
    again: 'outage',
    seen: [
      'quirks/answers.test.ts',
      'a server that answers 429 to the first question is busy, and not something else than a server',
    ],
  },
  request_refused: {
    mender: 'operator',
    button: null,
    doing: 'using',
    seen: [
      'quirks/answers.test.ts',
      'a list that is answered 422 with a JSON-RPC error shows its words, and the server stays one',
    ],
  },
  transport_outdated: {
    mender: 'operator',
    button: 'edit_address',
    doing: 'entering',
    seen: ['quirks/answers.test.ts', 'HTTP+SSE alone, %s'],
  },
  resource_metadata_missing: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: [
      'quirks/challenges.test.ts',
      'a challenge in odd quoting leads to no address that a strict one could not lead to',
    ],
  },
  resource_mismatch: {
    mender: 'user',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'whose metadata name another server is not used'],
  },
  no_authorization_server: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'that names no authorization server is not used'],
  },
  server_metadata_missing: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['hostile/discovery.test.ts', 'a list of 1,000 authorization servers leads to requests to four at most'],
  },
  issuer_mismatch: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'whose authorization server names another issuer is not used'],
  },
  endpoint_refused: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'whose authorization server names javascript: opens nothing'],
  },
  pkce_unsupported: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'without PKCE is not used'],
  },
  grant_unsupported: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'signing in',
    seen: ['oauth/flows.test.ts', 'is not offered by every server'],
  },
  pushed_requests_unsupported: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/pushed.test.ts', 'because there is no such endpoint'],
  },
  client_id_needed: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'signing in',
    seen: [
      'connections/tokens/client-credentials.test.ts',
      'says so where no client id was entered, and nothing is registered or requested',
    ],
  },
  headers_needed: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'using',
    seen: [
      'connections/discovery/unreadable-headers.test.ts',
      'headers that cannot be decrypted have to be entered again before anything is sent',
    ],
  },
  assertion_unreadable: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'signing in',
    seen: ['connections/tokens/jwt-bearer.test.ts', 'says where it is a folder, or not set at all'],
  },
  assertion_invalid: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'signing in',
    seen: ['connections/tokens/jwt-bearer.test.ts', 'sends nothing where the file is %s, and says so'],
  },
  assertion_expired: {
    mender: 'user',
    button: 'sign_in',
    doing: 'renewing',
    seen: [
      'connections/tokens/jwt-bearer.test.ts',
      'says when a renewal finds an expired JWT, and renews by itself once the file is replaced',
    ],
  },
  issuer_changed: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'signing in',
    seen: [
      'connections/discovery/choice.test.ts',
      'is refused where the server does not name it any more, and no other one is asked',
    ],
  },
  hosts_differ: {
    mender: 'user',
    button: 'allow_hosts',
    doing: 'signing in',
    seen: [
      'connections/sign-in/mix-up.test.ts',
      'stops a sign-in before the browser opens and before anything is registered',
    ],
  },
  registration_unsupported: {
    mender: 'operator',
    button: 'edit_settings',
    doing: 'signing in',
    seen: ['quirks/registration.test.ts', 'a server without registration names the return address to ask for'],
  },
  registration_refused: {
    mender: 'operator',
    button: 'edit_settings',
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'that refuses every registration is reported as such'],
  },
  redirect_refused_by_server: {
    mender: 'user',
    button: 'use_loopback',
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'is not used where a person asked for the app link'],
  },
  redirect_port_taken: {
    mender: 'user',
    button: 'edit_settings',
    doing: 'signing in',
    seen: [
      'quirks/return-address.test.ts',
      'a fixed return address whose port is taken is named, with its port, and no browser opens',
    ],
  },
  client_unknown: {
    mender: 'user',
    button: 'register_again',
    doing: 'renewing',
    seen: [
      'connections/registration/forgotten-registration.test.ts',
      'is replaced automatically after a renewal was refused, and the person signs in once',
    ],
  },
  browser_not_opened: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'choice',
    seen: ['connections/open-link.test.ts', 'a link reports that no browser opens'],
  },
  access_denied: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'choice',
    seen: ['connections/sign-in/sign-in.test.ts', 'may be a refusal by the person, which is an answer and no failure'],
  },
  authorization_refused: {
    mender: 'operator',
    button: 'register_again',
    doing: 'signing in',
    seen: [
      'doctor/outcome.test.ts',
      'has the refusal that came through the browser, and the words that the window shows for it',
    ],
  },
  cancelled: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'choice',
    seen: [
      'connections/sign-in/step-up.test.ts',
      'that the person cancels ends the call, and is not recorded as a refusal',
    ],
  },
  response_invalid: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'fresh',
    seen: ['connections/sign-in/sign-in.test.ts', 'by another redirect than was requested is refused'],
  },
  response_issuer_wrong: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'fresh',
    seen: ['connections/sign-in/sign-in.test.ts', 'with %s never leads to a token request'],
  },
  state_unknown: {
    mender: 'user',
    button: null,
    doing: 'signing in',
    seen: ['connections/sign-in/sign-in.test.ts', 'is accepted once'],
  },
  request_expired: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'fresh',
    seen: ['connections/sign-in/sign-in.test.ts', 'that never arrives is waited for no longer than was announced'],
  },
  code_refused: {
    mender: 'user',
    button: 'retry',
    doing: 'signing in',
    again: 'fresh',
    seen: ['doctor/outcome.test.ts', 'has the refusal of a token request that a browser’s response led to'],
  },
  token_refused: {
    mender: 'operator',
    button: 'sign_in',
    doing: 'using',
    seen: [
      'connections/tokens/access-token.test.ts',
      'has no token where the refused one cannot be renewed, and that one is kept',
    ],
  },
  token_response_invalid: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['hostile/token.test.ts', 'no access_token'],
  },
  token_too_long: {
    mender: 'operator',
    button: null,
    doing: 'signing in',
    seen: ['hostile/token.test.ts', 'access_token of 16,385 letters'],
  },
  refresh_token_invalid: {
    mender: 'user',
    button: 'sign_in',
    doing: 'renewing',
    seen: ['oauth/flows.test.ts', 'loses everything where a refresh token is used twice'],
  },
  refresh_refused: {
    mender: 'user',
    button: 'sign_in',
    doing: 'renewing',
    seen: [
      'connections/tokens/access-token.test.ts',
      '(%s) ends no sign-in, and is not asked again with the same refresh token',
    ],
  },
  refresh_unavailable: {
    mender: 'time',
    button: 'retry',
    doing: 'renewing',
    again: 'outage',
    seen: ['connections/tokens/access-token.test.ts', '(%s) ends no sign-in, and the next try may succeed'],
  },
  not_signed_in: {
    mender: 'user',
    button: 'sign_in',
    doing: 'using',
    seen: ['connections/sign-out/disconnect.test.ts', 'makes the tokens worthless at a real authorization server'],
  },
  sign_in_ended: {
    mender: 'user',
    button: 'sign_in',
    doing: 'using',
    seen: [
      'connections/tokens/access-token.test.ts',
      'comes with invalid_grant: once, with its tokens deleted, and every window is informed',
    ],
  },
  more_access_needed: {
    mender: 'user',
    button: 'sign_in',
    doing: 'using',
    seen: ['connections/sign-in/step-up.test.ts', 'that does not name a scope causes no question'],
  },
  more_access_denied: {
    mender: 'user',
    button: 'sign_in',
    doing: 'using',
    seen: ['connections/sign-in/step-up.test.ts', 'is not asked for the same access again, and is told so'],
  },
  key_needed: {
    mender: 'user',
    button: 'enter_key',
    doing: 'signing in',
    seen: ['quirks/keys.test.ts', 'signing in where only a key does so asks for the key, and sends nothing'],
  },
  key_refused: {
    mender: 'operator',
    button: 'enter_key',
    doing: 'using',
    seen: ['quirks/keys.test.ts', 'a key that the server refuses is named as that, and another one takes its place'],
  },
  tool_not_found: {
    mender: 'user',
    button: null,
    doing: 'using',
    seen: ['mcp/tool-waiver.test.ts', 'has to be one that its server lists'],
  },
  tool_failed: {
    mender: 'user',
    button: null,
    doing: 'using',
    seen: ['mcp/tools.test.ts', 'that are called with wrong input, or do not exist, report that in the server’s words'],
  },
  locked: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['ipc/lock.test.ts', 'refuses every request but those that unlock it or tell nothing, and changes nothing'],
  },
  passphrase_wrong: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['lock/lock.test.ts', 'the lock is opened by the passphrase and by no other, and informs its listeners'],
  },
  passphrase_paused: {
    mender: 'time',
    button: null,
    doing: 'managing',
    seen: ['lock/lock.test.ts', 'are counted one by one, however many come at once'],
  },
  passphrase_short: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['lock/lock.test.ts', 'the lock accepts a passphrase of eight characters, and refuses one of seven'],
  },
  file_invalid: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: [
      'clients/read-programs.test.ts',
      'the search for other programs names the program whose file is broken, and goes on with the others',
    ],
  },
  file_newer: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: [
      'connections/servers/transfer.test.ts',
      'an import of any text is a list of servers, or a refusal in Keyfob’s words',
    ],
  },
  settings_not_agreed: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['ipc/import.test.ts', 'adds nothing without a yes, and the code is not sent there'],
  },
  file_not_written: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['error-codes/this-computer.test.ts', 'a file that cannot be written at the chosen place is named as that'],
  },
  program_not_found: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/wiring.test.ts', 'is refused for a program that is not on this computer'],
  },
  entry_taken: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/wiring.test.ts', 'is refused under a name that another server has'],
  },
  config_changed: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/apply.test.ts', 'is not written where the file has changed since the preview'],
  },
  config_forbidden: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/faults.test.ts', 'loses nothing and says what is the matter: %s'],
  },
  config_read_only: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/faults.test.ts', 'loses nothing and says what is the matter: %s'],
  },
  config_disk_full: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/faults.test.ts', 'loses nothing and says what is the matter: %s'],
  },
  program_command_failed: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/claude-command.test.ts', 'that fails changes nothing, and says what the command said'],
  },
  config_invalid: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/edit-text.test.ts', 'is left as it is and named: %s'],
  },
  config_unsuitable: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/edit-text.test.ts', 'is left as it is and named: %s'],
  },
  config_duplicate: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/edit-text.test.ts', 'is left as it is and named: %s'],
  },
  entry_changed: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/edit-text.test.ts', 'has no such entry any more'],
  },
  edit_unsafe: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['wiring/edit-text.test.ts', 'is left as it is where more than the entry would change'],
  },
  authority_invalid: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/servers/authorities.test.ts', 'cannot add an authority there: %s'],
  },
  authority_too_many: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/servers/authorities.test.ts', 'cannot add an authority there: %s'],
  },
  authority_not_ca: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['connections/servers/authorities.test.ts', 'cannot add an authority there: %s'],
  },
  authority_expired: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/servers/authorities.test.ts', 'is not taken before it is valid'],
  },
  folder_not_opened: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['error-codes/this-computer.test.ts', 'a folder that the desktop does not open is named as that'],
  },
  update_no_key: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'is impossible in a build without a key, and in one whose key is none'],
  },
  update_unavailable: {
    mender: 'time',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_unsigned: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_wrong_key: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_changed: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_malformed: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_too_large: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_other_product: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_expired: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_older: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  update_rolled_back: {
    mender: 'operator',
    button: null,
    doing: 'managing',
    seen: ['update/updates.test.ts', 'of a manifest that is %s is refused as %s'],
  },
  restart_due: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: [
      'update/late-files.test.ts',
      'the late read of %s asks for a restart where a file of the replaced app is gone',
    ],
  },
  keyring_locked: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['store/keys/keyring.test.ts', 'the keyring is not asked again when the keychain refuses permanently'],
  },
  storage_failed: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: [
      'app/open-vaulted-store.test.ts',
      'a start leaves nothing open where a step after the database fails, and works when it is tried again',
    ],
  },
  database_newer: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['store/database.test.ts', 'refuses a database written by a newer version and leaves the file as it is'],
  },
  forbidden: {
    mender: 'admin',
    button: null,
    doing: 'managing',
    seen: ['connections/registration/client-metadata.test.ts', 'is for admins to set, for one workspace'],
  },
  managed: {
    mender: 'admin',
    button: null,
    doing: 'managing',
    seen: ['managed/requests.test.ts', 'refuses a server that is not allowed, wherever it comes from'],
  },
  profile_not_found: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/people/people.test.ts', 'are listed for an admin, who can sign either out'],
  },
  last_admin: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/people/people.test.ts', 'is refused for the last admin, who cannot be made a member either'],
  },
  last_workspace: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/people/people.test.ts', 'ends every sign-in in it, and leaves the other workspace as it is'],
  },
  request_invalid: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: ['connections/discovery/manual-endpoints.test.ts', 'that are incomplete are refused'],
  },
  internal: {
    mender: 'user',
    button: null,
    doing: 'managing',
    seen: [
      'ipc/serve.test.ts',
      '%s is answered with an error and never with silence or an exception, whatever its handler does',
    ],
  },
};
