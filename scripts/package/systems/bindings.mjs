// @ts-check

/**
 * The prebuilt SQLite bindings of a package. Those of both architectures on macOS, where the archives of a universal
 * app have to be alike, and on Windows, where one for Intel runs on ARM as well.
 * @param {NodeJS.Platform} platform
 * @param {string} arch of the package
 * @returns {string[]}
 */
export function prebuiltBindings(platform, arch) {
  const arches = platform === 'linux' ? [arch] : ['arm64', 'x64'];
  return arches.map((one) => `prebuilds/${platform}-${one}.node`);
}
