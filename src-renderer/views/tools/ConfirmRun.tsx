import '@mantine/core/styles.layer.css';
import { Button, Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject, ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Fact } from '../../components/Fact.tsx';
import { onSingleClick } from '../../hooks/on-single-click.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { callTool } from '../../stores/tool-calls.ts';
import { useTools, waiveTool } from '../../stores/tools.ts';
import { closeDialog } from '../../stores/window.ts';
import css from './confirm-run.module.css';
import { withEscapes } from './shown-text.ts';

interface Props {
  server: ServerView;
  call: { tool: string; input: JsonObject };
}

/**
 * The confirmation before a destructive tool runs: tool, server and input. Cancel has the focus, so that nothing runs
 * by accident.
 */
export default function ConfirmRun({ server, call }: Props) {
  const t = useTranslations('tools');
  const action = useTranslations('action');
  const tool = useTools((state) => state[server.id]?.tools?.find(({ name }) => name === call.tool));
  // The description that the user saw when the dialog opened; later changes are not agreed to.
  const [fingerprint] = useState(tool?.fingerprint);
  const [always, setAlways] = useState(false);
  const { error, waiting, send } = useRequest();
  const name = tool?.title ?? tool?.shownName ?? withEscapes(call.tool);
  const values = { server: server.name };

  const run = async () => {
    if (always && !(await send(() => waiveTool(server.id, call.tool, true, fingerprint))).ok) return;
    closeDialog();
    void callTool(server.id, call.tool, call.input);
  };
  return (
    <Modal
      opened
      size={520}
      onClose={closeDialog}
      title={t('confirm.title', { tool: name })}
      closeButtonProps={{ 'aria-label': action('close') }}
    >
      <div className={shared['form']}>
        <p>{t(tool?.annotations.destructive ? 'saysDestructive' : 'confirm.saysNothing', values)}</p>
        <dl className={css['facts']}>
          <Fact name={t('confirm.server')}>
            {server.name} <span>{server.host}</span>
          </Fact>
          <Fact name={t('confirm.tool')}>
            {name} {withEscapes(call.tool) !== name && <span>{withEscapes(call.tool)}</span>}
          </Fact>
          <Fact name={t('confirm.input')} id="run-input">
            <pre className={css['input']} tabIndex={0} role="group" aria-labelledby="run-input">
              {withEscapes(JSON.stringify(call.input, null, 2))}
            </pre>
          </Fact>
        </dl>
        <Checkbox
          label={t('confirm.always')}
          description={t('confirm.alwaysWhat')}
          checked={always}
          onChange={(event) => setAlways(event.currentTarget.checked)}
        />
        {error && <ErrorNote error={error} server={server} />}
        <div className={shared['dialogButtons']}>
          <Button variant="default" data-autofocus onClick={closeDialog}>
            {action('cancel')}
          </Button>
          <Button color="red.9" loading={waiting} onClick={onSingleClick(() => void run())}>
            {t('confirm.run')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
