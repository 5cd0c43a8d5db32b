import { ActionIcon, Button } from '@mantine/core';
import { Pause, Play, X } from 'lucide-react';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useLeaveByEscape } from '../../hooks/use-leave-by-escape.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { pauseAgents, useAgents } from '../../stores/agents.ts';
import { loadPrograms, useChosenProgram, useWatchedPrograms } from '../../stores/programs.ts';
import { leaveScreen, openDialog } from '../../stores/window.ts';
import { EmptyPrograms } from './EmptyPrograms.tsx';
import { Others } from './Others.tsx';
import { ProgramDetail } from './ProgramDetail.tsx';
import { ProgramList } from './ProgramList.tsx';
import css from './programs.module.css';

/** The programs of this computer that use the servers: what each may do, and what it does now. */
export default function ProgramsPage() {
  const t = useTranslations('programs');
  const doctor = useTranslations('agentDoctor');
  useLeaveByEscape();
  const { view, error } = useWatchedPrograms();
  const chosen = useChosenProgram((state) => state.id);
  const locale = useLocale();
  const programs = useMemo(
    () => view?.programs.toSorted((a, b) => a.name.localeCompare(b.name, locale) || a.firstSeen - b.firstSeen) ?? [],
    [view, locale],
  );
  const others = view?.others ?? [];
  const program = programs.find(({ id }) => id === chosen) ?? (chosen === 'others' ? undefined : programs[0]);
  return (
    <article className={css['page']}>
      <header className={css['header']}>
        <h1>{t('title')}</h1>
        <Button variant="default" onClick={() => openDialog({ kind: 'agent-doctor' })}>
          {doctor('open')}
        </Button>
        <Button variant="default" onClick={() => openDialog({ kind: 'forwardings' })}>
          {t('otherMachines')}
        </Button>
        <PauseButton />
        <ActionIcon aria-label={t('close')} onClick={leaveScreen}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      {view?.problem && (
        <p role="status" className={css['problem']}>
          <strong>{t(`problem.${view.problem}`)}</strong>
        </p>
      )}
      {error && (
        <div className={css['message']}>
          <ErrorNote error={error} onRetry={() => void loadPrograms()} />
          <Button variant="default" onClick={() => void loadPrograms()}>
            {t('retry')}
          </Button>
        </div>
      )}
      {view && programs.length === 0 && others.length === 0 && <EmptyPrograms />}
      {view && programs.length + others.length > 0 && (
        <div className={css['split']}>
          <ProgramList programs={programs} others={others} chosen={program?.id ?? 'others'} />
          <div className={css['right']}>
            {program ? <ProgramDetail key={program.id} program={program} /> : <Others others={others} />}
          </div>
        </div>
      )}
    </article>
  );
}

function PauseButton() {
  const t = useTranslations('programs');
  const isPaused = useAgents((state) => state.isPaused);
  const { waiting, error, send } = useRequest();
  const Icon = isPaused ? Play : Pause;
  return (
    <>
      {error && <ErrorNote error={error} />}
      <Button
        variant="default"
        loading={waiting}
        leftSection={<Icon size={14} aria-hidden />}
        onClick={() => void send(() => pauseAgents(!isPaused))}
      >
        {t(isPaused ? 'resume' : 'pause')}
      </Button>
    </>
  );
}
