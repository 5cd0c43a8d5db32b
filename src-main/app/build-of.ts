import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildView } from '../../src-preload/contract.ts';

/** A clone, and a package that is what it should be. */
const plain: BuildView = { forTests: false, electron: null };

/**
 * How this Keyfob was packaged, from the package.json inside its archive: it is written when the app is packaged, and nothing
 * in the environment or on the command line changes it. A clone's package.json says nothing of the kind.
 */
export function buildOf(root: string): BuildView {
  const { build } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { build?: BuildView };
  return { ...plain, ...build };
}
