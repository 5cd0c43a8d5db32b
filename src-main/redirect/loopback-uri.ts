export const loopbackPath = '/oauth/callback';

/** The redirect URI that users register by hand: the port varies (RFC 8252 section 7.3). */
export const loopbackRedirectUri = `http://127.0.0.1${loopbackPath}`;
