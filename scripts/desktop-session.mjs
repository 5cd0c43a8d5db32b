// @ts-check
import { inDesktopSession } from './desktop-session/session.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { explain } from './setup/problem.mjs';

const usage = 'node scripts/desktop-session.mjs [--no-keyring] [--] COMMAND [ARGUMENT ...]';

const args = process.argv.slice(2);
const keyring = args[0] !== '--no-keyring';
if (!keyring) args.shift();
if (args[0] === '--') args.shift();
const [command, ...rest] = args;
if (command === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await inDesktopSession({ keyring }, (env) => runInForeground(command, rest, { env }));
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
