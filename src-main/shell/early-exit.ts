import type { CommandLine } from 'electron';

/** What Keyfob does instead of starting. */
export type EarlyExit = { kind: 'version' } | { kind: 'help' } | { kind: 'refused'; switches: string[] };

/**
 * Switches that hand Keyfob to another program. A packaged app refuses them; Node's own, such as `--inspect`, are off by
 * fuse as well. Sources: Electron's "Supported Command Line Switches"; Chromium's `content/public/common/content_switches.cc`.
 */
const refused = [
  // A debugger of the page, by a port or by a pipe: it calls whatever the page may call.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  // Flags of the engine that runs the main process.
  'js-flags',
  // Programs that are started in front of, or instead of, Keyfob's own processes, and under its name.
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  // What keeps a page away from other origins and from files.
  'disable-web-security',
] as const;

/** What the command line asks for that is answered before Keyfob starts; undefined where it starts. */
export function earlyExit(
  commandLine: Pick<CommandLine, 'hasSwitch'>,
  refusesSwitches: () => boolean,
): EarlyExit | undefined {
  if (commandLine.hasSwitch('version')) return { kind: 'version' };
  if (commandLine.hasSwitch('help')) return { kind: 'help' };
  const switches = refused.filter((name) => commandLine.hasSwitch(name));
  return switches.length > 0 && refusesSwitches() ? { kind: 'refused', switches } : undefined;
}
