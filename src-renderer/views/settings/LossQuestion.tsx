import { Button, Modal } from '@mantine/core';
import { type RefObject, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';

interface Props {
  server: ServerView;
  signIns: number;
  /** Gets the focus afterwards. */
  form: RefObject<HTMLFormElement | null>;
  onKeep: () => void;
  onSave: () => void;
}

/** The confirmation of a change that ends sign-ins, which only the user can restore in the browser. */
export function LossQuestion({ server, signIns, form, onKeep, onSave }: Props) {
  const t = useTranslations('settings.loss');
  const action = useTranslations('action');
  // Mantine returns the focus only for dialogs that stay mounted; this one is unmounted.
  useEffect(() => () => form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus(), [form]);
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
