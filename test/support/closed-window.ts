import { EventEmitter } from 'node:events';
import { hideOnClose } from '../../src-main/shell/hide-on-close.ts';
import { temporaryFolder } from './keyfob.ts';

interface Closing {
  platform: NodeJS.Platform;
  isFullScreen?: boolean;
  folder?: string;
  /** Nothing keeps Keyfob running. */
  isLast?: boolean;
}

/** Closes a window as the user does, and records what follows. */
export function closeWindow({ platform, isFullScreen = false, folder = temporaryFolder(), isLast = false }: Closing) {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const events = new EventEmitter();
  const app = new EventEmitter();
  const window = Object.assign(events, {
    hide: note('hide'),
    isFullScreen: () => isFullScreen,
    setFullScreen: (wanted: boolean) => void done.push(`full screen ${wanted}`),
  });
  let shown = () => undefined as void;
  hideOnClose(
    {
      app: app as never,
      platform,
      window: { show: note('window shown'), follow: (listener) => listener(window) },
      page: { isNew: () => undefined, stay: note('page stays'), leave: note('page leaves') },
      folder,
    },
    () =>
      isLast
        ? undefined
        : {
            mark: 'said',
            notify(onShown) {
              done.push('notified');
              shown = onShown;
            },
          },
  );
  const close = () => void events.emit('close', { preventDefault: note('close prevented') });
  close();
  return {
    done,
    close,
    emit: (event: string) => events.emit(event),
    emitOfApp: (event: string) => app.emit(event),
    /** The system shows the notification. */
    show: () => shown(),
  };
}
