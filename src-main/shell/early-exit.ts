import type { CommandLine } from 'electron';

/** What Keyfob prints instead of starting. */
export type EarlyExit =
  | { kind: 'version' }
  | { kind: 'help' }
  | { kind: 'refused'; switches: string[] }
  | { kind: 'no_display' };

/**
 * Switches that give other programs control of Keyfob. A packaged app refuses them; Node's own, such as `--inspect`,
 * are disabled by a fuse. Sources: Electron's "Supported Command Line Switches"; Chromium's
 * `content/public/common/content_switches.cc`.
 */
const refused = [
  // A debugger over a port or a pipe can call everything that the page can.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  // Flags of the JavaScript engine in the main process.
  'js-flags',
  // Programs that run in front of or instead of Keyfob's own processes, under its name.
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  // Disables the same-origin policy of the page.
  'disable-web-security',
] as const;

interface EarlyFacts {
  refusesSwitches: () => boolean;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}

/** The answer to a command line that does not start the app; undefined if it does. */
export function earlyExit(
  commandLine: Pick<CommandLine, 'hasSwitch'>,
  { refusesSwitches, platform, env }: EarlyFacts,
): EarlyExit | undefined {
  if (commandLine.hasSwitch('version')) return { kind: 'version' };
  if (commandLine.hasSwitch('help')) return { kind: 'help' };
  const switches = refused.filter((name) => commandLine.hasSwitch(name));
  if (switches.length > 0 && refusesSwitches()) return { kind: 'refused', switches };
  // Chromium would end by a signal. It may be told to draw nowhere.
  const isShown = env['DISPLAY'] || env['WAYLAND_DISPLAY'] || commandLine.hasSwitch('ozone-platform');
  return platform === 'linux' && !isShown ? { kind: 'no_display' } : undefined;
}
