import type { BrowserWindow, Dialog } from 'electron';

interface Words {
  question: string;
  detail: string;
  allow: string;
  cancel: string;
}

/**
 * Asks in a native dialog what no page may answer, and resolves to whether the user agreed. The default and cancel
 * buttons both mean no. `names` fill the placeholders in question and detail, such as `{origin}`.
 */
export function askPerson(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: () => BrowserWindow | undefined,
  words: () => Words,
) {
  return async (names: Record<string, string> = {}): Promise<boolean> => {
    const { question, detail, allow, cancel } = words();
    const filled = (words: string) =>
      Object.entries(names).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => value), words);
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
