import { iconNamesFor } from './desktop-entries.ts';
import { iconOf } from './icon-file.ts';

/** Written by the administrator alone. */
const systemFolders = ['/usr/local/share', '/usr/share'];

interface IconOptions {
  userHome: string;
  /** Called when an icon was found that `get` did not have yet. */
  onFound: () => void;
}

/** In programs. An icon is kept until Keyfob quits. */
const mostIcons = 200;

/** The icons of programs, each looked up once. Looking takes a moment, for which no question waits. */
export class ProgramIcons {
  readonly #options: IconOptions;
  readonly #icons = new Map<string, string | null>();

  constructor(options: IconOptions) {
    this.#options = options;
  }

  /** A data URL. Null: there is none, or it is still looked for. `executable` has no symbolic links. */
  get(executable: string): string | null {
    const known = this.#icons.get(executable);
    if (known !== undefined) return known;
    if (this.#icons.size < mostIcons) {
      this.#icons.set(executable, null);
      void this.#find(executable).catch(() => undefined);
    }
    return null;
  }

  async #find(executable: string): Promise<void> {
    const { userHome, onFound } = this.#options;
    const icon = await findIcon(executable, { userHome });
    if (icon === null) return;
    this.#icons.set(executable, icon);
    onFound();
  }
}

/** A data URL. Null: no desktop entry gives this executable an icon that can be drawn. */
export async function findIcon(
  executable: string,
  { userHome, system = systemFolders }: { userHome: string; system?: readonly string[] },
): Promise<string | null> {
  // What any program can write must not give a program of the system its icon.
  const own = executable.startsWith(`${userHome}/`) ? [`${userHome}/.local/share`] : [];
  for (const folder of [...system, ...own]) {
    for (const name of await iconNamesFor(executable, folder)) {
      const icon = await iconOf(name, folder);
      if (icon !== undefined) return icon;
    }
  }
  return null;
}
