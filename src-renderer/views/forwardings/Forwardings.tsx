import '@mantine/core/styles.layer.css';
import { Button, Loader, Modal } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView, ForwardingsView, Result } from '../../../src-preload/contract.ts';
import { listen, request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import shared from '../../shared.module.css';
import { loadPrograms } from '../../stores/programs.ts';
import { closeDialog } from '../../stores/window.ts';
import { ForwardingRow } from './ForwardingRow.tsx';
import css from './forwardings.module.css';
import { MakeForwarding } from './MakeForwarding.tsx';
import { NewKey, type MadeForwarding } from './NewKey.tsx';

/** The forwardings of this person: how other machines reach Keyfob, and what ends that. */
export default function Forwardings() {
  const t = useTranslations();
  const [view, setView] = useState<ForwardingsView | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeForwarding | null>(null);
  const [isCopied, setCopied] = useState(false);
  const [isLeaving, setLeaving] = useState(false);

  const show = useCallback((result: Result<ForwardingsView>) => {
    setError(result.ok ? null : result.error);
    if (result.ok) setView(result.value);
  }, []);
  const load = useCallback(() => void request('forwardings:list').then(show), [show]);
  useEffect(() => {
    load();
    return listen('programs:changed', load);
  }, [load]);

  const finish = () => {
    setMade(null);
    setCopied(false);
    setLeaving(false);
    setMaking(false);
  };
  // The key cannot be shown again.
  const leave = (then: () => void) => (made && !isCopied ? setLeaving(true) : then());
  return (
    <Modal
      opened
      size={640}
      onClose={() => leave(closeDialog)}
      title={t('forwardings.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        {error && <ErrorNote error={error} onRetry={load} />}
        {!view && !error && <Loader size={14} />}
        {view && made && (
          <NewKey made={made} view={view} onCopied={() => setCopied(true)}>
            {isLeaving ? (
              <Question
                label={t('forwardings.leave')}
                text={t('forwardings.leaveWhat', { name: made.name })}
                act={t('forwardings.leave')}
                dangerous
                waiting={false}
                onKeep={() => setLeaving(false)}
                onAct={finish}
              />
            ) : (
              <Button onClick={() => leave(finish)}>{t('forwardings.done')}</Button>
            )}
          </NewKey>
        )}
        {view && !made && (
          <>
            <p className={shared['hint']}>{t('forwardings.what')}</p>
            {view.forwardings.length > 0 && (
              <ul className={css['rows']} aria-label={t('forwardings.title')}>
                {view.forwardings.map((forwarding) => (
                  <ForwardingRow
                    key={forwarding.id}
                    forwarding={forwarding}
                    onRevoked={(result) => {
                      show(result);
                      void loadPrograms();
                    }}
                  />
                ))}
              </ul>
            )}
            {isMaking || view.forwardings.length === 0 ? (
              <MakeForwarding
                names={view.forwardings.map(({ name }) => name)}
                onMade={(one) => {
                  setMade(one);
                  load();
                  void loadPrograms();
                }}
              />
            ) : (
              <div className={shared['buttons']}>
                <Button variant="default" onClick={() => setMaking(true)}>
                  {t('forwardings.another')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </Modal>
  );
}
