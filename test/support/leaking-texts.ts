/** A value that must not be found. */
export const canary = 'kE3pm3s3cret';
const jwt = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from(`{"sub":"${canary}"}`).toString('base64url')}.c2lnbmF0dXJl`;

/** Typical texts with the canary in place of secrets. */
export const leakingTexts: [where: string, text: string][] = [
  ['a query', `GET https://a.example/cb?code=${canary}&state=${canary} failed`],
  ['a fragment', `https://a.example/#access_token=${canary}`],
  ['a user name', `https://${canary}:x@a.example/`],
  ['a header', `sent Authorization: Bearer ${canary}`],
  ['another scheme', `refused "DPoP ${canary}"`],
  ['a cookie', `Set-Cookie: ${canary}`],
  ['a form', `body was grant_type=refresh_token&refresh_token=${canary}&client_secret=${canary}`],
  ['JSON', `{"access_token":"${canary}","refresh_token" : "${canary}","code_verifier":"${canary}"}`],
  ['a token of its own', `got ${jwt}`],
  ['a key', `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`],
  ['half a key', `-----BEGIN PRIVATE KEY-----\n${canary}`],
  ['quotes as JavaScript prints them', `{ refresh_token: '${canary}', ok: true }`],
  ['JSON inside JSON', `"{\\"access_token\\":\\"${canary}\\"}"`],
  ['a scheme of its own', `Authorization: Token ${canary}`],
  ['a scheme with parameters', `authorization: Digest username="a", response="${canary}"`],
  ['Negotiate', `Proxy-Authorization: Negotiate ${canary}`],
  ['a header among others', `{"Authorization":"Token ${canary}","accept":"*/*"}`],
  ['the second cookie', `Cookie: a=b; sid=${canary}; c=d`],
  ['an encoded form', `body code%3D${canary}%26state%3D${canary}`],
  ['camel case', `accessToken=${canary} codeVerifier: ${canary} verifier=${canary} clientSecret="${canary}"`],
  ['a short name', `secret=${canary}, password: "two words ${canary}"`],
  ['a key for an interface', `api_key=${canary} x-api-key: ${canary} apiKey: '${canary}'`],
  ['a longer name', `registration_access_token=${canary}&id_token_hint=${canary}`],
  ['user information of another scheme', `socks5://user:${canary}@proxy.example:1080`],
  ['an opaque token', `unknown value ${canary}${'a1'.repeat(20)}`],
];
