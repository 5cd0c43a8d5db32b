import { Button, NativeSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { historyTimes, type HistoryTime, type PreferencesView } from '../../../src-preload/contract.ts';
import { Question } from '../../components/Question.tsx';
import { changePreferences } from '../../stores/desktop.ts';
import { showScreen } from '../../stores/window.ts';
import css from './preferences.module.css';
import { Section } from './Section.tsx';

/** How long the calls of tools are kept, and what is kept of those of programs. */
export function HistorySettings({ preferences }: { preferences: PreferencesView }) {
  const t = useTranslations('preferences.history');
  const [wanted, setWanted] = useState<HistoryTime | null>(null);
  const { history } = preferences;
  const choose = (next: HistoryTime) => {
    // A shorter time deletes what is older, at once.
    if (daysOf(next) < daysOf(history)) setWanted(next);
    else void changePreferences({ history: next });
  };
  return (
    <Section title={t('title')}>
      <div className={css['pair']}>
        <NativeSelect
          label={t('keep')}
          description={t(history === 'off' ? 'offWhat' : 'what')}
          value={String(history)}
          data={historyTimes.map((time) => ({ value: String(time), label: t(`times.${time}`) }))}
          onChange={(event) => {
            const next = historyTimes.find((time) => String(time) === event.currentTarget.value);
            if (next !== undefined) choose(next);
          }}
        />
      </div>
      {wanted !== null && (
        <Question
          label={t('title')}
          text={t('shorter', { days: daysOf(wanted) })}
          act={t('shorten')}
          dangerous
          waiting={false}
          onKeep={() => setWanted(null)}
          onAct={() => {
            void changePreferences({ history: wanted });
            setWanted(null);
          }}
        />
      )}
      <Switch
        label={t('ofAgents.label')}
        // A separate label, so that the description is not read as part of the name.
        aria-label={t('ofAgents.label')}
        description={t('ofAgents.what')}
        checked={preferences.historyOfAgents}
        disabled={history === 'off'}
        onChange={(event) => void changePreferences({ historyOfAgents: event.currentTarget.checked })}
      />
      <Button variant="default" onClick={() => showScreen('history')}>
        {t('open')}
      </Button>
    </Section>
  );
}

/** Nothing is deleted when the history is off, or kept for good. */
const daysOf = (time: HistoryTime): number => (typeof time === 'number' ? time : Infinity);
