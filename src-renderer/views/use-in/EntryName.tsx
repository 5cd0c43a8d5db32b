import { TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { NameWarning } from '../../../src-preload/contract.ts';
import { useWiringWords } from '../../words/use-wiring-words.ts';
import css from './use-in.module.css';

interface Props {
  /** The program's own name. */
  program: string;
  name: string;
  warnings: readonly NameWarning[];
  onChange: (name: string) => void;
}

/** In characters, as the main process takes it. */
const longest = 100;

/** The name of the entry, which becomes part of the names of tools, with what the program would do to it. */
export function EntryName({ program, name, warnings, onChange }: Props) {
  const t = useTranslations('useIn');
  const words = useWiringWords();
  return (
    <div className={css['entryName']}>
      <TextInput
        label={t('name', { program })}
        description={t('nameWhat', { program })}
        value={name}
        maxLength={longest}
        spellCheck={false}
        aria-describedby={warnings.length > 0 ? 'name-warnings' : undefined}
        error={name.trim() === '' && t('nameMissing')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div id="name-warnings" role="status">
        <ul>
          {warnings.map((warning) => (
            <li key={warning.kind} data-tone="amber">
              <TriangleAlert size={14} aria-hidden /> {words.warning(warning, program)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
