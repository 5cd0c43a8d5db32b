import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

interface Notice {
  title: string;
  message: string;
  /** It worked here, but somebody may still have to look. Stays until it is closed. */
  unsure?: boolean;
}

/** Shows a notice in the corner. The first one brings the code that draws them; most windows never need one. */
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
