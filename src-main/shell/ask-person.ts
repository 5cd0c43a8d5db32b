import type { BrowserWindow, Dialog } from 'electron';

interface Words {
  question: string;
  detail: string;
  allow: string;
  cancel: string;
}

/**
 * Asks whether a place in the person's own network may be reached, in the system's own dialog: no page can answer it. What is
 * chosen by accident, by Enter or by Escape, is no.
 */
export function askPerson(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: () => BrowserWindow | undefined,
  words: () => Words,
) {
  return async ({ origin }: { origin: string }): Promise<boolean> => {
    const { question, detail, allow, cancel } = words();
    const options = {
      type: 'warning' as const,
      message: question.replace('{origin}', origin),
      detail,
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
