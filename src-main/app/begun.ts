import type { IpcMain } from 'electron';

type Stop = () => void;

/**
 * What has been begun so far, so that all of it can be stopped where a later step fails: another try would begin it a
 * second time, on objects that live longer than one try.
 */
export class Begun {
  readonly #stops: Stop[] = [];

  /** Remembers how to stop something that was begun. */
  add(stop: Stop): void {
    this.#stops.push(stop);
  }

  /** Channels whose handlers are remembered. Electron refuses a second handler of a channel. */
  channels(ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>): Pick<IpcMain, 'handle'> {
    return {
      handle: (channel, listener) => {
        ipcMain.handle(channel, listener);
        this.add(() => ipcMain.removeHandler(channel));
      },
    };
  }

  /** Stops everything, the last first. What cannot be stopped keeps nothing else running. */
  stop(): void {
    for (const stop of this.#stops.splice(0).toReversed()) {
      try {
        stop();
      } catch {
        // The others are stopped all the same; the reason of the failure is what is reported.
      }
    }
  }
}
