/** How the authorization response returns to this computer. */
export type ReturnPath = 'app_link' | 'loopback';

/** The OAuth grant: RFC 6749 sections 4.1 and 4.4, RFC 8628, and MCP's Enterprise-Managed Authorization. */
export type GrantType = 'authorization_code' | 'client_credentials' | 'device_code' | 'identity_assertion';

/** How a client authenticates. RFC 6749 section 2.3, RFC 7523 section 2.2. */
export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';
