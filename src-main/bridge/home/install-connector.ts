import { copyFileSync, chmodSync, linkSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import type { FileIdentity } from '../caller/processes.ts';
import type { BridgeHome } from './bridge-home.ts';

/**
 * Installs the connector of the app's own files into the home by rename, unless the same one lies there. The one before
 * it keeps a second name, because agents may still run it. Throws what the file system throws.
 */
export function installConnector(own: string, { connector, earlierConnector }: BridgeHome): void {
  const [wanted, installed] = [contentsOf(own), contentsOf(connector)];
  if (!wanted) throw new Error(`there is no connector at ${own}`);
  if (installed && wanted.equals(installed)) return chmodSync(connector, 0o755);
  if (installed) {
    rmSync(earlierConnector, { force: true });
    linkSync(connector, earlierConnector);
  }
  const partial = `${connector}.new`;
  rmSync(partial, { force: true });
  copyFileSync(own, partial);
  chmodSync(partial, 0o755);
  renameSync(partial, connector);
}

/** The files that are connectors: a process of another file speaks for itself. */
export function connectorFiles(own: string, { connector, earlierConnector }: BridgeHome): FileIdentity[] {
  return [own, connector, earlierConnector].flatMap((path) => identityOf(path) ?? []);
}

function identityOf(path: string): FileIdentity | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { device: found.dev, inode: found.ino };
}

function contentsOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
