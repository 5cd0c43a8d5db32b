import '@mantine/core/styles.layer.css';
import { Button, Modal } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { JsonObject, ServerView } from '../../../src-preload/contract.ts';
import { Scopes } from '../../components/Scopes.tsx';
import css from './server.module.css';
import shared from '../../shared.module.css';
import { signIn } from '../../stores/sign-ins.ts';
import { callTool } from '../../stores/tool-calls.ts';
import { useTools } from '../../stores/tools.ts';
import { closeDialog } from '../../stores/window.ts';
import { issuerHost } from '../../words/host-of.ts';

interface Props {
  server: ServerView;
  /** The call that needs the scopes, to be repeated with them. */
  call?: { tool: string; input: JsonObject } | undefined;
}

/**
 * The scopes that a tool needs beyond the granted ones, before the browser opens: what is new, what is granted, and
 * which tool asks.
 */
export default function Review({ server, call }: Props) {
  const t = useTranslations();
  const { id, wantedScopes, wantedBy, signIn: granted } = server;
  const asked = call?.tool ?? wantedBy;
  const tool = useTools((state) => state[id]?.tools?.find(({ name }) => name === asked));
  const named = tool ? (tool.title ?? tool.shownName ?? tool.name) : (wantedBy ?? call?.tool);
  const allow = () => {
    closeDialog();
    if (call) void callTool(id, call.tool, call.input, true);
    else void signIn(id);
  };
  return (
    <Modal
      opened
      size={480}
      onClose={closeDialog}
      title={t('review.title', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        {wantedScopes ? (
          <>
            <p>{named === undefined ? t('review.askedUnknown') : t('review.asked', { tool: named })}</p>
            <dl className={css['facts']}>
              <div>
                <dt>{t('review.fresh')}</dt>
                <dd>
                  <Scopes scopes={wantedScopes} />
                </dd>
              </div>
              <div>
                <dt>{t('review.granted')}</dt>
                <dd>
                  {granted && granted.scopes.length > 0 ? (
                    <Scopes scopes={granted.scopes} />
                  ) : (
                    t('review.nothingGranted')
                  )}
                </dd>
              </div>
            </dl>
            <p className={shared['hint']}>
              {t('review.what', { host: server.browserHost ?? issuerHost(server) })}{' '}
              {call && t('review.thenCall', { tool: named ?? call.tool })}
            </p>
          </>
        ) : (
          <p>{t('review.nothingNew')}</p>
        )}
        <div className={shared['dialogButtons']}>
          <Button variant="default" data-autofocus onClick={closeDialog}>
            {t('review.notNow')}
          </Button>
          <Button disabled={!wantedScopes} onClick={allow}>
            {t('review.allow')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
