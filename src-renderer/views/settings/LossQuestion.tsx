import { Button, Modal } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';

interface Props {
  server: ServerView;
  signIns: number;
  onKeep: () => void;
  onSave: () => void;
}

/** Asked before a change that ends sign-ins, because a person can only bring them back in the browser. */
export function LossQuestion({ server, signIns, onKeep, onSave }: Props) {
  const t = useTranslations('settings.loss');
  const action = useTranslations('action');
  return (
    <Modal
      opened
      onClose={onKeep}
      title={t('title', { count: signIns })}
      closeButtonProps={{ 'aria-label': action('close') }}
    >
      <div className={shared['form']}>
        <p>{t('what', { server: server.name, count: signIns })}</p>
        <div className={shared['dialogButtons']}>
          <Button data-autofocus variant="default" onClick={onKeep}>
            {t('keep')}
          </Button>
          <Button onClick={onSave}>{t('save')}</Button>
        </div>
      </div>
    </Modal>
  );
}
