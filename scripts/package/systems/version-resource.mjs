// @ts-check
import { identity } from './identity.mjs';

/**
 * The version resource of the executable of Windows: the task manager, the dialog of the firewall and the list of apps
 * that start at login show its description (Microsoft, "VERSIONINFO resource").
 * @param {string} version such as `1.2.3` or `1.2.3-beta.1`
 */
export function versionResource(version) {
  const numbers = version.split('-', 1)[0]?.split('.').map(Number) ?? [];
  const [major = 0, minor = 0, patch = 0] = numbers;
  return {
    fileVersion: [major, minor, patch, 0],
    strings: {
      CompanyName: identity.author,
      FileDescription: identity.name,
      FileVersion: version,
      InternalName: identity.name,
      LegalCopyright: identity.author,
      OriginalFilename: `${identity.name}.exe`,
      ProductName: identity.name,
      ProductVersion: version,
    },
  };
}
