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

/** One of a list, with the system's own menu: it is never cut by the window, and every keyboard knows it. */
export function SelectInput(props: WidgetProps) {
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
