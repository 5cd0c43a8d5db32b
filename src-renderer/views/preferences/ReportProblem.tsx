import '@mantine/core/styles.layer.css';
import { Button, Loader, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView, ReportView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { closeDialog } from '../../stores/window.ts';
import css from './preferences.module.css';

/** A report with the log, which the user reads in full and sends by themselves. */
export default function ReportProblem() {
  const t = useTranslations();
  const [report, setReport] = useState<ReportView | null>(null);
  const [failed, setFailed] = useState<ErrorView | null>(null);
  const { waiting, error, send } = useRequest();
  const [saved, setSaved] = useState<string | null>(null);
  useEffect(() => {
    void request('report:describe').then((result) => (result.ok ? setReport(result.value) : setFailed(result.error)));
  }, []);

  const save = async () => {
    setSaved(null);
    const result = await send(() => request('report:save'));
    if (result.ok) setSaved(result.value.file);
  };
  return (
    <Modal
      opened
      size={720}
      onClose={closeDialog}
      title={t('report.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        <p>{t('report.what')}</p>
        <p>{t('report.read')}</p>
        {failed && <ErrorNote error={failed} />}
        {!report && !failed && <Loader size={14} />}
        {report && (
          <>
            <pre className={css['licences']} tabIndex={0} aria-label={t('report.text')}>
              {report.text}
            </pre>
            <p>
              {report.place
                ? t(`report.to.${report.place.kind}`, { place: report.place.address })
                : t('report.nowhere')}
            </p>
            <div className={shared['buttons']}>
              {report.place && (
                <Button variant="default" onClick={() => void send(() => request('report:open'))}>
                  {t(`report.open.${report.place.kind}`)}
                </Button>
              )}
              <Button variant="default" loading={waiting} onClick={() => void save()}>
                {t('report.save')}
              </Button>
              <CopyButton label={t('report.copy')} text={() => report.text} />
            </div>
          </>
        )}
        {saved !== null && <p role="status">{t('report.saved', { file: saved })}</p>}
        {error && <ErrorNote error={error} />}
      </div>
    </Modal>
  );
}
