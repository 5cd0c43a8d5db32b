import { JsonView, defaultStyles } from 'react-json-view-lite';
import 'react-json-view-lite/dist/index.css';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Json } from '../../../src-preload/contract.ts';
import { shownJson } from './shown-json.ts';
import css from './tools.module.css';

const style = {
  ...defaultStyles,
  container: css['json'] ?? '',
  label: css['jsonKey'] ?? '',
  clickableLabel: css['jsonKey'] ?? '',
  stringValue: css['jsonText'] ?? '',
  numberValue: css['jsonNumber'] ?? '',
  booleanValue: css['jsonOther'] ?? '',
  nullValue: css['jsonOther'] ?? '',
  undefinedValue: css['jsonOther'] ?? '',
  otherValue: css['jsonOther'] ?? '',
  punctuation: '',
};

/** A long node is collapsed at first, because opening it renders every entry. */
const isShort = (value: unknown, most: number) => Object.keys(value ?? {}).length <= most;

export function JsonTree({ value, label }: { value: Json; label?: string }) {
  const t = useTranslations('tools');
  const shown = useMemo(() => shownJson(value, (count) => t('tree.rest', { count })), [value, t]);
  if (typeof shown !== 'object' || shown === null) return <pre className={css['text']}>{JSON.stringify(shown)}</pre>;
  return (
    <JsonView
      data={shown}
      aria-label={label ?? t('view.json')}
      style={{ ...style, ariaLables: { expandJson: t('tree.open'), collapseJson: t('tree.close') } }}
      shouldExpandNode={(level, part) => isShort(part, level === 0 ? 1000 : 50) && level < 3}
    />
  );
}
