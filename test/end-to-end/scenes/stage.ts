import type { ElectronApplication, Page } from '@playwright/test';
import type { EventName, Events, RequestName, Requests, Result } from '../../../src-preload/contract.ts';
import type { Desktop } from '../desktop.ts';
import { serverList } from '../person.ts';

export type Language = 'en' | 'vi' | 'zh';

/** A view, with the way to it from any other. */
export interface Scene {
  name: string;
  /** Shows it, starting in English. */
  show: (window: Page) => Promise<unknown>;
  /** Changes its language, if the page itself does not. */
  speak?: (language: Language) => Promise<void>;
}

/** The environment of scenes. */
export interface Stage {
  window: Page;
  application: ElectronApplication;
  desktop: Desktop;
  /** Shows a server's tab. */
  see: (name: string, tab?: 'Overview' | 'Tools' | 'Resources' | 'Activity' | 'Settings') => Promise<void>;
  /** Closes everything that is open above the window. */
  away: () => Promise<void>;
  /** Chooses a command from a server's menu, and waits for the dialog. */
  choose: (name: string, item: string) => Promise<void>;
}

export function stageOf(window: Page, application: ElectronApplication, desktop: Desktop): Stage {
  const see: Stage['see'] = async (name, tab = 'Overview') => {
    await serverList(window)
      .getByRole('button', { name: new RegExp(`^${name}, `) })
      .click();
    await window.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
  };
  return {
    window,
    application,
    desktop,
    see,
    away: () => window.keyboard.press('Escape'),
    async choose(name, item) {
      await see(name);
      await window.getByRole('button', { name: 'More actions' }).click();
      await window.getByRole('menuitem', { name: item }).click();
      await window.getByRole('dialog').waitFor();
    },
  };
}

/**
 * Sends an event to the window as main would, for states that need a broken keyring or a server that does not exist
 * here.
 */
export async function tell<Name extends EventName>({ application }: Stage, name: Name, event: Events[Name]) {
  await application.evaluate(
    ({ BrowserWindow }, [name, event]) => BrowserWindow.getAllWindows()[0]?.webContents.send(name as string, event),
    [name, event] as unknown[],
  );
}

/** Makes main answer a request with this, or never; without an answer, restores the real one. */
export async function answerWith<Name extends RequestName>(
  { application }: Stage,
  name: Name,
  answer?: Result<Requests[Name]['output']> | 'never',
): Promise<void> {
  await application.evaluate(
    ({ ipcMain }, [name, answer]) => {
      type Handler = (...asked: unknown[]) => Promise<unknown>;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const globals = globalThis as { kept?: Map<string, Handler> };
      const kept = (globals.kept ??= new Map<string, Handler>());
      const channel = name as string;
      const own = kept.get(channel) ?? handlers.get(channel);
      if (!own) throw new Error(`main does not answer ${channel}`);
      kept.set(channel, own);
      if (answer === undefined) handlers.set(channel, own);
      else handlers.set(channel, () => (answer === 'never' ? new Promise(() => undefined) : Promise.resolve(answer)));
    },
    [name, answer] as unknown[],
  );
}
