import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, ToolView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { type ToolCall, toolKey, useToolCalls } from '../../stores/tool-calls.ts';
import { waiveTool } from '../../stores/tools.ts';
import { openDialog } from '../../stores/window.ts';
import { EarlierCalls } from '../history/EarlierCalls.tsx';
import { PastCalls } from './PastCalls.tsx';
import { takesNoInput } from './takes-no-input.ts';
import { ToolForm } from './ToolForm.tsx';
import { ToolResult } from './ToolResult.tsx';
import css from './tools.module.css';

/** A tool: the server's description, its input, and the result. */
export function ToolDetail({ server, tool }: { server: ServerView; tool: ToolView }) {
  const t = useTranslations('tools');
  const key = toolKey(server.id, tool.name);
  const call = useToolCalls((state) => state.calls[key]);
  const { readOnly, destructive } = tool.annotations;
  const values = { server: server.name };
  const name = tool.shownName ?? tool.name;
  const form = useRef<HTMLDivElement>(null);
  const review = () => {
    const input = useToolCalls.getState().past[key]?.find((past) => past.call === call)?.input ?? {};
    openDialog({ kind: 'review', serverId: server.id, call: { tool: tool.name, input } });
  };
  return (
    <section className={css['detail']} aria-labelledby="tool-title">
      <div className={css['head']}>
        <h2 id="tool-title">
          {tool.title ?? name}
          {tool.title && tool.title !== name && <span>{name}</span>}
        </h2>
        {tool.description && (
          <blockquote className={css['description']}>
            <p>{t('described', values)}</p>
            {tool.description}
          </blockquote>
        )}
        {readOnly && <p>{t('saysReadOnly', values)}</p>}
        {destructive && !readOnly && <p className={css['caution']}>{t('saysDestructive', values)}</p>}
        {tool.waived && <Waived server={server} tool={tool} />}
      </div>
      <div className={css['work']} data-beside={call !== undefined && !takesNoInput(tool.inputSchema)}>
        <div ref={form}>
          <ToolForm server={server} tool={tool} call={call} />
        </div>
        <div ref={useScrollToAnswer(call)} className={css['answer']}>
          {call && call.state !== 'running' && <ToolResult server={server} call={call} onReview={review} />}
        </div>
      </div>
      <PastCalls toolKey={key} running={call?.state === 'running'} onUse={() => goToForm(form.current)} />
      <EarlierCalls serverId={server.id} tool={tool.name} />
    </section>
  );
}

/** Shows that the confirmation is waived, with a button that restores it. */
function Waived({ server, tool }: { server: ServerView; tool: ToolView }) {
  const t = useTranslations('tools.confirm');
  const { error, waiting, send } = useRequest();
  return (
    <>
      <p>
        {t('waived')}{' '}
        <Button
          variant="default"
          size="compact-xs"
          loading={waiting}
          onClick={() => void send(() => waiveTool(server.id, tool.name, false))}
        >
          {t('askNextTime')}
        </Button>
      </p>
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}

/** Scrolls the result into view when it arrives, because a long form pushes it out of view. */
function useScrollToAnswer(call: ToolCall | undefined) {
  const place = useRef<HTMLDivElement>(null);
  const wasRunning = useRef(false);
  const running = call?.state === 'running';
  useEffect(() => {
    if (wasRunning.current && !running) place.current?.scrollIntoView({ block: 'nearest' });
    wasRunning.current = running;
  }, [running]);
  return place;
}

/** Moves the focus to the run button: the user may change the input first, or not. */
function goToForm(form: HTMLElement | null): void {
  form?.scrollIntoView({ block: 'nearest' });
  form?.querySelector<HTMLElement>('[type="submit"]')?.focus({ preventScroll: true });
}
