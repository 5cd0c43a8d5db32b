// @ts-check
import { createHash } from 'node:crypto';

/**
 * @typedef {object} Component
 * @property {string} name
 * @property {string} version
 * @property {string} purl package URL (ECMA-427)
 * @property {string} [license] SPDX identifier or expression
 * @property {string} [integrity] as in a lock file of npm
 */

/**
 * What the app is made of, as CycloneDX 1.5. The same for the same sources: its time is theirs, and its number comes
 * from its contents.
 * @param {{ version: string, date: number, components: Component[] }} facts the date in seconds
 * @returns {string}
 */
export function billOfMaterials({ version, date, components }) {
  const app = { type: 'application', 'bom-ref': 'keyfob', name: 'keyfob', version, ...licenses('Apache-2.0') };
  const parts = components.map((one) => ({
    type: 'library',
    'bom-ref': one.purl,
    name: one.name,
    version: one.version,
    ...licenses(one.license),
    purl: one.purl,
    ...hashes(one.integrity),
  }));
  const hash = createHash('sha256')
    .update(JSON.stringify([app, parts]))
    .digest('hex');
  // Of version 8, which is free to choose (RFC 9562).
  const number = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`];
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${[...number, hash.slice(20, 32)].join('-')}`,
    version: 1,
    metadata: { timestamp: new Date(date * 1000).toISOString(), component: app },
    components: parts,
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

/** @param {string} [license] */
function licenses(license) {
  if (!license) return {};
  return { licenses: [/[ (]/.test(license) ? { expression: license } : { license: { id: license } }] };
}

/** @param {string} [integrity] */
function hashes(integrity) {
  const [algorithm, content = ''] = integrity?.split('-') ?? [];
  if (algorithm !== 'sha512') return {};
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }] };
}
