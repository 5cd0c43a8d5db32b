// @ts-check
import { inRoot } from '../setup/paths.mjs';

/**
 * The environment in which Node keeps the code that it compiled, and the TypeScript that it stripped of its types: hundreds of
 * processes of the tests load the same modules, which takes each of them longer than its test.
 */
export const keptCode = () => ({ NODE_COMPILE_CACHE: inRoot('build', 'compiled') });
