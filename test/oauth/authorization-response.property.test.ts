import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  parseAuthorizationResponse,
  validateAuthorizationResponse,
} from '../../src-main/oauth/authorization-response.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { fault } from '../support/faults.ts';

const issuer = 'https://login.example/tenant';
const server = readAuthorizationServerMetadata(issuer, {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
});
const door = fc.constantFrom('app.keyfob:/oauth/callback', 'http://127.0.0.1:40123/oauth/callback');
const value = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.toWellFormed());
const name = fc.oneof(fc.constantFrom('code', 'iss', 'error', 'scope', '__proto__', 'constructor'), value);
const others = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 6 });

const written = (at: string, pairs: [string, string][]) => `${at}?${new URLSearchParams(pairs)}`;

it('a response is parsed as it was meant, whatever was sent', () => {
  fc.assert(
    fc.property(door, others, value.filter(Boolean), (at, pairs, state) => {
      const sent: [string, string][] = [...pairs.filter(([key]) => key !== 'state'), ['state', state]];
      const { parameters, state: arrived } = parseAuthorizationResponse(written(at, sent));
      expect(arrived).toBe(state);
      expect([...parameters]).toEqual(sent);
    }),
    { numRuns: 1000 },
  );
});

it('a parameter that comes twice makes the whole response invalid', () => {
  fc.assert(
    fc.property(door, others, name, value, value, fc.nat(), (at, pairs, twice, one, two, where) => {
      const sent: [string, string][] = [['state', 's'], ...pairs, [twice, one]];
      sent.splice(where % (sent.length + 1), 0, [twice, two]);
      expect(() => parseAuthorizationResponse(written(at, sent))).toThrow(fault('response_invalid'));
    }),
    { numRuns: 1000 },
  );
});

it('a response is valid only with the exact issuer, the exact state and a code', () => {
  const near = (text: string) =>
    fc.oneof(
      fc.constantFrom(text, `${text}/`, text.toUpperCase(), ` ${text}`, `${text}\0`, '', encodeURIComponent(text)),
      fc
        .tuple(fc.nat({ max: text.length - 1 }), fc.string({ maxLength: 2 }))
        .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1)),
    );
  let valid = 0;
  fc.assert(
    fc.property(near(issuer), near('the-state'), fc.constantFrom('the-code', ''), others, (iss, state, code, pairs) => {
      const own = new Set(['iss', 'state', 'code', 'error', 'response', 'id_token', 'token']);
      const sent: [string, string][] = [
        ...pairs.filter(([key]) => !own.has(key)),
        ['iss', iss],
        ['state', state],
        ['code', code],
      ];
      const right = iss === issuer && state === 'the-state' && code !== '';
      const validate = () => validateAuthorizationResponse(server, 'client', new URLSearchParams(sent), 'the-state');
      if (right) {
        valid += 1;
        expect(validate().get('code')).toBe('the-code');
      } else expect(validate).toThrow(fault(iss === issuer ? 'response_invalid' : 'response_issuer_wrong'));
    }),
    { numRuns: 3000 },
  );
  expect(valid).toBeGreaterThan(0);
});
