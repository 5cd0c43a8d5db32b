import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import shared from '../shared.module.css';
import { useApp } from '../stores/app.ts';
import { openDialog } from '../stores/window.ts';

/** For whoever has no address at hand. */
export function OtherWays({ onPick }: { onPick: (url: string) => void }) {
  const t = useTranslations('add');
  const sample = useApp((state) => state.app?.sample);
  return (
    <>
      {sample && (
        <p className={shared['hint']}>
          {t('sample')}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => onPick(sample.url)}>
            {t('sampleUse')}
          </Button>
        </p>
      )}
      <p className={shared['hint']}>
        {t('bring')}{' '}
        <Button variant="subtle" size="compact-xs" onClick={() => openDialog({ kind: 'bring' })}>
          {t('bringButton')}
        </Button>
      </p>
    </>
  );
}
