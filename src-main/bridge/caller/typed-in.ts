import type { Candidate } from './caller-facts.ts';
import { isShell, shellNames } from './shell-command.ts';

/** Terminals, by the name of their executable. Those of editors are left out: their extensions type there too. */
const terminals: Readonly<Record<string, string>> = {
  alacritty: 'Alacritty',
  'deepin-terminal': 'Deepin Terminal',
  foot: 'foot',
  ghostty: 'Ghostty',
  'gnome-terminal-server': 'GNOME Terminal',
  kgx: 'GNOME Console',
  kitty: 'kitty',
  konsole: 'Konsole',
  lxterminal: 'LXTerminal',
  'mate-terminal': 'MATE Terminal',
  'ptyxis-agent': 'Ptyxis',
  qterminal: 'QTerminal',
  screen: 'screen',
  st: 'st',
  tilix: 'Tilix',
  tmux: 'tmux',
  urxvt: 'rxvt-unicode',
  'wezterm-gui': 'WezTerm',
  'xfce4-terminal': 'Xfce Terminal',
  xterm: 'xterm',
  zellij: 'Zellij',
};

/** Options of a shell that takes commands from its terminal. Those with a value name a file that it reads first. */
const withValue = new Set(['--init-file', '--rcfile', '-C', '--init-command']);
const plain = /^(?:-[a-bd-zA-Z]*|--[\w-]+)$/;

/**
 * The terminal in which a person has typed a command, as far as the system can say: a shell that runs no script, with
 * nothing but shells between it and a terminal. It decides how the command's program is called, and nothing else: a
 * program can open a terminal and type there too. Undefined: there is none.
 */
export function typedIn({ process, ancestors }: Candidate): string | undefined {
  if (!isShell(process) || !takesCommands(process.arguments)) return undefined;
  const nearest = ancestors.find((name) => !shellNames.has(name));
  return nearest !== undefined && Object.hasOwn(terminals, nearest) ? terminals[nearest] : undefined;
}

function takesCommands([, ...options]: readonly string[]): boolean {
  return options.every((option, at) => plain.test(option) || withValue.has(options[at - 1] ?? ''));
}
