// @ts-check
import { folder } from './places.mjs';

/** What Debian's packages say of their licences (Debian Policy, "Machine-readable debian/copyright file"). */
export const copyright = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Keyfob
Comment: The licences of the libraries in the app are in ${folder}/resources/licences.txt, those of Chromium and
 of what else Electron is made of in ${folder}/LICENSES.chromium.html.

Files: *
Copyright: The Keyfob developers
License: Apache-2.0
 The text is in ${folder}/LICENSE, and on Debian in /usr/share/common-licenses/Apache-2.0.
`;
