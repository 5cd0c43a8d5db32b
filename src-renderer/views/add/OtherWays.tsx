import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ImportPreviewView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { openDialog } from '../../stores/window.ts';
import { hostOf } from '../../words/host-of.ts';
import { Directory } from './Directory.tsx';
import css from './directory.module.css';

interface Props {
  /** The servers in the clipboard, as it was when the form opened. */
  offer: ImportPreviewView | null;
  onTake: (preview: ImportPreviewView) => void;
  /** No request is sent before the user continues. */
  onPick: (server: { name?: string; url: string }) => void;
}

/** Other ways to find an address. Takes the place of the dry run's result while there is no address. */
export function OtherWays({ offer, onTake, onPick }: Props) {
  const t = useTranslations('add.ways');
  const sample = useApp((state) => state.app?.sample);
  const [listed, setListed] = useState(false);
  const offered = offer?.sources.flatMap(({ entries }) => entries) ?? [];
  const look = { variant: 'subtle', size: 'compact-xs' };
  return (
    <div className={css['ways']}>
      <div>
        <span className={shared['hint']}>{t('lead')}</span>
        {offer && (
          <Button {...look} onClick={() => onTake(offer)}>
            {t('clipboard', { count: offered.length, host: hostOf(offered[0]?.url ?? '') })}
          </Button>
        )}
        <Button {...look} aria-expanded={listed} onClick={() => setListed(!listed)}>
          {t('list')}
        </Button>
        {sample && (
          <Button {...look} onClick={() => onPick({ url: sample.url })}>
            {t('sample')}
          </Button>
        )}
        <Button {...look} onClick={() => openDialog({ kind: 'import' })}>
          {t('import')}
        </Button>
      </div>
      {listed && <Directory onPick={onPick} />}
    </div>
  );
}
