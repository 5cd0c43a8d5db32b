import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const text = (name: string) => readFileSync(join(root, name), 'utf8');

type Versions = Record<string, string>;
interface Manifest {
  dependencies?: Versions;
  devDependencies?: Versions;
  optionalDependencies?: Versions;
}
interface Locked extends Manifest {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
/** The app's own, what mutation testing installs for itself, and the servers that tests sign in to. */
const places = ['', 'scripts/mutants/', 'scripts/real-servers/'];
/** These have install scripts, which are not run; one more is to be looked at before it joins them. */
const knownInstallScripts: string[] = [];

describe.each(places)('the dependencies of Keyfob (%spackage.json)', (place) => {
  const manifest = JSON.parse(text(`${place}package.json`)) as Manifest;
  const lockfile = JSON.parse(text(`${place}package-lock.json`)) as { packages: Record<string, Locked> };
  const asked = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
  const locked = Object.entries(lockfile.packages).filter(([path]) => path !== '');
  /** Which of the locked packages are not as they should be, so that a failure names them. */
  const those = (wrong: (entry: Locked) => boolean) => locked.filter(([, entry]) => wrong(entry)).map(([path]) => path);

  it('are requested by exact versions: no range, tag, address or folder', () => {
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('are locked at the versions that are requested', () => {
    for (const kind of kinds) expect(lockfile.packages['']?.[kind] ?? {}).toEqual(manifest[kind] ?? {});
    expect(asked.filter(([name, version]) => lockfile.packages[`node_modules/${name}`]?.version !== version)).toEqual(
      [],
    );
  });

  it('are identified by their content, with SHA-512', () => {
    expect(locked.length).toBeGreaterThan(asked.length);
    expect(those(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  // The lockfile names no addresses (`omit-lockfile-registry-resolved`) but of what does not come from a registry.
  it('come from the registry alone, never from git, a file or an address', () => {
    expect(those(({ resolved, link }) => link === true || resolved !== undefined)).toEqual([]);
    expect(text('.npmrc')).not.toMatch(/registry\s*=/);
  });

  it('run no script when they are installed', () => {
    expect(text('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    expect(those(({ hasInstallScript }) => hasInstallScript === true)).toEqual(knownInstallScripts);
  });
});
