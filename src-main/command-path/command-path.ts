import { delimiter, dirname, join } from 'node:path';
import type { CommandPathView, ProfileChange } from '../../src-preload/contract/command-path.ts';
import { Fault } from '../base/fault.ts';
import { findOnPath, loginPath, loginShell } from '../wiring/command/login-path.ts';
import { configFault } from '../wiring/file/config-fault.ts';
import { readConfig } from '../wiring/file/read-config.ts';
import { writeConfig } from '../wiring/file/write-config.ts';
import { makeLink, removeLink, stateOfLink } from './link.ts';
import { profileOf, withLine, withoutLine } from './profile.ts';

interface CommandPathOptions {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
  /** The path of the connector. */
  connector: () => string;
}

/** In lines: how much of a profile is shown above the new line. */
const shownAbove = 3;

/** Makes `keyfob` a command of the user's terminal, and takes that back. */
export class CommandPath {
  readonly #options: CommandPathOptions;

  constructor(options: CommandPathOptions) {
    this.#options = options;
  }

  /** Null: not on this system. Changes nothing; asks the user's shell for its PATH, which may take seconds. */
  async describe(): Promise<CommandPathView | null> {
    if (this.#options.platform === 'win32') return null;
    const { link, target } = this.#link();
    const path = await loginPath(this.#env());
    const [state, found = null, profile] = await Promise.all([
      stateOfLink(link, target),
      findOnPath(path, 'keyfob'),
      this.#profile(path.split(delimiter).includes(dirname(link))),
    ]);
    const isLinkThere = state === 'ours';
    const about = { found, link, target, isLinkThere, profile };
    if (isLinkThere && (profile?.isThere ?? true)) return { state: 'ready', ...about };
    if (found !== null && found !== link) return { state: 'found', ...about };
    return { state: state === 'other' ? 'taken' : 'absent', ...about };
  }

  /**
   * Makes the link, and adds the line where one is needed. `profile` is the file that was shown to the user. Where the
   * line cannot be written, the link is removed again. Throws `config_changed` where something else is to be done by
   * now, and `config_forbidden` and its like.
   */
  async add(profile: string | null): Promise<CommandPathView> {
    const { link, target } = this.#link();
    await naming(link, async () => {
      const now = await this.describe();
      const isWanted = now?.state === 'absent' && (now.profile?.path ?? null) === profile;
      if (!isWanted) throw new Fault('config_changed', 'something else is to be done');
      if (!now.isLinkThere) await makeLink(link, target);
      if (!now.profile || now.profile.isThere) return;
      const { path, line } = now.profile;
      try {
        await naming(path, async () => {
          const file = await readConfig(path);
          await writeConfig(file, withLine(file.bytes && file.text, line));
        });
      } catch (error) {
        if (!now.isLinkThere) await removeLink(link, target);
        throw error;
      }
    });
    return this.#view();
  }

  /** Removes the line and the link, each only as Keyfob made it. */
  async remove(): Promise<CommandPathView> {
    const { link, target } = this.#link();
    const { path, line } = profileOf(this.#shell());
    await naming(path, async () => {
      const file = await readConfig(path);
      const rest = withoutLine(file.text, line);
      if (rest !== undefined) await writeConfig(file, rest);
    });
    await naming(link, () => removeLink(link, target));
    return this.#view();
  }

  /** Null: no line is needed, and none is there. */
  async #profile(isOnPath: boolean): Promise<ProfileChange | null> {
    const { path, line } = profileOf(this.#shell());
    const file = await naming(path, () => readConfig(path));
    const rest = withoutLine(file.text, line);
    const isThere = rest !== undefined;
    if (isOnPath && !isThere) return null;
    const text = isThere ? rest : file.bytes && file.text;
    return { path, line, isThere, before: text && lastOf(text), after: withLine(text && lastOf(text), line) };
  }

  #link(): { link: string; target: string } {
    const { home, connector } = this.#options;
    return { link: join(home, '.local', 'bin', 'keyfob'), target: connector() };
  }

  #env(): NodeJS.ProcessEnv {
    return { ...this.#options.env, HOME: this.#options.home };
  }

  #shell() {
    return { ...this.#options, shell: loginShell(this.#options.env) };
  }

  async #view(): Promise<CommandPathView> {
    const view = await this.describe();
    if (!view) throw new Error('not on this system');
    return view;
  }
}

/** The last lines of a text, which ends as the text does. */
function lastOf(text: string): string {
  const lines = text.split('\n');
  return lines.slice(-shownAbove - (lines.at(-1) === '' ? 1 : 0)).join('\n');
}

async function naming<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault && error.values['file'] !== undefined) throw error;
    throw configFault(error, { program: 'keyfob', path });
  }
}
