import { EventEmitter } from 'node:events';

/** What an Electron of a test may do otherwise than succeed. */
interface Behaviour {
  /** The folders that `app.getPath` knows; it throws for all others. */
  paths: Record<string, string>;
  /** Called before a listener is added to `app`; it may throw. */
  onListen?: (event: string) => void;
}

/** The channels that are handled. Electron refuses to handle one twice. */
class FakeIpc extends EventEmitter {
  readonly channels = new Set<string>();

  handle(channel: string): void {
    if (this.channels.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.channels.add(channel);
  }

  removeHandler(channel: string): void {
    this.channels.delete(channel);
  }
}

/** The module `electron`, as far as the main process uses it once the engine starts, with what was made by it. */
export function fakeElectron({ paths, onListen }: Behaviour) {
  const trays: { isDestroyed: boolean }[] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    commandLine: { getSwitchValue: () => 'headless', hasSwitch: () => false },
    getLocale: () => 'en-GB',
    getName: () => 'Keyfob',
    getPath(name: string) {
      const path = paths[name];
      if (path === undefined) throw new Error(`Failed to get '${name}' path`);
      return path;
    },
    quit: () => undefined,
    setLoginItemSettings: () => undefined,
    setAsDefaultProtocolClient: () => true,
    isDefaultProtocolClient: () => true,
  });
  const on = app.on.bind(app);
  app.on = (event: string, listener: (...args: unknown[]) => void) => {
    onListen?.(event);
    return on(event, listener);
  };
  class Tray extends EventEmitter {
    readonly made = { isDestroyed: false };

    constructor() {
      super();
      trays.push(this.made);
    }

    destroy() {
      this.made.isDestroyed = true;
    }
    setImage() {}
    setToolTip() {}
    setTitle() {}
    setContextMenu() {}
  }
  const image = { addRepresentation: () => undefined, setTemplateImage: () => undefined };
  const module = {
    app,
    clipboard: { readText: async () => '', writeText: () => undefined },
    dialog: {},
    ipcMain: new FakeIpc(),
    powerMonitor: Object.assign(new EventEmitter(), { getSystemIdleTime: () => 0 }),
    safeStorage: { isEncryptionAvailable: () => false },
    session: { defaultSession: { forceReloadProxyConfig: async () => undefined, resolveProxy: async () => 'DIRECT' } },
    shell: {},
    systemPreferences: { canPromptTouchID: () => false },
    Menu: { buildFromTemplate: () => ({}), setApplicationMenu: () => undefined },
    Notification: { isSupported: () => false },
    Tray,
    BrowserWindow: EventEmitter,
    BaseWindow: EventEmitter,
    nativeImage: { createEmpty: () => image, createFromPath: () => image },
    nativeTheme: {},
    screen: {},
  };
  return { module, trays };
}
