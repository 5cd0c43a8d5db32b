import type { BrowserWindow, Dialog } from 'electron';

interface Words {
  question: string;
  detail: string;
  allow: string;
  cancel: string;
}

/**
 * Asks what no page may answer, in the system's own dialog, and resolves to whether the person said yes. What is chosen by
 * accident, by Enter or by Escape, is no. `names` fill the places in question and detail: `{origin}` and the like.
 */
export function askPerson(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: () => BrowserWindow | undefined,
  words: () => Words,
) {
  return async (names: Record<string, string> = {}): Promise<boolean> => {
    const { question, detail, allow, cancel } = words();
    const filled = (words: string) =>
      Object.entries(names).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), words);
    const options = {
      type: 'warning' as const,
      message: filled(question),
      detail: filled(detail),
      buttons: [cancel, allow],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const parent = window();
    const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
    return response === 1;
  };
}
