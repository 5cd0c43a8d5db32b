import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/**
 * Every odd answer that Keyfob promises to have one outcome for, and the case that shows it. One that is renamed or taken out
 * is missed here: whoever does that says what shows it instead.
 */
const promised: Record<string, { file: string; cases: [answer: string, shownBy: string][] }> = {
  Discovery: {
    file: 'discovery.test.ts',
    cases: [
      ['issuer with trailing slash', 'issuer with a trailing slash'],
      ['other case', 'issuer in another case'],
      ['default port', 'issuer with the default port'],
      ['http', 'an http issuer out there'],
      ['query', 'issuer with a query'],
      ['fragment', 'issuer with a fragment'],
      ['array', 'issuer as array'],
      ['no token_endpoint', 'no token_endpoint'],
      ['javascript: endpoint', 'a javascript: authorization_endpoint'],
      ['private endpoint', 'a private authorization_endpoint'],
      ['endpoint with userinfo', 'an endpoint with a user'],
      ['resource mismatch', 'another resource'],
      ['no authorization servers', 'no authorization servers'],
      ['1,000 authorization servers', '1,000 authorization servers, ours last'],
      ['no code challenge methods', 'no code challenge methods'],
      ['only plain code challenge methods', 'only plain'],
      ['HTML with 200', 'a page with 200 instead of the authorization server’s metadata'],
      ['redirect loop', 'a redirect in circles'],
      ['duplicated WWW-Authenticate', 'a doubled challenge'],
      ['unterminated WWW-Authenticate', 'an unterminated challenge'],
      ['64 kB WWW-Authenticate', 'a challenge of 64 kB'],
    ],
  },
  Registration: {
    file: 'registration.test.ts',
    cases: [
      ['other redirect_uri than asked', 'another redirect_uri than asked for'],
      ['no client_id', 'no client_id'],
      ['secret already expired', 'a secret that has expired'],
      ['expiry 0', 'a secret with expiry 0 does not expire'],
      ['unknown authentication method', 'an unknown authentication method'],
      ['line break in client_id', 'a line break in client_id'],
    ],
  },
  Callback: {
    file: 'callback.test.ts',
    cases: [
      ['state missing', 'no state'],
      ['state wrong', 'another state'],
      ['state replayed', 'counts once: a replay finds nothing'],
      ['state expired', 'after ten minutes is too late'],
      ['state doubled', 'a doubled state'],
      ['code doubled', 'a doubled code'],
      ['code with error', 'a code with an error: the error counts'],
      ['code absent', 'neither code nor error'],
      ['code in the fragment', 'code and state in the fragment'],
      ['iss wrong', 'another iss'],
      ['iss missing', 'no iss where it was promised'],
      ['iss doubled', 'a doubled iss'],
      ['iss percent-encoded otherwise', 'iss written with other percent signs means the same'],
      ['1 MB long', '1 MB'],
      ['NUL', 'NUL'],
      ['CRLF', 'CRLF'],
      ['bad percent-encoding', 'bad percent signs in the code: it is the server’s to judge'],
      ['POST', 'POST'],
    ],
  },
  Token: {
    file: 'token.test.ts',
    cases: [
      ['no token_type', 'no token_type'],
      ['bearer', 'token_type bearer'],
      ['mac', 'token_type mac'],
      ['expires_in as text', 'expires_in as text'],
      ['expires_in negative', 'expires_in negative'],
      ['expires_in 0', 'expires_in 0'],
      ['expires_in 1e400', 'expires_in 1e400'],
      ['expires_in null', 'expires_in null'],
      ['expires_in absent', 'no expires_in'],
      ['expires_in 1e12', 'expires_in 1e12'],
      ['access_token empty', 'an empty access_token'],
      ['access_token not text', 'access_token as number'],
      ['access_token with CRLF', 'access_token with CRLF'],
      ['access_token 1 MB', 'access_token of 1 MB'],
      ['scope as array', 'scope as array'],
      ['scope smaller', 'a smaller scope'],
      ['scope larger', 'a larger scope'],
      ['scope empty', 'an empty scope'],
      ['no refresh token', 'no refresh token'],
      ['empty refresh token', 'an empty refresh token'],
      ['same refresh token', 'the same refresh token'],
      ['200 with error', '200 with error'],
      ['400 as HTML', '400 as a page'],
      ['401 without body', '401 without a body'],
      ['invalid_client', 'invalid_client'],
      [
        'invalid_grant when the store is already newer',
        '(invalid_grant for a refresh token that another process has replaced meanwhile) ends nothing',
      ],
      ['3xx', 'a redirect with ${status}'],
    ],
  },
  Bytes: {
    file: 'bytes.test.ts',
    cases: [
      ['BOM', 'a byte order mark'],
      ['UTF-16', 'UTF-16'],
      ['bad UTF-8', 'bad UTF-8'],
      ['lone surrogate', 'a lone surrogate in UTF-8'],
      ['doubled keys', 'doubled keys: the last counts'],
      ['__proto__', 'a `__proto__`'],
      ['depth 100,000', 'a depth of 100,000'],
      ['trailing comma', 'a trailing comma'],
      ['form-encoded', 'a form'],
      ['false Content-Length', 'a false Content-Length'],
    ],
  },
  Text: {
    file: 'text.test.ts',
    cases: [
      ['markup', 'markup'],
      ['RLO', 'a turn of direction'],
      ['ANSI', 'ANSI'],
      ['zero width', 'zero width'],
      ['100 kB', '100 kB'],
      ['NUL', 'NUL and bells'],
    ],
  },
};

describe.each(Object.entries(promised))('%s', (_group, { file, cases }) => {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8');
  it.each(cases)('%s: %s', (_answer, shownBy) => {
    expect(["'", '`'].some((quote) => source.includes(`${quote}${shownBy.replaceAll("'", "\\'")}${quote}`))).toBe(true);
  });
});

afterAll(() => {
  const counts = Object.entries(promised).map(([group, { cases }]) => `${group} ${cases.length}`);
  const all = Object.values(promised).reduce((sum, { cases }) => sum + cases.length, 0);
  console.log(`Answers from outside: ${all} promised, each with its case (${counts.join(', ')})`);
});
