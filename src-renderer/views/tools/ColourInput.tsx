import { TextInput } from '@mantine/core';
import { ariaDescribedByIds, labelValue, type WidgetProps } from '@rjsf/utils';
import { useTranslations } from 'use-intl';
import css from './tools.module.css';

const whole = /^#[\da-f]{6}$/i;

/** A colour as text, with the system's own chooser before it. The chooser alone cannot be empty: it would be black. */
export function ColourInput(props: WidgetProps) {
  const { id, htmlName, value, label, hideLabel, required, disabled, readonly, schema, rawErrors = [] } = props;
  const { options, onChange, onBlur, onFocus } = props;
  const t = useTranslations('form');
  const isOff = disabled === true || readonly === true;
  const text = typeof value === 'string' ? value : '';
  return (
    <TextInput
      id={id}
      name={htmlName ?? id}
      label={labelValue(label, hideLabel)}
      description={hideLabel ? undefined : (options.description ?? schema.description)}
      placeholder="#rrggbb"
      required={required ?? false}
      disabled={isOff}
      value={text}
      error={rawErrors.length > 0 ? rawErrors.join('\n') : undefined}
      aria-describedby={ariaDescribedByIds(id)}
      autoComplete="off"
      spellCheck={false}
      leftSection={
        <input
          type="color"
          className={css['colour']}
          data-empty={!whole.test(text)}
          aria-label={t('chooseColour')}
          disabled={isOff}
          value={whole.test(text) ? text : '#000000'}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      }
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? options.emptyValue : currentTarget.value)}
      onBlur={() => onBlur(id, value)}
      onFocus={() => onFocus(id, value)}
    />
  );
}
