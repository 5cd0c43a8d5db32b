import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CommandPathView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { onSingleClick } from '../../hooks/on-single-click.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { Section } from '../preferences/Section.tsx';
import css from './command-path.module.css';
import { PreviewedPath } from './PreviewedPath.tsx';

/** Whether a terminal finds `keyfob`, and the way to make it so and to take that back. */
export function CommandPath() {
  const t = useTranslations('commandPath');
  const [view, setView] = useState<CommandPathView | null | undefined>(undefined);
  const [isShown, setShown] = useState(false);
  const { waiting, error, send } = useRequest();
  const take = useCallback((result: Result<CommandPathView | null>) => {
    if (!result.ok) return;
    setView(result.value);
    setShown(false);
  }, []);
  useEffect(() => void request('command-path:describe').then(take), [take]);

  const ask = (start: () => Promise<Result<CommandPathView | null>>) => void send(start).then(take);
  const look = () => ask(() => request('command-path:describe'));
  const add = (shown: CommandPathView) =>
    ask(() => request('command-path:add', { profile: shown.profile?.path ?? null }));

  if (view === null) return null;
  const isHere = view?.isLinkThere === true || view?.profile?.isThere === true;
  return (
    <Section title={t('title')}>
      <p className={shared['hint']}>{t('what')}</p>
      <p role="status" className={css['state']}>
        {view ? t(`state.${view.state}`, { found: view.found ?? '', link: view.link }) : t('looking')}
      </p>
      {view && isShown && <PreviewedPath view={view} />}
      {error && <ErrorNote error={error} onRetry={look} />}
      <div className={shared['buttons']}>
        {isShown && (
          <Button variant="default" onClick={() => setShown(false)}>
            {t('notNow')}
          </Button>
        )}
        {view && isShown && !error && (
          <Button loading={waiting} onClick={onSingleClick(() => add(view))}>
            {t('add')}
          </Button>
        )}
        {!isShown && (!view || view.state === 'absent') && (
          <Button variant="default" disabled={!view} onClick={() => setShown(true)}>
            {t('preview')}
          </Button>
        )}
        {view?.state === 'taken' && (
          <Button variant="default" loading={waiting} onClick={look}>
            {t('lookAgain')}
          </Button>
        )}
        {!isShown && isHere && (
          <Button
            variant="default"
            loading={waiting}
            onClick={onSingleClick(() => ask(() => request('command-path:remove')))}
          >
            {t('remove')}
          </Button>
        )}
      </div>
    </Section>
  );
}
