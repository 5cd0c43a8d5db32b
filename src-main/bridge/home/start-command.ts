/** Switches of this start that the next one needs as well: other keyrings, or none, would not open what is stored. */
const keptSwitches = new Set(['--password-store', '--ozone-platform', '--disable-gpu']);

interface StartFacts {
  /** The executable, and the folder of the app where it runs from a clone. */
  command: readonly string[];
  /** The arguments of this process. */
  argv: readonly string[];
  isRoot: boolean;
}

/** The command that starts Keyfob again. */
export function startCommand({ command: [program = '', ...rest], argv, isRoot }: StartFacts): string[] {
  const isKept = (argument: string) => keptSwitches.has(argument.split('=', 1)[0] ?? '');
  // Chromium refuses to run its sandbox as root; other users always have it.
  const sandbox = isRoot && argv.includes('--no-sandbox') ? ['--no-sandbox'] : [];
  return [program, ...sandbox, ...rest, ...argv.slice(1).filter(isKept)];
}

/**
 * What an app needs that is started without an environment: where the user, the display and the session bus are, the
 * language, and how the network is reached.
 */
const needed =
  /^(?:HOME|USER|LOGNAME|PATH|SHELL|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_\w+|DESKTOP_SESSION|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|BROWSER|(?:https?|all|no)_proxy|HTTPS?_PROXY|ALL_PROXY|NO_PROXY|SSL_CERT_(?:FILE|DIR)|KEYFOB_EXTRA_CA_CERTS)$/;

/** The connector reads no more lines. */
const most = 64;

/** The variables as lines `NAME=VALUE`. Those whose value may hold a password or a line break are left out. */
export function environmentLines(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env)
    .filter(([name, value]) => needed.test(name) && value !== undefined && !/\n|\/\/[^/]*@/.test(value))
    .map(([name, value]) => `${name}=${value}`)
    .slice(0, most);
}
