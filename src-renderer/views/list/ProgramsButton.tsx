import { Bot } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { loadAgents, useAgents } from '../../stores/agents.ts';
import { useFirstScreen } from '../../stores/first-screen.ts';
import { showScreen, useWindow } from '../../stores/window.ts';
import css from './list.module.css';

/** Leads to the programs that use the servers, and says how many of them work now. */
export function ProgramsButton() {
  const t = useTranslations('list');
  const isShown = useWindow((state) => state.screen === 'programs');
  const { working, isPaused } = useAgents();
  const { ready } = useFirstScreen();
  useEffect(() => {
    if (ready) void loadAgents();
  }, [ready]);
  const state = isPaused ? t('paused') : working > 0 ? t('working', { count: working }) : '';
  return (
    <button
      type="button"
      className={css['programs']}
      aria-pressed={isShown}
      onClick={() => showScreen(isShown ? 'servers' : 'programs')}
    >
      <Bot size={15} aria-hidden />
      <span>{t('programs')}</span>
      {state && <span className={css['programsState']}>{state}</span>}
    </button>
  );
}
