import type { Page } from '@playwright/test';
import { type ReloadReason, pageUrlFor, stoppedUrlFor } from '../../../src-main/shell/page-scheme.ts';
import type { AppView } from '../../../src-preload/contract.ts';
import { ask } from '../ask.ts';
import { become, listed, ready } from '../person.ts';
import { answerWith, type Scene, type Stage, tell } from './stage.ts';

const passphrase = 'correct horse battery';

/** Views around or instead of everything: settings, banners, notifications, the lock, and another profile. */
export function windowScenes(stage: Stage): Scene[] {
  const { application, see, away } = stage;
  const preferences = async (window: Page) => {
    await window.getByRole('button', { name: 'Keyfob settings' }).click();
    await window.getByRole('heading', { name: 'About' }).waitFor();
  };
  const appNow = async (window: Page): Promise<AppView> => {
    const answer = await ask(window, 'app:describe');
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const stored = (state: AppView['storage']['state'], word: string): Scene => ({
    name: `storage-${state}`,
    async show(window) {
      const app = await appNow(window);
      await tell(stage, 'app:changed', { ...app, storage: { state, backend: '' } });
      const banner = window.getByRole('region', { name: word });
      // The banner's help may still be open from the previous state.
      await banner.getByRole('button', { name: /^(How to fix|Hide)$/ }).waitFor();
      const help = banner.getByRole('button', { name: 'How to fix' });
      if (await help.isVisible()) await help.click();
      await banner.getByRole('button', { name: 'Hide' }).waitFor();
    },
  });
  const load = async (url: string) => {
    // Main is done before the test hears of it, and what the test evaluates before then is lost with the old document.
    const loaded = stage.window.waitForEvent('load');
    await application.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]?.loadURL(url), url);
    await loaded;
  };
  /** Like main's reload of a crashed page. */
  const again = (reason: ReloadReason, word: string): Scene => ({
    name: `again-${reason}`,
    async show(window) {
      await load(pageUrlFor({ again: reason }));
      await ready(window);
      await window.getByRole('region', { name: word }).waitFor();
    },
  });
  return [
    {
      name: 'preferences-addresses',
      async show(window) {
        await application.evaluate(({ dialog }) => {
          dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
        });
        await ask(window, 'origins:allow', { url: 'https://10.255.255.254/mcp' });
        await away();
        await see('Weather');
        await preferences(window);
        await window.getByRole('button', { name: 'Revoke https://10.255.255.254' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'preferences-new-key',
      async show(window) {
        await window.getByRole('button', { name: 'Generate a new encryption key…' }).click();
        await window.getByRole('button', { name: 'Not now' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'preferences-passphrase',
      async show(window) {
        await window.getByRole('button', { name: 'Not now' }).click();
        await window.getByRole('button', { name: 'Choose a passphrase…' }).click();
        await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
        await window.getByLabel('Repeat passphrase').fill('incorrect');
        await window.getByText('The passphrases do not match.').waitFor();
      },
    },
    {
      name: 'preferences-lock',
      async show(window) {
        await window.getByLabel('Repeat passphrase').fill(passphrase);
        await window.getByRole('button', { name: 'Turn the lock on' }).click();
        await window.getByRole('button', { name: 'Lock now' }).waitFor();
      },
    },
    {
      name: 'licences',
      async show(window) {
        await window.getByRole('button', { name: 'Licences' }).click();
        await window.getByRole('heading', { name: 'About' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'locked',
      async show(window) {
        await window.getByRole('button', { name: 'Lock now' }).click();
        await window.getByRole('heading', { name: 'Keyfob is locked' }).waitFor();
        await window.getByLabel('Passphrase', { exact: true }).fill('wrong horse');
        await window.getByRole('button', { name: 'Unlock' }).click();
        await window.getByRole('alert').waitFor();
      },
    },
    {
      name: 'locked-forgot',
      show: (window) => window.getByRole('button', { name: 'Forgot the passphrase?' }).click(),
    },
    {
      name: 'toast',
      async show(window) {
        await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
        await window.getByRole('button', { name: 'Unlock' }).click();
        await listed(window, 'Weather', 'Open').waitFor();
        await see('Weather');
        const servers = await ask(window, 'servers:list');
        const notes = servers.ok && servers.value.find(({ name }) => name === 'Notes');
        if (!notes) throw new Error('there are no Notes');
        await tell(stage, 'connections:completed', {
          serverId: notes.id,
          error: { code: 'access_denied', values: { host: notes.host } },
        });
        await window.getByText('Sign-in to Notes stopped').waitFor();
        // Waits for the slide-in animation.
        await window.waitForFunction(() =>
          [...document.querySelectorAll('[role="alert"]')].every(
            (toast) => toast.getBoundingClientRect().right <= innerWidth,
          ),
        );
      },
    },
    {
      name: 'two-people',
      async show(window) {
        await window.getByRole('alert').getByRole('button', { name: 'Close' }).click();
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByRole('combobox', { name: 'Role of Mai' }).waitFor();
      },
    },
    {
      name: 'member',
      async show(window) {
        await away();
        const servers = await ask(window, 'servers:list');
        for (const { id, name } of servers.ok ? servers.value : [])
          if (name === 'Notes')
            await ask(window, 'servers:change-settings', { serverId: id, changes: { account: 'shared' } });
        await become(window, 'Me', 'Mai');
        await see('Notes');
        await window.getByRole('heading', { name: 'An admin must sign in first' }).waitFor();
      },
    },
    {
      name: 'member-settings',
      async show(window) {
        await see('Acme tracker', 'Settings');
        await window.getByText('Only admins can change').waitFor();
      },
    },
    {
      name: 'member-people',
      async show(window) {
        await window.getByRole('button', { name: /You are Mai\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByText('Only admins can add, change').waitFor();
      },
    },
    {
      name: 'member-empty',
      async show(window) {
        await away();
        await become(window, 'Mai', 'Me');
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByRole('textbox', { name: 'Name of a new workspace' }).fill('Work');
        await window.keyboard.press('Enter');
        await window.getByRole('heading', { name: 'Welcome to Keyfob' }).waitFor();
        const app = await appNow(window);
        await tell(stage, 'app:changed', {
          ...app,
          admins: ['Ann', 'Bo'],
          profile: { ...app.profile, role: 'member' },
        });
        await window.getByRole('heading', { name: 'There is no server in Work yet' }).waitFor();
      },
    },
    {
      name: 'remove-workspace',
      async show(window) {
        await tell(stage, 'app:changed', await appNow(window));
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByRole('button', { name: 'Remove Work' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      ...stored('memory', 'Not saved'),
      async show(window) {
        await window.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
        await listed(window, 'Weather', 'Open').waitFor();
        await stored('memory', 'Not saved').show(window);
      },
    },
    stored('locked', 'Locked'),
    stored('slow', 'Not saved'),
    stored('reset', 'Sign-ins lost'),
    {
      name: 'recovered',
      async show(window) {
        const app = await appNow(window);
        const file = '/home/me/.config/Keyfob/keyfob.sqlite.damaged-2026-05-03';
        await tell(stage, 'app:changed', { ...app, recovered: { file } });
        await window.getByRole('region', { name: 'The database was damaged' }).waitFor();
      },
    },
    {
      name: 'nothing-read',
      async show(window) {
        await answerWith(stage, 'servers:list', { ok: false, error: { code: 'storage_failed', values: {} } });
        await window.reload();
        await window.getByRole('heading', { name: 'Keyfob could not load your servers.' }).waitFor();
        await answerWith(stage, 'servers:list');
      },
    },
    {
      name: 'read-after-all',
      async show(window) {
        await window.getByRole('button', { name: 'Try again' }).click();
        await ready(window);
      },
    },
    again('crashed', 'The window was reloaded'),
    again('graphics', 'Keyfob restarted without hardware acceleration'),
    {
      name: 'stopped',
      show: () => load(stoppedUrlFor('en')),
      speak: (language) => load(stoppedUrlFor(language)),
    },
  ];
}
