import { constants } from 'node:crypto';

/** Electron's BoringSSL has no security levels, and rejects a cipher list that names one. */
const hasSecurityLevels = process.versions.openssl !== '0.0.0';

/**
 * Options of every TLS connection, to servers and to proxies. Each value is Node's own default, written out because the
 * environment can change the defaults: `NODE_TLS_REJECT_UNAUTHORIZED`, `NODE_OPTIONS` (`--tls-min-v1.0`,
 * `--tls-cipher-list`) and the security level in the file of `OPENSSL_CONF`. Level 2 refuses keys below 112 bits of
 * security, RSA below 2048 (OpenSSL, SSL_CTX_set_security_level).
 */
export const tlsOptions = {
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: `${constants.defaultCoreCipherList}${hasSecurityLevels ? ':@SECLEVEL=2' : ''}`,
} as const;
