import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = globSync('src-main/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));

/** The default of a parameter, or an argument as it is; a comparison would run on this one system alone. */
const handedOn = /(?:[=(,]\s*)process\.platform\s*[),}]/;

/** A comparison with the name of a system, or a choice by it. */
const branch =
  /\bplatform\b\s*[!=]==|[!=]==\s*(?:[#\w]+\.)*platform\b|switch \([^)]*platform\)|\w\[(?:\w+\.)*platform\]/;

/** Every file with a branch on the platform, and the test that runs it for each system. */
const cases: Record<string, string> = {
  'src-main/app/describe-app.ts': 'test/systems/branches.test.ts',
  'src-main/app/local-state-key.ts': 'test/systems/data/03-wrapped-key.ts',
  'src-main/base/busy-file.ts': 'test/systems/wrong/16-busy-files.ts',
  'src-main/base/read-managed.ts': 'test/managed/read.test.ts',
  'src-main/bridge/home/bridge-home.ts': 'test/systems/branches.test.ts',
  'src-main/clients/programs.ts': 'test/systems/wrong/17-claude-package.ts',
  'src-main/command-path/command-path.ts': 'test/systems/branches.test.ts',
  'src-main/command-path/profile.ts': 'test/systems/branches.test.ts',
  'src-main/connections/tokens/process-name.ts': 'test/systems/wrong/22-process-names.ts',
  'src-main/http/network-fault.ts': 'test/systems/wrong/15-local-network.ts',
  'src-main/http/trust.ts': 'test/systems/main-job/09-authorities.ts',
  'src-main/keyfob.ts': 'test/systems/start/01-failed-start.ts',
  'src-main/lock/lock-when-away.ts': 'test/systems/wrong/20-first-show.ts',
  'src-main/lock/system-check.ts': 'test/systems/branches.test.ts',
  'src-main/redirect/long-address.ts': 'test/systems/main-job/08-long-address.ts',
  'src-main/shell/claim-app-links.ts': 'test/systems/main-job/07-app-link.ts',
  'src-main/shell/data-folder.ts': 'test/systems/data/05-data-folder.ts',
  'src-main/shell/drawn-image.ts': 'test/systems/ugly/24-icons.ts',
  'src-main/shell/early-exit.ts': 'test/shell/early-exit.test.ts',
  'src-main/shell/hide-on-close.ts': 'test/systems/wrong/12-full-screen.ts',
  'src-main/shell/identify.ts': 'test/systems/wrong/18-identity.ts',
  'src-main/shell/menu.ts': 'test/systems/branches.test.ts',
  'src-main/shell/preferences.ts': 'test/systems/branches.test.ts',
  'src-main/shell/session-end.ts': 'test/systems/data/04-session-end.ts',
  'src-main/shell/show-notification.ts': 'test/systems/wrong/13-notification.ts',
  'src-main/shell/start-at-login.ts': 'test/systems/wrong/10-opened-at-login.ts',
  'src-main/shell/tray-icon.ts': 'test/systems/ugly/24-icons.ts',
  'src-main/shell/tray.ts': 'test/systems/wrong/11-tray-click.ts',
  'src-main/shell/window-icon.ts': 'test/systems/branches.test.ts',
  'src-main/store/database.ts': 'test/systems/branches.test.ts',
  'src-main/store/keys/keyring.ts': 'test/systems/branches.test.ts',
  'src-main/store/replace-file.ts': 'test/systems/branches.test.ts',
  'src-main/wiring/command/claude-command.ts': 'test/systems/branches.test.ts',
};

/** What a test runs without importing its file. */
const indirectly: Record<string, string[]> = {
  'src-main/shell/hide-on-close.ts': ['closed-window.ts'],
};

it('every use of process.platform in the main process is a default or an argument, and no branch', () => {
  const uses = files.flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => line.includes('process.platform'))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(uses.length).toBeGreaterThan(3);
  expect(uses.filter((use) => !handedOn.test(use))).toEqual([]);
});

describe('a branch on the platform', () => {
  it('is seen in each form that the code could have', () => {
    const forms = [
      "if (platform === 'darwin') {",
      "computer.platform !== 'win32' ? a : b",
      "'linux' === this.#options.platform",
      'switch (parts.platform) {',
      'const path = paths[platform];',
    ];
    expect(forms.filter((form) => !branch.test(form))).toEqual([]);
    expect(
      ['{ platform, home }', 'f(platform)', 'platform: NodeJS.Platform;'].filter((one) => branch.test(one)),
    ).toEqual([]);
  });

  it('is run for each system by a test of its own', () => {
    expect(files.filter((file) => branch.test(read(file))).toSorted()).toEqual(Object.keys(cases).toSorted());
    const wrong = Object.entries(cases).filter(([file, test]) => {
      const text = read(test);
      const isRun =
        text.includes(`/${basename(file)}'`) || indirectly[file]?.every((one) => text.includes(one)) === true;
      return (
        !isRun || !/\bsystems\b|\beverywhere\b|linux[\s\S]*darwin[\s\S]*win32|linux[\s\S]*win32[\s\S]*darwin/.test(text)
      );
    });
    expect(wrong).toEqual([]);
  });

  it('is not where the platform is that of this process: every function that has one is given it', () => {
    const own = files.filter((file) => /\bplatform\b[^}\n]*\} = process;/.test(read(file)));
    expect(own).toEqual(['src-main/index.ts']);
    expect(own.filter((file) => branch.test(read(file)))).toEqual([]);
  });
});
