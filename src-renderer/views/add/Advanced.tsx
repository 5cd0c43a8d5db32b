import { Button } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import shared from '../../shared.module.css';
import { CallFields } from '../settings/CallFields.tsx';
import type { FieldsProps } from '../settings/fields.ts';
import { nothingSaved } from '../settings/draft.ts';
import { SignInFields } from '../settings/SignInFields.tsx';

interface Props extends Omit<FieldsProps, 'saved'> {
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** Settings that most users never need, collapsed. Values count even while it is collapsed. */
export function Advanced({ open, onOpen, ...props }: Props) {
  const t = useTranslations('add');
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <div className={shared['advanced']}>
      <Button
        variant="subtle"
        className={shared['flush']}
        size="compact-xs"
        aria-expanded={open}
        leftSection={<Icon size={13} aria-hidden />}
        onClick={() => onOpen(!open)}
      >
        {t('advanced')}
      </Button>
      {open && (
        <div className={shared['form']}>
          <SignInFields {...props} saved={nothingSaved} />
          <CallFields {...props} saved={nothingSaved} />
        </div>
      )}
    </div>
  );
}
