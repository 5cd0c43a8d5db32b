import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ManagedView, PreferencesView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { changePreferences } from '../../stores/desktop.ts';
import { lockNow, useLock } from '../../stores/lock.ts';
import { PassphraseForm, type PassphraseTask } from './PassphraseForm.tsx';
import css from './preferences.module.css';
import { Section } from './Section.tsx';

const pauses = [1, 5, 15, 60, 0] as const;

/** The lock, which protects Keyfob from other users of this computer. */
export function LockSettings({ preferences, managed }: { preferences: PreferencesView; managed: ManagedView | null }) {
  const t = useTranslations('lock');
  const managedWords = useTranslations('managed');
  const most = managed?.lockAfterMinutes;
  const state = useLock(({ lock }) => lock?.state);
  const [task, setTask] = useState<PassphraseTask | null>(null);
  const on = state === 'open';
  return (
    <Section title={t('section')}>
      <p>{on ? t('on') : t('off')}</p>
      {on && (
        <div className={css['pair']}>
          <NativeSelect
            label={t('after')}
            value={String(preferences.lockAfter)}
            onChange={(event) =>
              void changePreferences({ lockAfter: Number(event.currentTarget.value) as PreferencesView['lockAfter'] })
            }
            {...(most !== undefined && { description: managedWords('by') })}
            data={pauses
              .filter((minutes) => most === undefined || (minutes > 0 && minutes <= most))
              .map((minutes) => ({ value: String(minutes), label: t('minutes', { minutes }) }))}
          />
        </div>
      )}
      {task ? (
        <PassphraseForm task={task} onEnd={() => setTask(null)} />
      ) : (
        <div className={shared['buttons']}>
          {on ? (
            <>
              <Button variant="default" onClick={lockNow}>
                {t('now')}
              </Button>
              <Button variant="default" onClick={() => setTask('change')}>
                {t('change')}
              </Button>
              <Button
                variant="default"
                disabled={most !== undefined}
                {...(most !== undefined && { title: managedWords('by') })}
                onClick={() => setTask('remove')}
              >
                {t('remove')}
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setTask('choose')}>
              {t('choose')}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
