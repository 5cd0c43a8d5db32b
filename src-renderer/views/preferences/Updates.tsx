import { Button, Switch } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { PreferencesView, UpdateView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { changePreferences } from '../../stores/desktop.ts';
import { checkForUpdates, loadUpdate, useUpdate } from '../../stores/update.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { Section } from './Section.tsx';

/** Whether Keyfob asks for updates by itself, the button that asks now, and what was found. */
export function Updates({ preferences }: { preferences: PreferencesView }) {
  const t = useTranslations('update');
  const update = useUpdate((state) => state.update);
  useEffect(() => void loadUpdate(), []);
  return (
    <Section title={t('title')}>
      {update?.checks === 'no_key' && <p>{t('noKey')}</p>}
      {update?.checks === 'forbidden' && <p>{t('forbidden')}</p>}
      {update?.checks === 'possible' && <Checks update={update} isWanted={preferences.checkForUpdates} />}
      {update?.isRestartDue && <RestartRow />}
    </Section>
  );
}

function Checks({ update, isWanted }: { update: UpdateView; isWanted: boolean }) {
  const t = useTranslations('update');
  const { waiting, error, send } = useRequest();
  const { host, isManaged, failure } = update;
  return (
    <>
      <p>{t('never')}</p>
      <Switch
        label={t('daily')}
        aria-label={t('daily')}
        description={t('dailyWhat', { host: host ?? '' })}
        checked={isWanted}
        onChange={(event) => void changePreferences({ checkForUpdates: event.currentTarget.checked })}
      />
      {isManaged && <p className={shared['hint']}>{t('managed')}</p>}
      <Found update={update} />
      <div className={shared['buttons']}>
        <Button variant="default" loading={waiting} onClick={() => void send(checkForUpdates)}>
          {t('checkNow')}
        </Button>
      </div>
      {(error ?? failure) && <ErrorNote error={error ?? withoutButton(failure)} />}
    </>
  );
}

/** The button that checks is right above. */
function withoutButton(failure: UpdateView['failure']): NonNullable<UpdateView['failure']> {
  const { code = 'internal', values = {} } = failure ?? {};
  return { code, values };
}

function Found({ update: { checkedAt, offered, command, failure } }: { update: UpdateView }) {
  const t = useTranslations('update');
  const { short, when } = useTimeWords();
  return (
    <>
      <p role="status">
        {checkedAt === null ? t('notYet') : t('checked', { when: when(checkedAt) })}
        {checkedAt !== null && failure === null && ` ${offered ? '' : t('newest')}`}
      </p>
      {offered && (
        <>
          <p>
            <strong>{t('offered', { version: offered.version })}.</strong>{' '}
            {t('published', { when: short(offered.date) })} {command === null ? t('getIt') : t('bySystem')}
          </p>
          {command !== null && (
            <p>
              <code className={shared['mono']}>{command}</code>{' '}
              <CopyButton label={t('copyCommand')} text={() => command} />
            </p>
          )}
        </>
      )}
    </>
  );
}

function RestartRow() {
  const t = useTranslations('update');
  return (
    <>
      <p>
        <strong>{t('restartWord')}.</strong> {t('restartWhat')}
      </p>
      <Button variant="default" onClick={() => void request('app:restart')}>
        {t('restart')}
      </Button>
    </>
  );
}
