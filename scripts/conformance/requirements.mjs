// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';

/** @typedef {{ revision: string, name: string, required: boolean }} Requirement */

const revisions = ['2025-11-25', '2026-07-28'];

/** What no revision requires but Keyfob supports: these count as required. */
const promised = new Set([
  'json-schema-2020-12-preservation',
  'auth/client-credentials-jwt',
  'auth/client-credentials-basic',
  'auth/dpop',
  'auth/dpop-nonce',
  'auth/enterprise-managed-authorization',
  'auth/wif-jwt-bearer',
]);

/**
 * Every client scenario of both revisions. Unscored ones are run and shown, but do not count.
 * @returns {Requirement[]}
 */
export function clientRequirements() {
  return revisions.flatMap((revision) => {
    const file = inRoot('node_modules', '@modelcontextprotocol', 'conformance', 'requirements', `${revision}.yaml`);
    const text = readFileSync(file, 'utf8');
    const required = [...section(text, 'client').matchAll(/^ {2}- (\S+)$/gm)].map((match) => match[1] ?? '');
    const listed = section(text, 'not_scored').matchAll(/^ {2}- scenario: (\S+)\n {4}leg: client$/gm);
    const others = [...listed].map((match) => match[1] ?? '');
    return [
      ...required.map((name) => ({ revision, name, required: true })),
      ...others.map((name) => ({ revision, name, required: promised.has(name) })),
    ];
  });
}

/** @param {string} text @param {string} name */
function section(text, name) {
  const body = text.split(new RegExp(`^${name}:\\n`, 'm'))[1] ?? '';
  return body.split(/^\S/m)[0] ?? '';
}
