import { Button } from '@mantine/core';
import { Import, Link, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { AppView } from '../../src-preload/contract.ts';
import { AppMark } from '../components/AppMark.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { useAddServer } from '../hooks/use-add-server.ts';
import css from './first-screen.module.css';
import { openDialog } from '../stores/window.ts';

/** The screen before there is any server: what Keyfob is for, and the ways to begin. */
export function FirstScreen({ sample }: { sample: AppView['sample'] }) {
  const t = useTranslations();
  const add = useAddServer();
  return (
    <div className={css['first']}>
      <header className={css['welcome']}>
        <AppMark size={44} />
        <h1>{t('first.title')}</h1>
        <p className={css['lead']}>{t('first.what')}</p>
      </header>
      <ul className={css['ways']}>
        {sample && (
          <Way icon={<Play size={18} />} title={t('first.sampleTitle')} text={t('first.sampleWhat')}>
            <Button loading={add.waiting} onClick={() => void add.send(sample, true)}>
              {t('first.sampleButton', { name: sample.name })}
            </Button>
            {add.error && <ErrorNote error={add.error} />}
          </Way>
        )}
        <Way icon={<Link size={18} />} title={t('first.ownTitle')} text={t('first.ownWhat')}>
          <Button variant={sample ? 'default' : 'filled'} onClick={() => openDialog({ kind: 'add' })}>
            {t('list.add')}
          </Button>
        </Way>
        <Way icon={<Import size={18} />} title={t('first.importTitle')} text={t('first.importWhat')}>
          <Button variant="default" onClick={() => openDialog({ kind: 'import' })}>
            {t('first.import')}
          </Button>
        </Way>
      </ul>
    </div>
  );
}

interface WayProps {
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}

function Way({ icon, title, text, children }: WayProps) {
  return (
    <li>
      <span aria-hidden>{icon}</span>
      <div>
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
      <div className={css['wayButton']}>{children}</div>
    </li>
  );
}
