import { Button } from '@mantine/core';
import { Play, Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AppView } from '../../src-preload/contract.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { useAddServer } from '../hooks/use-add-server.ts';
import css from './first-screen.module.css';
import { openDialog } from '../stores/window.ts';

/** The screen before there is any server. */
export function FirstScreen({ sample }: { sample: AppView['sample'] }) {
  const t = useTranslations();
  const add = useAddServer();
  const addOwn = (
    <Button
      variant={sample ? 'default' : 'filled'}
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => openDialog({ kind: 'add' })}
    >
      {t('list.add')}
    </Button>
  );
  return (
    <div className={css['first']}>
      <h1>{t('first.title')}</h1>
      <p className={css['lead']}>{t('first.what')}</p>
      {sample && (
        <section className={css['offer']} aria-labelledby="sample-title">
          <h2 id="sample-title">{t('first.sampleTitle')}</h2>
          <p>{t('first.sampleWhat')}</p>
          <Button
            size="sm"
            leftSection={<Play size={14} aria-hidden />}
            loading={add.waiting}
            onClick={() => void add.send(sample, true)}
          >
            {t('first.sampleButton', { name: sample.name })}
          </Button>
          {add.error && <ErrorNote error={add.error} />}
        </section>
      )}
      <section>
        {sample && <h2>{t('first.ownTitle')}</h2>}
        <p>{t('first.ownWhat')}</p>
        <div className={css['ways']}>
          {addOwn}
          <Button variant="subtle" onClick={() => openDialog({ kind: 'import' })}>
            {t('first.import')}
          </Button>
        </div>
      </section>
    </div>
  );
}
