import '@mantine/core/styles.layer.css';
import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useLeaveByEscape } from '../../hooks/use-leave-by-escape.ts';
import { forgetHistory, loadHistory, useHistory } from '../../stores/history.ts';
import { loadDesktop } from '../../stores/desktop.ts';
import { leaveScreen } from '../../stores/window.ts';
import { ComparedCalls } from './ComparedCalls.tsx';
import { HistoryList } from './HistoryList.tsx';
import { ShownCall } from './ShownCall.tsx';
import css from './history.module.css';

/** The calls of all servers, with what they sent and got. */
export default function HistoryPage() {
  const t = useTranslations('history');
  const shown = useHistory((state) => state.shown);
  useEffect(() => {
    void loadDesktop();
    void loadHistory();
    return forgetHistory;
  }, []);
  const [first, second] = shown;
  return (
    <article className={css['page']}>
      {shown.length === 0 && <LeaveByEscape />}
      <header className={css['header']}>
        <h1>{t('title')}</h1>
        <ActionIcon aria-label={t('close')} onClick={leaveScreen}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      {first === undefined ? (
        <HistoryList />
      ) : second === undefined ? (
        <ShownCall key={first} id={first} />
      ) : (
        <ComparedCalls key={`${first} ${second}`} ids={[first, second]} />
      )}
    </article>
  );
}

/** While a call is shown, Escape leads back to the list. */
function LeaveByEscape() {
  useLeaveByEscape();
  return null;
}
