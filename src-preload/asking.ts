import { contextBridge, ipcRenderer } from 'electron';
import { askingChannels, type AskingBridge, type AskingView } from './contract/asking.ts';

/** The main process's message and stack must not reach the page. */
async function ask<Output>(channel: string, refused: Output, ...input: unknown[]): Promise<Output> {
  try {
    return (await ipcRenderer.invoke(channel, ...input)) as Output;
  } catch {
    return refused;
  }
}

const bridge: AskingBridge = {
  list: () => ask<AskingView | null>(askingChannels.list, null),
  answer: (id, answer, tools) => ask(askingChannels.answer, false, id, answer, tools),
  fit: (height) => ask(askingChannels.fit, false, height),
  listen(listener) {
    // Electron's event object has `sender`, which gives access to every channel, so it is not passed on.
    ipcRenderer.on(askingChannels.changed, (_event, view: AskingView) => listener(view));
  },
};

contextBridge.exposeInMainWorld('keyfobAsking', bridge);
