// @ts-check
import { identity } from './identity.mjs';

/**
 * The entries of `Info.plist` that are Keyfob's; those of Electron that are not here stay.
 * @param {{ version: string, integrity: { algorithm: string, hash: string } }} facts
 * @returns {{ [key: string]: import('./plist.mjs').PlistValue }}
 */
export function infoPlist({ version, integrity }) {
  return {
    CFBundleName: identity.name,
    CFBundleDisplayName: identity.name,
    CFBundleIdentifier: identity.id,
    CFBundleExecutable: identity.name,
    CFBundleIconFile: 'keyfob.icns',
    CFBundlePackageType: 'APPL',
    CFBundleShortVersionString: version,
    CFBundleVersion: version,
    LSApplicationCategoryType: 'public.app-category.developer-tools',
    LSMinimumSystemVersion: '13.0',
    NSHighResolutionCapable: true,
    // Electron, "app", open-url: without it no link arrives.
    NSPrincipalClass: 'AtomApplication',
    // What macOS shows the user before Keyfob may reach a server in their own network.
    NSLocalNetworkUsageDescription: 'Keyfob connects to the servers in your own network that you have allowed.',
    CFBundleURLTypes: [{ CFBundleURLName: identity.id, CFBundleURLSchemes: [identity.scheme] }],
    // Electron, "ASAR Integrity".
    ElectronAsarIntegrity: { 'Resources/app.asar': integrity },
  };
}

/**
 * What the hardened runtime lets Keyfob do: compile JavaScript. Nothing else: no unsigned memory, no libraries of
 * others (Apple, "Hardened Runtime").
 */
export const entitlements = { 'com.apple.security.cs.allow-jit': true };
