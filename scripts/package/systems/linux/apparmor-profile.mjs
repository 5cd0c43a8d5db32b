// @ts-check
import { program } from './places.mjs';

/**
 * The AppArmor profile that lets Chromium make namespaces for its sandbox where the system forbids that to other
 * programs, as Ubuntu does since 23.10. It restricts nothing. It is for Electron, and for the launcher, which tries
 * what Electron will do. Version 3 of AppArmor knows neither this kind of rule nor this abi, and needs none of it.
 */
export const apparmorProfile = `# Lets Keyfob make the namespaces of its sandbox.
abi <abi/4.0>,
include <tunables/global>

profile keyfob ${program}{,-main} flags=(unconfined) {
  userns,

  include if exists <local/keyfob>
}
`;
