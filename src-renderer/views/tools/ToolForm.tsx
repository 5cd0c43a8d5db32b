import { type KeyboardEvent, lazy, Suspense, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject, ServerView, ToolView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import {
  callTool,
  chooseView,
  type InputView,
  keepDraft,
  type ToolCall,
  toolKey,
  useToolCalls,
} from '../../stores/tool-calls.ts';
import { asksNothing } from './asks-nothing.ts';
import { FormBoundary } from './FormBoundary.tsx';
import { InputSwitch } from './InputSwitch.tsx';
import { readJsonInput } from './read-json-input.ts';
import { RunBar } from './RunBar.tsx';
import css from './tools.module.css';

const SchemaForm = lazy(() => import('./SchemaForm.tsx'));
const JsonForm = lazy(() => import('./JsonForm.tsx'));

interface Props {
  server: ServerView;
  tool: ToolView;
  call: ToolCall | undefined;
}

/** A tool's input, as a form or as JSON: the same input in both. */
export function ToolForm({ server, tool, call }: Props) {
  const t = useTranslations('tools');
  const key = toolKey(server.id, tool.name);
  const draft = useToolCalls((state) => state.drafts[key]);
  const text = useToolCalls((state) => state.texts[key]);
  const chosen = useToolCalls((state) => state.view);
  const typed = useMemo(() => (text === undefined ? undefined : readJsonInput(text)), [text]);
  const [refusals, setRefusals] = useState(0);
  const isTooLarge = tool.formTooLarge === true;
  const nothing = !isTooLarge && asksNothing(tool.inputSchema);
  // What no form can show stays what it is until somebody mends it, whatever was chosen for other tools since.
  const isJson = isTooLarge || typed?.ok === false || (chosen === 'json' && !nothing);
  const view: InputView = isJson ? 'json' : 'form';
  const running = call?.state === 'running';

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
  const form = {
    schema: tool.inputSchema,
    draft: typed?.ok ? typed.input : draft,
    running,
    onSubmit: (input: JsonObject) => {
      if (!running) void callTool(server.id, tool.name, input);
    },
    children: <RunBar call={call} server={server} />,
  };
  const json = <JsonForm {...form} toolKey={key} refusals={refusals} />;
  return (
    <div className={css['input']} role="presentation" onKeyDown={runByKey}>
      <FormBoundary
        key={key}
        fallback={
          <>
            <p className={shared['hint']}>{t('formFailed')}</p>
            <Suspense fallback={null}>{json}</Suspense>
          </>
        }
      >
        {nothing || isTooLarge ? (
          <p className={shared['hint']}>{t(nothing ? 'noInput' : 'formTooLarge')}</p>
        ) : (
          <div className={css['inputTop']}>
            <InputSwitch view={view} onChoose={choose} />
          </div>
        )}
        <Suspense fallback={null}>
          {view === 'json' ? json : <SchemaForm {...form} onChange={(next) => keepDraft(key, next)} />}
        </Suspense>
      </FormBoundary>
    </div>
  );
}

/** From any field, also from one where Enter begins a new line. */
function runByKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.querySelector('form')?.requestSubmit();
}
