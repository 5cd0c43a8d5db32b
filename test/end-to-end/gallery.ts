import type { ElectronApplication, Page } from '@playwright/test';
import { startAuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { plainPreferences } from '../support/no-desktop.ts';
import { ask } from './ask.ts';
import type { Desktop } from './desktop.ts';
import { addServer, answerInBrowser, listed, openAddServer, openTool, ready, runTool, serverList } from './person.ts';
import { addServerScenes } from './scenes/add-server.ts';
import { dialogScenes } from './scenes/dialogs.ts';
import { historyScenes } from './scenes/history.ts';
import { oddServerScenes } from './scenes/odd-servers.ts';
import { offerScenes } from './scenes/offer.ts';
import { programScenes } from './scenes/programs.ts';
import { signingInScenes } from './scenes/signing-in.ts';
import { answerWith, type Language, type Scene, type Stage, stageOf, tell } from './scenes/stage.ts';
import { settingsScenes } from './scenes/settings.ts';
import { updateScenes } from './scenes/updates.ts';
import { toolScenes } from './scenes/tools.ts';
import { untrustedScenes } from './scenes/untrusted.ts';
import { useInScenes } from './scenes/use-in.ts';
import { windowScenes } from './scenes/whole-window.ts';

export interface Gallery {
  window: Page;
  application: ElectronApplication;
  stage: Stage;
  scenes: Scene[];
  isWanted: (scene: Scene) => boolean;
  close: () => Promise<void>;
}

/**
 * Real servers in every state, in one window. `only`: names of scenes. The scenes before the last of them are played as
 * well, because each continues from the previous one; `isWanted` tells them apart.
 */
export async function openGallery(desktop: Desktop, only: readonly string[] = []): Promise<Gallery> {
  const authorization = await startAuthorizationServer({});
  const linear = await startMcpServer({ authorization, testTools: true });
  const denied = await startMcpServer({ authorization });
  const closed = await startAuthorizationServer({ registration: 'absent' });
  const byHand = await startMcpServer({ authorization: closed });
  const open = await startMcpServer({ testTools: true });
  const gone = await startMcpServer({});
  await desktop.browser.allowAppLinksFrom(authorization.issuer);
  const { window, application } = await desktop.launch({ sample: linear.url });
  await ready(window);
  await window.emulateMedia({ reducedMotion: 'reduce' });

  const stage = stageOf(window, application, desktop);
  const { see, away, choose } = stage;
  const furnish = async () => {
    await addServer(window, { name: 'Acme tracker', url: linear.url });
    await answerInBrowser(desktop.browser, authorization.issuer);
    await listed(window, 'Acme tracker', 'Signed in').waitFor();
    await addServer(window, { name: 'Weather', url: open.url });
    await listed(window, 'Weather', 'Open').waitFor();
    await addServer(window, { name: 'Old wiki', url: `${open.url}?wiki` }, 'Save only');
    await listed(window, 'Old wiki', 'Not signed in').waitFor();
    await serverList(window)
      .getByRole('button', { name: /^Old wiki, / })
      .click();
    await window.getByRole('button', { name: 'More actions' }).click();
    await window.getByRole('menuitem', { name: 'Turn off' }).click();
    await addServer(window, { name: 'Notes', url: denied.url });
    await answerInBrowser(desktop.browser, authorization.issuer, 'Deny');
    await listed(window, 'Notes', 'Not signed in').waitFor();
    await addServer(window, { name: 'Archive', url: gone.url });
    await listed(window, 'Archive', 'Open').waitFor();
    await gone.close();
    await see('Archive', 'Tools');
    // The list that is known is shown without asking again.
    await window.getByRole('button', { name: 'Refresh tools' }).click();
    await listed(window, 'Archive', 'Unreachable').waitFor();
  };

  const first: Scene[] = [
    {
      name: 'first-screen',
      show: async () => {
        await window.getByRole('heading', { name: 'Welcome to Keyfob' }).waitFor();
        // The menu is loaded a moment later.
        await window.getByRole('button', { name: 'Switch or manage people' }).waitFor();
      },
    },
    { name: 'add-server-empty', show: () => openAddServer(window) },
    {
      name: 'add-server',
      show: async () => {
        await window.getByLabel('Address').fill(linear.url);
        await window.getByLabel('Address').press('Enter');
        await window.getByText(/ uses .* for sign-in/).waitFor();
      },
    },
    {
      name: 'add-server-advanced',
      async show() {
        await window.getByRole('button', { name: 'Advanced' }).click();
        await window.getByLabel('Access to request').focus();
      },
    },
    ...addServerScenes(stage),
    {
      name: 'import',
      show: async () => {
        await away();
        await window.getByRole('button', { name: 'Import servers…' }).click();
        await window.getByText('No servers were found').waitFor();
      },
    },
    {
      name: 'server',
      show: async () => {
        await away();
        await furnish();
        await see('Acme tracker');
      },
    },
    {
      name: 'look-again',
      show: async () => {
        await window.getByRole('button', { name: 'How this sign-in works' }).click();
        await window.getByRole('button', { name: 'Check again' }).click();
        await window.getByRole('list', { name: 'Steps of this check' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'look-again-failed',
      show: async () => {
        const error = { code: 'timed_out', values: { host: 'mcp.acme.example' }, remedy: 'retry' } as const;
        await answerWith(stage, 'connections:discover', { ok: false, error });
        await window.getByRole('button', { name: 'Check again' }).click();
        await window.getByRole('button', { name: 'Try again' }).scrollIntoViewIfNeeded();
        await answerWith(stage, 'connections:discover');
      },
    },
    {
      name: 'tool-result',
      show: async () => {
        await openTool(window, 'Acme tracker', 'Plan a day');
        await window.getByRole('textbox', { name: 'Task' }).fill('Write letters');
        await runTool(window);
      },
    },
    {
      name: 'activity',
      show: async () => {
        await see('Acme tracker', 'Activity');
        await window.getByRole('list', { name: 'Activity of Acme tracker' }).waitFor();
      },
    },
    {
      name: 'server-settings',
      show: async () => {
        await see('Acme tracker', 'Settings');
        await window.getByRole('tabpanel').getByRole('textbox').first().waitFor();
      },
    },
    { name: 'server-denied', show: () => see('Notes') },
    { name: 'server-unreachable', show: () => see('Archive') },
    {
      name: 'client-id-needed',
      show: async () => {
        await addServer(window, { name: 'Company notes', url: byHand.url });
        await window.getByRole('button', { name: 'Copy details' }).waitFor();
      },
    },
    {
      name: 'client-id-settings',
      show: async () => {
        await see('Company notes', 'Settings');
        await window.getByLabel('App registration').selectOption({ index: 1 });
      },
    },
    { name: 'server-off', show: () => see('Old wiki') },
    { name: 'server-open', show: () => see('Weather') },
    {
      name: 'all-tools',
      show: async () => {
        await window.getByRole('button', { name: 'All tools' }).click();
        await window.getByRole('heading', { name: 'Not included' }).waitFor();
      },
    },
    {
      name: 'waiting',
      show: async () => {
        await see('Notes');
        await window.getByRole('button', { name: 'Sign in', exact: true }).first().click();
        await window.getByText('Finish in your browser').first().waitFor();
      },
    },
    {
      name: 'rename',
      show: async () => {
        await window.getByRole('button', { name: 'Cancel' }).click();
        await choose('Weather', 'Rename');
      },
    },
    {
      name: 'remove',
      show: async () => {
        await away();
        await choose('Acme tracker', 'Remove');
      },
    },
    {
      name: 'credentials',
      show: async () => {
        await away();
        await choose('Acme tracker', 'Who is signed in…');
      },
    },
    {
      name: 'people',
      show: async () => {
        await away();
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByRole('dialog').getByText('Admin').first().waitFor({ state: 'attached' });
      },
    },
  ];
  const last: Scene[] = [
    {
      name: 'lapsed',
      show: async () => {
        await see('Acme tracker');
        authorization.revokeAll();
        await openTool(window, 'Acme tracker', 'whoami');
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await listed(window, 'Acme tracker', 'Sign in again').waitFor();
        await see('Acme tracker');
      },
    },
    {
      name: 'preferences',
      show: async () => {
        await away();
        await window.getByRole('button', { name: 'Keyfob settings' }).click();
        await window.getByRole('heading', { name: 'About' }).waitFor();
      },
    },
  ];
  const then = [
    ...historyScenes(stage),
    ...dialogScenes(stage, open.url),
    ...useInScenes(stage),
    ...toolScenes(stage),
    ...untrustedScenes(stage),
    ...signingInScenes(stage),
    ...oddServerScenes(stage),
    ...programScenes(stage),
  ];
  const offer = offerScenes(stage);
  const all = [
    ...first,
    ...then,
    ...last,
    ...offer.scenes,
    ...settingsScenes(stage),
    ...updateScenes(stage),
    ...windowScenes(stage),
  ];
  const unknown = only.filter((name) => !all.some((scene) => scene.name === name));
  if (unknown.length > 0) throw new Error(`There is no scene ${unknown.join(', ')}.`);
  const isWanted = ({ name }: Scene) => only.length === 0 || only.includes(name);
  const scenes = all.slice(0, all.findLastIndex(isWanted) + 1).map((scene) => ({
    ...scene,
    async show(shown: Page) {
      await scene.show(shown);
      // Moves the pointer away, so that nothing is hovered.
      await shown.mouse.move(-10, -10);
    },
  }));
  return {
    window,
    application,
    stage,
    scenes,
    isWanted,
    async close() {
      await application.close();
      await offer.close();
      for (const server of [linear, denied, open, byHand, authorization, closed]) await server.close();
    },
  };
}

/** Changes the language in the settings like a user; while locked, by an event of main. */
export async function speak({ window, stage }: Gallery, language: Language, scene?: Scene): Promise<void> {
  if (scene?.speak) return scene.speak(language);
  const changed = await ask(window, 'preferences:change', { language });
  if (!changed.ok) await tell(stage, 'preferences:changed', { ...plainPreferences, language });
  await window.waitForFunction((chosen) => document.documentElement.lang.startsWith(chosen), language);
}

export async function resize(application: ElectronApplication, width: number, height: number): Promise<void> {
  await application.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
}
