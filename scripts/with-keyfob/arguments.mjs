// @ts-check
import { Problem } from '../setup/problem.mjs';

const usage = `npm run --silent with-keyfob -- [--server NAME=URL]... [--ask] -- COMMAND...

Runs COMMAND with the connector \`keyfob\` on its PATH, in a virtual desktop where the built app runs with a keyring and a
home of its own. Each server is added under its NAME and signed in to where it wants that: in $BROWSER if that is set,
else by following the redirects of its authorization server. What COMMAND starts may use them: the button of the app's
question is pressed as a user would press it. With --ask, no button is pressed.`;

/**
 * @typedef {object} Arguments
 * @property {{ name: string, url: string }[]} servers
 * @property {boolean} ask whether the app's questions are left alone
 * @property {string[]} command
 */

/**
 * @param {readonly string[]} args
 * @returns {Arguments}
 * @throws {Problem} with the usage
 */
export function readArguments(args) {
  /** @type {Arguments} */
  const read = { servers: [], ask: false, command: [] };
  for (let place = 0; place < args.length; place += 1) {
    const argument = args[place] ?? '';
    if (argument === '--') {
      read.command = args.slice(place + 1);
      break;
    }
    if (argument === '--ask') read.ask = true;
    else if (argument === '--server') read.servers.push(serverIn(args[(place += 1)] ?? ''));
    else if (argument.startsWith('--server=')) read.servers.push(serverIn(argument.slice('--server='.length)));
    else throw new Problem(`Unknown option: ${argument}\n\n${usage}`);
  }
  if (read.command.length === 0) throw new Problem(`There is no COMMAND after --.\n\n${usage}`);
  return read;
}

/** @param {string} text */
function serverIn(text) {
  const equals = text.indexOf('=');
  const [name, url] = [text.slice(0, Math.max(equals, 0)), text.slice(equals + 1)];
  // The app makes an alias of a name; one in this form stays as it is.
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/.test(name) || !URL.canParse(url))
    throw new Problem(`Expected a name of small letters and an address: --server everything=http://localhost:3001/mcp`);
  return { name, url };
}
