import { Button } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import shared from '../shared.module.css';
import { CallFields } from './settings/CallFields.tsx';
import { type FieldsProps, nothingSaved } from './settings/fields.ts';
import { SignInFields } from './settings/SignInFields.tsx';

/** All that most people never need, one click away. What was entered counts when it is closed again, too. */
export function Advanced(props: Omit<FieldsProps, 'saved'>) {
  const t = useTranslations('add');
  const [open, setOpen] = useState(false);
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <div className={shared['advanced']}>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-expanded={open}
        leftSection={<Icon size={13} aria-hidden />}
        onClick={() => setOpen(!open)}
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
