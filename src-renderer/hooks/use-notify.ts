import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

interface Notice {
  title: string;
  message: string;
  /** Succeeded locally, but the user may have to check something. Shown until it is closed. */
  unsure?: boolean;
}

/** Shows a notification. The first one loads the component; most windows never need it. */
export function useNotify(): (notice: Notice) => void {
  const t = useTranslations('action');
  return useCallback(
    ({ title, message, unsure = false }) => {
      void import('@mantine/notifications').then(({ notifications }) => {
        notifications.show({
          title,
          message,
          color: unsure ? 'yellow.7' : 'accent',
          autoClose: unsure ? false : 6000,
          closeButtonProps: { 'aria-label': t('close') },
        });
      });
    },
    [t],
  );
}
