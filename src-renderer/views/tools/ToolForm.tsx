import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject, ServerView, ToolView } from '../../../src-preload/contract.ts';
import { useNow } from '../../hooks/use-now.ts';
import shared from '../../shared.module.css';
import { callTool, cancelCall, keepDraft, type ToolCall, toolKey, useToolCalls } from '../../stores/tool-calls.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { FormBoundary } from './FormBoundary.tsx';
import { JsonForm } from './JsonForm.tsx';
import { Progress } from './Progress.tsx';
import css from './tools.module.css';

const SchemaForm = lazy(() => import('./SchemaForm.tsx'));

interface Props {
  server: ServerView;
  tool: ToolView;
  call: ToolCall | undefined;
}

export function ToolForm({ server, tool, call }: Props) {
  const t = useTranslations('tools');
  const key = toolKey(server.id, tool.name);
  const draft = useToolCalls((state) => state.drafts[key]);
  const properties = tool.inputSchema['properties'];
  const asksNothing = !properties || Object.keys(properties).length === 0;
  const onChange = (next: unknown) => keepDraft(key, next);
  const onSubmit = (input: JsonObject) => {
    if (call?.state !== 'running') void callTool(server.id, tool.name, input);
  };
  const bar = <RunBar call={call} server={server} />;
  return (
    <FormBoundary
      key={key}
      fallback={
        <JsonForm draft={draft} onChange={onChange} onSubmit={onSubmit}>
          {bar}
        </JsonForm>
      }
    >
      {asksNothing && <p className={shared['hint']}>{t('noInput')}</p>}
      <Suspense fallback={null}>
        <SchemaForm
          schema={tool.inputSchema}
          draft={draft}
          disabled={call?.state === 'running'}
          onChange={onChange}
          onSubmit={onSubmit}
        >
          {bar}
        </SchemaForm>
      </Suspense>
    </FormBoundary>
  );
}

function RunBar({ call, server }: { call: ToolCall | undefined; server: ServerView }) {
  const t = useTranslations();
  const running = call?.state === 'running' ? call : undefined;
  return (
    <>
      <div className={css['runBar']}>
        <Button type="submit" loading={running !== undefined}>
          {t('tools.run')}
        </Button>
        {running && (
          <>
            <Button variant="default" onClick={() => void cancelCall(running.callId)}>
              {t('action.cancel')}
            </Button>
            <Elapsed since={running.startedAt} />
          </>
        )}
      </div>
      {running?.progress && <Progress from={server.name} progress={running.progress} />}
    </>
  );
}

function Elapsed({ since }: { since: number }) {
  const t = useTranslations('tools');
  const { elapsed } = useTimeWords();
  return <span data-elapsed>{t('running', { duration: elapsed(since, useNow(1000)) })}</span>;
}
