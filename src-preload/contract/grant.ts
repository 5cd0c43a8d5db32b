/** How the authorization response returns to this computer. */
export type ReturnPath = (typeof returnPaths)[number];

export const returnPaths = ['app_link', 'loopback'] as const;

/**
 * The OAuth grant: RFC 6749 sections 4.1 and 4.4, RFC 8628, MCP's Enterprise-Managed Authorization, and RFC 7523
 * section 2.1 with a workload's own JWT.
 */
export type GrantType = (typeof grantTypes)[number];

export const grantTypes = [
  'authorization_code',
  'client_credentials',
  'device_code',
  'identity_assertion',
  'jwt_bearer',
] as const;

/** How a client authenticates. RFC 6749 section 2.3, RFC 7523 section 2.2. */
export const authenticationMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
