const version = String.raw`v?\d+(?:\.\d+)+(?:[-+][\w.+-]+)?`;

/**
 * A path without the parts that change when a program is updated or started again, each replaced by `*`. Two paths of
 * one family are taken for the same program, so only parts that carry a version, a hash or a random suffix are left
 * out, in folders and in file names.
 */
export function programFamily(path: string): string {
  return path
    .split('/')
    .map((part, index, parts) => familyOf(part, parts[index - 1], parts[index - 2]))
    .join('/');
}

function familyOf(part: string, folder = '', above = ''): string {
  // `npx` runs a package from a folder with the hash of its name and version.
  if (folder === '_npx' && /^[\da-f]{8,}$/.test(part)) return '*';
  // npm renames a package's folder while it replaces it: `.name-Xxxxxxxx`.
  const replaced = /^\.(.+)-[A-Za-z\d]{8}$/.exec(part)?.[1];
  if (replaced !== undefined && isModulesFolder(folder, above)) return familyOf(replaced);
  // An AppImage is mounted at `.mount_`, six characters of its name, and six random ones.
  const mounted = /^(\.mount_.{1,6})[A-Za-z\d]{6}$/.exec(part)?.[1];
  if (mounted !== undefined) return `${mounted}*`;
  // Nix and Guix: `/nix/store/HASH-NAME-VERSION`.
  const stored = folder === 'store' ? /^[\da-z]{32}-(.+)$/.exec(part)?.[1] : undefined;
  if (stored !== undefined) return `*-${familyOf(stored)}`;
  return part
    .replace(new RegExp(String.raw`^${version}$`), '*')
    .replace(new RegExp(String.raw`([-@_])${version}(?=$|[-_.])`, 'g'), '$1*');
}

function isModulesFolder(folder: string, above: string): boolean {
  return folder === 'node_modules' || (folder.startsWith('@') && above === 'node_modules');
}
