import { Button, Select } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { type LogEntryView, logLevels, type ServerView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { clearLog, loadLog, setLogLevel, useLogs } from '../../stores/logs.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './log.module.css';

const lineOf = ({ at, level, logger, text }: LogEntryView): string =>
  [new Date(at).toISOString(), level, ...(logger ? [logger] : []), text].join(' ');

/** The messages that a server logged since Keyfob started, the newest at the end. */
export default function LogTab({ server }: { server: ServerView }) {
  const t = useTranslations('log');
  const { id } = server;
  const log = useLogs((state) => state[id]);
  const { error, send } = useRequest();
  const { short } = useTimeWords();
  useEffect(() => {
    void loadLog(id);
  }, [id]);
  const level = log?.level ?? 'info';
  const shown = (log?.entries ?? []).filter((entry) => logLevels.indexOf(entry.level) >= logLevels.indexOf(level));
  const newest = shown.at(-1)?.id;
  return (
    <section className={css['log']} aria-label={t('label', { server: server.name })}>
      <div className={css['top']}>
        <Select
          label={t('level')}
          data={logLevels.map((value) => ({ value, label: t(`levels.${value}`) }))}
          value={level}
          allowDeselect={false}
          onChange={(value) => value && void send(() => setLogLevel(id, value))}
        />
        <CopyButton label={t('copy')} text={() => shown.map(lineOf).join('\n')} />
        <Button variant="subtle" size="compact-xs" onClick={() => void send(() => clearLog(id))}>
          {t('clear')}
        </Button>
      </div>
      {error && <ErrorNote error={error} server={server} />}
      {shown.length === 0 ? (
        <p className={css['none']}>{t('none', { server: server.name })}</p>
      ) : (
        <ol className={css['entries']} tabIndex={0} aria-label={t('entries')}>
          {shown.map((entry) => (
            <li key={entry.id} data-level={entry.level}>
              <time>{short(entry.at)}</time>
              <span>{t(`levels.${entry.level}`)}</span>
              <p>
                {entry.logger && <b>{entry.logger}</b>} {entry.text}
              </p>
              {entry.id === newest && <Newest />}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Comes into view when it is the newest. */
function Newest() {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  return <i ref={place} />;
}
