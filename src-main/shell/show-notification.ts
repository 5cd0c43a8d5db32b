import type { NativeImage, Notification, NotificationConstructorOptions } from 'electron';
import type { Log } from '../base/log.ts';

interface NotificationOptions {
  platform: NodeJS.Platform;
  make: (options: NotificationConstructorOptions) => Pick<Notification, 'on' | 'show'>;
  icon: () => NativeImage;
  log: Log;
}

/** What follows from a notification: `onClick` when the user clicks it, `onShown` once the system shows it. */
export interface NoticeListeners {
  onClick: () => void;
  onShown?: (() => void) | undefined;
}

/** Shows notifications of the system. */
export function notifications({ platform, make, icon, log }: NotificationOptions) {
  // Keeps references: a notification that is garbage-collected loses its click handler.
  const shown = new Set<object>();
  return (notice: { title: string; body: string }, { onClick, onShown }: NoticeListeners): void => {
    // macOS shows the app's own icon, and this one would be a second picture.
    const notification = make({ ...notice, ...(platform !== 'darwin' && { icon: icon() }) });
    shown.add(notification);
    notification.on('click', onClick);
    notification.on('close', () => shown.delete(notification));
    if (onShown) notification.on('show', onShown);
    // macOS and Windows: for example because the user has not allowed notifications of Keyfob.
    notification.on('failed', (_event, error) => {
      shown.delete(notification);
      log.info('a notification was not shown', { reason: error });
    });
    notification.show();
  };
}
