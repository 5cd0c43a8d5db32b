// @ts-check
import { inRoot } from '../setup/paths.mjs';

/**
 * An environment in which Node caches compiled code and TypeScript without its types: the tests start hundreds of
 * processes that load the same modules, which takes each longer than its test.
 */
export const keptCode = () => ({ NODE_COMPILE_CACHE: inRoot('build', 'compiled') });
