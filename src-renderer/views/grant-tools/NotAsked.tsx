import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import css from './grant-tools.module.css';

interface Props {
  allowed: readonly string[];
  onChange: (allowed: string[]) => void;
}

/** The tools of which the user has said that they are not asked about any more, each with what reverses that. */
export function NotAsked({ allowed, onChange }: Props) {
  const t = useTranslations('programs.toolsOfGrant');
  return (
    <section aria-labelledby="grant-not-asked">
      <h3 id="grant-not-asked">{t('notAsked')}</h3>
      <ul className={css['notAsked']}>
        {allowed.map((name) => (
          <li key={name}>
            <span>{name}</span>
            <Button
              variant="default"
              size="compact-xs"
              aria-label={t('askAgainOf', { tool: name })}
              onClick={() => onChange(allowed.filter((one) => one !== name))}
            >
              {t('askAgain')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
