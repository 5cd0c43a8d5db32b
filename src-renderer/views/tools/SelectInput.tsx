import { NativeSelect } from '@mantine/core';
import ManySelect from '@rjsf/mantine/lib/widgets/SelectWidget.js';
import {
  ariaDescribedByIds,
  enumOptionSelectedValue,
  enumOptionValueDecoder,
  enumOptionValueEncoder,
  getOptionValueFormat,
  labelValue,
  type WidgetProps,
} from '@rjsf/utils';
import { useEffect } from 'react';
import { ChoiceSearch } from './ChoiceSearch.tsx';
import type { ShownBranches } from './shown-branches.ts';

/** A longer menu would be slow to open, and hard to read. */
const longestMenu = 500;

/**
 * A choice with the system's own menu, which is not clipped by the window and works with the keyboard. Lists of more
 * than 500 use a search field instead.
 */
export function SelectInput(props: WidgetProps) {
  useNoteBranch(props);
  if ((props.options.enumOptions?.length ?? 0) > longestMenu) return <ChoiceSearch {...props} />;
  return props.multiple ? <ManySelect {...props} /> : <OneSelect {...props} />;
}

/** rjsf chooses among alternatives by a menu like others, and keeps to itself which one is shown. */
function useNoteBranch({ id, value, registry }: WidgetProps): void {
  const { branches } = (registry.formContext ?? {}) as { branches?: ShownBranches };
  useEffect(() => branches?.note(id, value), [branches, id, value]);
}

function OneSelect({ id, htmlName, value, label, hideLabel, required, disabled, readonly, ...props }: WidgetProps) {
  const { options, schema, rawErrors = [], onChange, onBlur, onFocus } = props;
  const { enumOptions = [], emptyValue } = options;
  const format = getOptionValueFormat(options);
  const choices = enumOptions.map((option, index) => ({
    value: enumOptionValueEncoder(option.value, index, format),
    label: option.label,
  }));
  const selected = enumOptionSelectedValue(value, enumOptions, false, format, '');
  return (
    <NativeSelect
      id={id}
      name={htmlName ?? id}
      label={labelValue(label, hideLabel)}
      description={hideLabel ? undefined : (options.description ?? schema.description)}
      // An empty entry means "not chosen", while omitting the value is allowed or nothing is chosen yet.
      data={required && selected !== '' ? choices : [{ value: '', label: '' }, ...choices]}
      value={String(selected)}
      required={required ?? false}
      disabled={disabled === true || readonly === true}
      error={rawErrors.length > 0 ? rawErrors.join('\n') : undefined}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={({ currentTarget }) =>
        onChange(
          currentTarget.value === ''
            ? emptyValue
            : enumOptionValueDecoder(currentTarget.value, enumOptions, format, emptyValue),
        )
      }
      onBlur={() => onBlur(id, value)}
      onFocus={() => onFocus(id, value)}
    />
  );
}
