import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { useHasLasted } from '../../hooks/use-has-lasted.ts';
import { useNow } from '../../hooks/use-now.ts';
import { isMac } from '../../is-mac.ts';
import { cancelCall, type RunningCall, type ToolCall } from '../../stores/tool-calls.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { Progress } from './Progress.tsx';
import css from './tools.module.css';

/** The run button; during a call, its duration and progress, and a cancel button. */
export function RunBar({ call, server }: { call: ToolCall | undefined; server: ServerView }) {
  const t = useTranslations('tools');
  const running = call?.state === 'running' ? call : undefined;
  return (
    <>
      <div className={css['runBar']}>
        <Button type="submit" loading={running !== undefined} title={isMac ? '⌘Enter' : 'Ctrl+Enter'}>
          {t('run')}
        </Button>
        {running && <Running key={running.callId} call={running} />}
      </div>
      {running?.progress && <Progress from={server.name} progress={running.progress} />}
    </>
  );
}

/** In milliseconds: most calls end sooner, before a progress display could be read. */
const maxWait = 1000;

function Running({ call: { callId, startedAt } }: { call: RunningCall }) {
  const t = useTranslations();
  const { elapsed } = useTimeWords();
  const now = useNow(1000);
  if (!useHasLasted(startedAt, maxWait)) return null;
  return (
    <>
      <Button variant="default" onClick={() => void cancelCall(callId)}>
        {t('action.cancel')}
      </Button>
      <span data-elapsed>
        {t('tools.running', { duration: elapsed(startedAt, Math.max(now, startedAt + maxWait)) })}
      </span>
    </>
  );
}
