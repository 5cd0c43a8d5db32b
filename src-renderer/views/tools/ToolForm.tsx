import { Button } from '@mantine/core';
import { type KeyboardEvent, lazy, Suspense, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type JsonObject, mayDestroy, type ServerView, type ToolView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import {
  chooseView,
  type InputView,
  keepDraft,
  runTool,
  type ToolCall,
  toolKey,
  useToolCalls,
} from '../../stores/tool-calls.ts';
import { takesNoInput } from './takes-no-input.ts';
import { FormBoundary } from './FormBoundary.tsx';
import { InputSwitch } from './InputSwitch.tsx';
import { readJsonInput } from './read-json-input.ts';
import { RunBar } from './RunBar.tsx';
import { Presets } from './Presets.tsx';
import { startingInput } from './starting-input.ts';
import css from './tools.module.css';
import { useLastInput } from './use-last-input.ts';

const SchemaForm = lazy(() => import('./SchemaForm.tsx'));
const JsonForm = lazy(() => import('./JsonForm.tsx'));

interface Props {
  server: ServerView;
  tool: ToolView;
  call: ToolCall | undefined;
}

/** A tool's input as form or JSON, both editing the same value. */
export function ToolForm({ server, tool, call }: Props) {
  const t = useTranslations('tools');
  const key = toolKey(server.id, tool.name);
  const draft = useToolCalls((state) => state.drafts[key]);
  const text = useToolCalls((state) => state.texts[key]);
  const chosen = useToolCalls((state) => state.view);
  const typed = useMemo(() => (text === undefined ? undefined : readJsonInput(text)), [text]);
  const [refusals, setRefusals] = useState(0);
  const isTooLarge = tool.formTooLarge === true;
  const nothing = !isTooLarge && takesNoInput(tool.inputSchema);
  // Text that cannot be shown as a form stays text until it is fixed, whatever view was chosen for other tools.
  const isJson = isTooLarge || typed?.ok === false || (chosen === 'json' && !nothing);
  const view: InputView = isJson ? 'json' : 'form';
  const running = call?.state === 'running';
  const { isLast, clear } = useLastInput(server.id, tool.name, tool.inputSchema);

  const choose = (next: InputView) => {
    if (next === 'form' && typed) {
      if (!typed.ok) {
        setRefusals(refusals + 1);
        return;
      }
      keepDraft(key, typed.input);
    }
    setRefusals(0);
    chooseView(next);
  };
  const current = (): JsonObject | undefined => {
    if (typed) return typed.ok ? typed.input : undefined;
    return JSON.parse(JSON.stringify(draft ?? startingInput(tool.inputSchema))) as JsonObject;
  };
  const form = {
    schema: tool.inputSchema,
    draft: typed?.ok ? typed.input : draft,
    running,
    onSubmit: (input: JsonObject) => {
      if (!running) runTool(server.id, tool, input);
    },
    children: <RunBar call={call} server={server} />,
  };
  const json = <JsonForm {...form} toolKey={key} refusals={refusals} />;
  return (
    <div className={css['input']} role="presentation" onKeyDown={(event) => runByKey(event, mayDestroy(tool))}>
      <FormBoundary
        key={key}
        fallback={
          <>
            <div className={css['inputTop']}>
              <p className={shared['hint']}>{t('formFailed')}</p>
            </div>
            <Suspense fallback={null}>{json}</Suspense>
          </>
        }
      >
        {nothing ? (
          <p className={shared['hint']}>{t('noInput')}</p>
        ) : (
          <div className={css['inputTop']}>
            {isTooLarge ? (
              <p className={shared['hint']}>{t('formTooLarge')}</p>
            ) : (
              <InputSwitch view={view} onChoose={choose} />
            )}
            <Presets
              serverId={server.id}
              tool={tool.name}
              current={current}
              onChoose={(input) => keepDraft(key, input)}
            />
            {isLast && (
              <p className={shared['hint']}>
                {t('presets.last')}{' '}
                <Button variant="subtle" size="compact-xs" onClick={clear}>
                  {t('presets.clear')}
                </Button>
              </p>
            )}
          </div>
        )}
        <Suspense fallback={null}>
          {view === 'json' ? json : <SchemaForm {...form} onChange={(next) => keepDraft(key, next)} />}
        </Suspense>
      </FormBoundary>
    </div>
  );
}

/**
 * Ctrl or Cmd with Enter runs from any field, also where Enter inserts a line break. Enter alone runs from a
 * single-line field, as in other forms, but not a destructive tool: that needs the button or the longer shortcut.
 */
function runByKey(event: KeyboardEvent<HTMLElement>, careful: boolean): void {
  if (event.key !== 'Enter') return;
  if (!event.ctrlKey && !event.metaKey) {
    if (careful && event.target instanceof HTMLInputElement) event.preventDefault();
    return;
  }
  event.preventDefault();
  event.currentTarget.querySelector('form')?.requestSubmit();
}
