/** How the authorization response returns to this computer. */
export type ReturnPath = (typeof returnPaths)[number];

export const returnPaths = ['app_link', 'loopback'] as const;

/**
 * A form of redirect URI, in the order in which they are tried: the app link, `http://127.0.0.1` and
 * `http://localhost`. The latter two both return by loopback; servers in use compare the name.
 */
export type RedirectForm = (typeof redirectForms)[number];

export const redirectForms = [...returnPaths, 'localhost'] as const;

/**
 * How a user signs in: an OAuth grant (RFC 6749 sections 4.1 and 4.4, RFC 8628, MCP's Enterprise-Managed Authorization,
 * and RFC 7523 section 2.1 with a workload's own JWT), or a key that the server gave to the user.
 */
export type GrantType = (typeof grantTypes)[number];

export const grantTypes = [
  'authorization_code',
  'client_credentials',
  'device_code',
  'identity_assertion',
  'jwt_bearer',
  'key',
] as const;

/**
 * Where a key is sent: as `Authorization: Bearer KEY` (RFC 6750 section 2.1), as `Authorization: KEY`, in a header of
 * its own, or as the password of basic authentication (RFC 7617).
 */
export const keyPlaces = ['bearer', 'authorization', 'header', 'basic'] as const;

export type KeyPlace = (typeof keyPlaces)[number];

/** How a client authenticates. RFC 6749 section 2.3, RFC 7523 section 2.2. */
export const authenticationMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
