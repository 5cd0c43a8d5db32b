import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

interface Notice {
  title: string;
  message: string;
  /** Succeeded locally, but the user may have to check something. Shown until it is closed. */
  unsure?: boolean;
  /** What the user may want to do next. It closes the notice. */
  action?: { label: string; run: () => void };
}

/** Shows a notification. The first one loads the component; most windows never need it. */
export function useNotify(): (notice: Notice) => void {
  const t = useTranslations('action');
  return useCallback(
    ({ title, message, unsure = false, action }) => {
      void import('@mantine/notifications').then(({ notifications }) => {
        const id = crypto.randomUUID();
        const act = () => {
          notifications.hide(id);
          action?.run();
        };
        notifications.show({
          id,
          title,
          message: (
            <>
              {message}
              {action && (
                <Button variant="default" size="compact-xs" display="block" mt={6} onClick={act}>
                  {action.label}
                </Button>
              )}
            </>
          ),
          color: unsure ? 'yellow.7' : 'accent',
          autoClose: unsure ? false : 6000,
          closeButtonProps: { 'aria-label': t('close') },
        });
      });
    },
    [t],
  );
}
