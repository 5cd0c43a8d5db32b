import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, EventName, Events, RequestName, Requests, Result } from './contract.ts';
import { requestNames } from './contract/permissions.ts';

/** A missing name does not compile. */
const eventNames = {
  'app:changed': true,
  'app:go-to': true,
  'page:leaving': true,
  'servers:changed': true,
  'servers:removed': true,
  'connections:completed': true,
  'tools:changed': true,
  'tools:progress': true,
  'offer:changed': true,
  'resources:updated': true,
  'resources:unsubscribed': true,
  'logs:added': true,
  'elicitation:asked': true,
  'elicitation:ended': true,
  'preferences:changed': true,
  'update:changed': true,
  'lock:changed': true,
  'activity:added': true,
  'history:changed': true,
  'programs:changed': true,
  'wiring:changed': true,
} satisfies Record<EventName, true>;

const refused = { ok: false, error: { code: 'request_invalid', values: {} } } as const;
const broken = { ok: false, error: { code: 'internal', values: {} } } as const;

/** Whether the input was never sent, because it holds something that cannot be copied, such as a function. */
const isUnsendable = (error: unknown): boolean =>
  error instanceof Error && error.message.endsWith('could not be cloned.') && !error.message.includes('remote method');

/** An argument that the main process passes when creating the window. */
const languageArgument = '--keyfob-language=';
const language = process.argv.find((argument) => argument.startsWith(languageArgument))?.slice(languageArgument.length);

const bridge: Bridge = {
  language: (language ?? 'system') as Bridge['language'],

  async request<Name extends RequestName>(
    name: Name,
    ...input: Requests[Name]['input'] extends undefined ? [] : [Requests[Name]['input']]
  ): Promise<Result<Requests[Name]['output']>> {
    if (!requestNames.has(name)) return refused;
    try {
      return await ipcRenderer.invoke(name, input[0]);
    } catch (error) {
      // Electron adds the main process's message and stack to the rejection; the page must not get them.
      return isUnsendable(error) ? refused : broken;
    }
  },

  listen<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void {
    if (!Object.hasOwn(eventNames, name)) return () => {};
    // Electron's event object has `sender`, which gives access to every channel, so it is not passed on.
    const receive = (_event: unknown, payload: Events[Name]) => listener(payload);
    ipcRenderer.on(name, receive);
    return () => ipcRenderer.removeListener(name, receive);
  },
};

contextBridge.exposeInMainWorld('keyfob', bridge);
