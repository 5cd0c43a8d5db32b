import { Button } from '@mantine/core';
import type { Ref } from 'react';
import { useTranslations } from 'use-intl';
import shared from '../../shared.module.css';
import { closeDialog } from '../../stores/window.ts';

interface Props {
  signInButton: Ref<HTMLButtonElement>;
  /** Whether an address was entered. */
  usable: boolean;
  /** Whether the result of the dry run, or its failure, is displayed. */
  answered: boolean;
  looking: boolean;
  /** Which of the two buttons is pending. */
  sending: 'save' | 'signIn' | null;
  saved: boolean;
  onSave: () => void;
}

/** Always in view, however long the form is. */
export function AddServerButtons({ signInButton, usable, answered, looking, sending, saved, onSave }: Props) {
  const t = useTranslations('add');
  const action = useTranslations('action');
  // Not `disabled`: Enter in a field submits the form, which then starts the dry run.
  const rests = !usable || !answered;
  return (
    <div className={shared['dialogFoot']}>
      <Button variant="default" onClick={closeDialog}>
        {saved ? action('close') : action('cancel')}
      </Button>
      <Button variant="default" disabled={!usable} loading={sending === 'save'} onClick={onSave}>
        {t('saveOnly')}
      </Button>
      <Button
        ref={signInButton}
        type="submit"
        aria-disabled={rests}
        {...(rests && { 'data-disabled': true })}
        loading={sending === 'signIn'}
      >
        <span className={shared['swap']} data-swapped={looking}>
          <span aria-hidden={looking}>{t('saveAndSignIn')}</span>
          <span aria-hidden={!looking}>{t('looking')}</span>
        </span>
      </Button>
    </div>
  );
}
