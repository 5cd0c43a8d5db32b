// @ts-check

/**
 * A version in the order of Debian and RPM, where a tilde comes before the end: `1.2.0~beta.1` is older than `1.2.0`.
 * @param {string} version such as `1.2.0-beta.1`
 */
export const packageVersion = (version) => version.replaceAll('-', '~');

/** What Debian and RPM call the processors that Node names. @type {Record<string, { deb: string, rpm: string }>} */
const architectures = { x64: { deb: 'amd64', rpm: 'x86_64' }, arm64: { deb: 'arm64', rpm: 'aarch64' } };

/** @param {string} arch @returns {{ deb: string, rpm: string }} */
export function architecture(arch) {
  const found = architectures[arch];
  if (!found) throw new Error(`There are no packages for ${arch}.`);
  return found;
}

/** The names of the packages' files. @param {string} version @param {string} arch */
export function fileNames(version, arch) {
  const { deb, rpm } = architecture(arch);
  return {
    deb: `keyfob_${packageVersion(version)}_${deb}.deb`,
    rpm: `keyfob-${packageVersion(version)}-1.${rpm}.rpm`,
    tar: `keyfob-${version}-linux-${arch}.tar.gz`,
    billOfMaterials: `keyfob-${version}-linux-${arch}.cdx.json`,
  };
}
