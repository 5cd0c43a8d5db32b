import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  parseAuthorizationResponse,
  validateAuthorizationResponse,
} from '../../src-main/oauth/authorization-response.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { fault } from '../support/faults.ts';

const issuer = 'https://login.example/tenant';
const host = 'login.example';
const door = 'app.keyfob:/oauth/callback';

const server = (issAdvertised: boolean) =>
  readAuthorizationServerMetadata(issuer, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: issAdvertised,
  });

/** The result of a response with these parameters, where `the-state` was sent. */
function answer(parameters: Record<string, string>, { issAdvertised = true, door: by = door } = {}) {
  const parsed = parseAuthorizationResponse(`${by}?${new URLSearchParams(parameters)}`);
  return validateAuthorizationResponse(server(issAdvertised), 'client-1', parsed.parameters, 'the-state');
}

const good = { code: 'the-code', state: 'the-state', iss: issuer };
const withoutIss = { code: 'the-code', state: 'the-state' };

function refusalOf(run: () => unknown): Error & { serverText?: string; values: object } {
  try {
    run();
  } catch (error) {
    return error as Error & { serverText?: string; values: object };
  }
  throw new Error('it was accepted');
}

describe('a response', () => {
  it.each([door, 'http://127.0.0.1:40123/oauth/callback'])('with code, state and iss is accepted, by %s', (by) => {
    expect(answer(good, { door: by }).get('code')).toBe('the-code');
  });

  it('may omit iss only where the server does not promise it', () => {
    expect(answer(withoutIss, { issAdvertised: false }).get('code')).toBe('the-code');
    expect(() => answer(withoutIss)).toThrow(fault('response_issuer_wrong', { host }));
  });

  it.each([
    'https://login.example/tenant/',
    'https://login.example',
    'https://LOGIN.example/tenant',
    'https://login.example:443/tenant',
    'http://login.example/tenant',
    'https://login.example/%74enant',
    'https://evil.example/tenant',
    'null',
    '',
  ])('of the issuer %j is refused, whether or not iss was promised', (iss) => {
    for (const issAdvertised of [true, false]) {
      expect(() => answer({ ...good, iss }, { issAdvertised })).toThrow(fault('response_issuer_wrong', { host }));
    }
  });

  it('may write its issuer with percent signs, which mean the same in a query', () => {
    const parsed = parseAuthorizationResponse(
      `${door}?code=c&state=the-state&iss=https%3a%2f%2flogin.example%2Ftenant`,
    );
    const valid = validateAuthorizationResponse(server(true), 'client-1', parsed.parameters, 'the-state');
    expect(valid.get('code')).toBe('c');
  });

  it('with another state is refused', () => {
    expect(() => answer({ ...good, state: 'another' })).toThrow(fault('response_invalid', { host }));
  });

  it.each([
    { state: 'the-state', iss: issuer },
    { ...good, code: '' },
  ])('without a code is refused: %j', (parameters) => {
    expect(() => answer(parameters)).toThrow(fault('response_invalid', { host }));
  });

  it.each(['response', 'id_token', 'token'])('with %s is of another flow and refused', (name) => {
    expect(() => answer({ ...good, [name]: 'eyJhbGciOiJub25lIn0.e30.' })).toThrow(fault('response_invalid', { host }));
  });
});

describe('an error response', () => {
  const denied = { error: 'access_denied', error_description: 'You said no.', state: 'the-state', iss: issuer };

  it('of the person is an answer of its own', () => {
    expect(() => answer(denied)).toThrow(fault('access_denied', { host }));
  });

  it('of the server has its words, or its code where it has none', () => {
    const { error_description: _description, ...bare } = denied;
    const refused = refusalOf(() => answer({ ...denied, error: 'invalid_scope', error_description: 'No such scope.' }));
    expect(refused).toEqual(fault('authorization_refused', { host }));
    expect(refused.serverText).toBe('No such scope.');
    expect(refusalOf(() => answer({ ...bare, error: 'server_error' })).serverText).toBe('server_error');
  });

  it('is preferred to a code that comes with it', () => {
    expect(() => answer({ ...good, ...denied })).toThrow(fault('access_denied'));
  });

  it('with another state is ignored', () => {
    const refused = refusalOf(() => answer({ ...denied, state: 'another', error_description: 'Call 555-0100 now' }));
    expect(refused).toEqual(fault('response_invalid'));
    expect(refused.serverText).toBeUndefined();
  });

  it.each([{ iss: 'https://evil.example' }, { iss: '' }, { iss: undefined }])(
    'from the issuer %j never has its words shown',
    ({ iss }) => {
      const { iss: _right, ...rest } = denied;
      const parameters = { ...rest, ...(iss !== undefined && { iss }), error_description: 'Call 555-0100 now' };
      const refused = refusalOf(() => answer(parameters));
      expect(refused).toEqual(fault('response_issuer_wrong'));
      expect(refused.serverText).toBeUndefined();
      expect(refused.message + JSON.stringify(refused.values)).not.toContain('555');
    },
  );
});

describe('a URL', () => {
  it.each(['code', 'state', 'iss', 'error', 'anything'])(
    'with two %s parameters is refused before anything else',
    (name) => {
      const url = `${door}?${new URLSearchParams({ ...good, anything: '' })}&${name}=twice`;
      const twice = name === 'error' ? `${url}&error=again` : url;
      expect(() => parseAuthorizationResponse(twice)).toThrow(fault('response_invalid'));
    },
  );

  it.each([
    ['no state', `${door}?code=the-code`],
    ['an empty state', `${door}?code=the-code&state=`],
    ['its parameters in the fragment', `${door}#code=the-code&state=the-state`],
    ['no query', door],
    ['nothing in it', ''],
    ['no scheme', '?code=the-code&state=the-state'],
  ])('with %s is refused', (_words, url) => {
    expect(() => parseAuthorizationResponse(url)).toThrow(fault('response_invalid'));
  });

  it('of 1 MB is refused at once', () => {
    const url = `${door}?${new URLSearchParams({ ...good, extra: 'a'.repeat(1_000_000) })}`;
    const parse = vi.spyOn(URL, 'canParse');
    onTestFinished(() => parse.mockRestore());
    expect(() => parseAuthorizationResponse(url)).toThrow(fault('response_invalid'));
    // Its length is enough: nothing of it is parsed.
    expect(parse).not.toHaveBeenCalled();
  });

  it.each(['%', '%zz', '%00', '%0d%0a', '%ff'])('with %s in its state leads to no other error', (state) => {
    const parsed = parseAuthorizationResponse(`${door}?code=c&iss=${issuer}&state=${state}`);
    const validate = () => validateAuthorizationResponse(server(true), 'client-1', parsed.parameters, 'the-state');
    expect(validate).toThrow(fault('response_invalid'));
  });

  it('of any kind is parsed or refused, and causes no other exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })), (text) => {
        for (const url of [text, `${door}?${text}`, `${door}?state=a&${text}`]) {
          try {
            expect(parseAuthorizationResponse(url).state).not.toBe('');
          } catch (error) {
            expect(error).toEqual(fault('response_invalid'));
          }
        }
      }),
    );
  });
});
