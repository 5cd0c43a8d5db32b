import { Button } from '@mantine/core';
import { ArrowDownToLine, RotateCw, Sparkle } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { UpdateView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useApp } from '../stores/app.ts';
import { closeNews, closeOffer, loadUpdate, useUpdate } from '../stores/update.ts';
import css from './banner.module.css';
import { CopyButton } from './CopyButton.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { newsIn } from '../words/news.ts';

/**
 * One of three, the most urgent first: this Keyfob was replaced and waits for a restart, this version is new to the
 * user, or there is a newer one.
 */
export default function UpdateBanner() {
  const { update, closedOffer } = useUpdate();
  useEffect(() => void loadUpdate(), []);
  if (!update) return null;
  if (update.isRestartDue) return <RestartBanner />;
  if (update.news) return <NewsBanner after={update.news} />;
  if (update.offered && update.offered.version !== closedOffer)
    return <OfferBanner version={update.offered.version} command={update.command} />;
  return null;
}

function RestartBanner() {
  const t = useTranslations('update');
  const { waiting, error, send } = useRequest();
  return (
    <section className={css['banner']} aria-label={t('restartWord')}>
      <RotateCw size={14} aria-hidden />
      <p role="status">
        <strong>{t('restartWord')}.</strong> {t('restartWhat')}
      </p>
      <Button
        variant="default"
        size="compact-xs"
        loading={waiting}
        onClick={() => void send(() => request('app:restart'))}
      >
        {t('restart')}
      </Button>
      {error && (
        <div className={css['bannerHelp']}>
          <ErrorNote error={error} />
        </div>
      )}
    </section>
  );
}

function NewsBanner({ after }: { after: NonNullable<UpdateView['news']> }) {
  const t = useTranslations();
  const version = useApp((state) => state.app?.version ?? '');
  const title = t(`update.${after}`, { version });
  return (
    <CalmBanner title={title} icon={<Sparkle size={14} aria-hidden />} text={newsIn(useLocale())}>
      <Button variant="default" size="compact-xs" onClick={() => void closeNews()}>
        {t('action.close')}
      </Button>
    </CalmBanner>
  );
}

function OfferBanner({ version, command }: { version: string; command: string | null }) {
  const t = useTranslations();
  const title = t('update.offered', { version });
  return (
    <CalmBanner
      title={title}
      icon={<ArrowDownToLine size={14} aria-hidden />}
      text={command === null ? t('update.getIt') : t('update.bySystem')}
    >
      {command !== null && <CopyButton label={t('update.copyCommand')} text={() => command} />}
      <Button variant="default" size="compact-xs" onClick={() => closeOffer(version)}>
        {t('action.close')}
      </Button>
    </CalmBanner>
  );
}

interface CalmProps {
  title: string;
  icon: ReactNode;
  text: string;
  children: ReactNode;
}

/** Without the colour of a warning: nothing is wrong. */
function CalmBanner({ title, icon, text, children }: CalmProps) {
  return (
    <section className={`${css['banner']} ${css['calm']}`} aria-label={title}>
      {icon}
      <p role="status">
        <strong>{title}.</strong> {text}
      </p>
      {children}
    </section>
  );
}
