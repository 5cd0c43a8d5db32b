import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import css from './settings.module.css';

interface Props {
  label?: string;
  what: string;
  /** Why removing it is not possible. */
  fault?: string | undefined;
  /** It is removed when the form is saved. */
  removed: boolean;
  replace?: string;
  onReplace: () => void;
  onRemove: () => void;
  onKeep: () => void;
}

/** A saved secret, which can be replaced or removed. */
export function SavedSecret({ label, what, fault, removed, replace, onReplace, onRemove, onKeep }: Props) {
  const t = useTranslations('settings.secret');
  const named = (action: string) => (label === undefined ? {} : { 'aria-label': `${action}: ${label}` });
  const button = (action: string, act: () => void) => (
    <Button variant="subtle" size="compact-xs" {...named(action)} onClick={act}>
      {action}
    </Button>
  );
  return (
    <div className={css['savedSecret']} role="group" {...(label !== undefined && { 'aria-label': label })}>
      {label !== undefined && <strong>{label}</strong>}
      <span>{removed ? t('removed') : what}</span>
      {button(replace ?? t('replace'), onReplace)}
      {removed ? button(t('keep'), onKeep) : button(t('remove'), onRemove)}
      {fault && <p role="alert">{fault}</p>}
    </div>
  );
}
