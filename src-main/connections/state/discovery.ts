import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';

/** The result of discovery, as far as a sign-in needs it. */
export interface Discovery {
  authorizationServer: AuthorizationServerMetadata;
  /** All authorization servers that the server names, including the one in use. */
  issuers: string[];
  /** No metadata was found: the endpoints are the defaults of MCP 2025-03-26. */
  guessed: boolean;
  /** The server asks for user and password (RFC 7617). */
  basic?: true;
  /** The user entered the endpoints: no metadata was read. */
  isManual: boolean;
  /** Empty: requests have no `resource` parameter. */
  resource: string;
  scope: string;
  /** Keyfob added `offline_access` to the scope: neither the server nor the user named it. */
  addsOffline: boolean;
  /** The server accepts only DPoP-bound tokens (RFC 9449). */
  dpop: boolean;
}
