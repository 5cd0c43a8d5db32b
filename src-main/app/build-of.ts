import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildView } from '../../src-preload/contract.ts';

/** A development build, or a release package. */
const plain: BuildView = { forTests: false, electron: null };

/**
 * How this Keyfob was packaged, from the package.json inside its archive. It is written by the packaging script, and
 * neither the environment nor the command line can change it. A development build has no such entry.
 */
export function buildOf(root: string): BuildView {
  const { build } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { build?: BuildView };
  return { ...plain, ...build };
}
