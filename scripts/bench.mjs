// @ts-check
import { argv } from 'node:process';
import { buildApp } from './build-app.mjs';
import { inDesktopSession } from './desktop-session/session.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { installTestClients } from './test-clients/install.mjs';

// npm run bench [-- PART...]: `connect`, `tokens` and `history` need neither a desktop nor the built app; the others
// need both.
// `bridge` also needs the MCP clients that are compared with Keyfob's connector.

const wanted = argv.slice(2);
const partsWithoutDesktop = new Set(['connect', 'tokens', 'history']);
const needsDesktop = wanted.length === 0 || wanted.some((part) => !partsWithoutDesktop.has(part));

try {
  await setUp(needsDesktop ? ['window', 'desktop'] : []);
  if (needsDesktop) await buildApp();
  if (wanted.length === 0 || wanted.includes('bridge')) await installTestClients();
  process.exitCode = needsDesktop ? await inDesktopSession({ keyring: true }, measure) : await measure(process.env);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** @param {NodeJS.ProcessEnv} environment */
function measure(environment) {
  return runInForeground(toolNode(), [inRoot('test', 'bench', 'index.ts'), ...wanted], {
    cwd: root,
    env: { ...environment, PATH: toolEnvironment().PATH },
  });
}
