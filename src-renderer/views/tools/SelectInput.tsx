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
import { ChoiceSearch } from './ChoiceSearch.tsx';

/** A menu of more would take long to draw, and longer to read. */
const longestMenu = 500;

/**
 * One of a list, with the system's own menu: it is never cut by the window, and every keyboard knows it. A list of more than
 * 500 is searched instead.
 */
export function SelectInput(props: WidgetProps) {
  if ((props.options.enumOptions?.length ?? 0) > longestMenu) return <ChoiceSearch {...props} />;
  return props.multiple ? <ManySelect {...props} /> : <OneSelect {...props} />;
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
      // An empty line stands for "not chosen", as long as leaving it out is possible or nothing is chosen yet.
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
