import { Checkbox } from '@mantine/core';
import { ariaDescribedByIds, labelValue, type WidgetProps } from '@rjsf/utils';

/** A checkbox with a description. */
export function CheckboxInput(props: WidgetProps) {
  const { id, name, htmlName, value, label, hideLabel, required, disabled, readonly, schema, rawErrors = [] } = props;
  const { options, onChange, onBlur, onFocus } = props;
  return (
    <Checkbox
      id={id}
      name={htmlName ?? name}
      label={labelValue(label, hideLabel)}
      description={hideLabel ? undefined : (options.description ?? schema.description)}
      required={required ?? false}
      disabled={disabled === true || readonly === true}
      checked={value === true}
      error={rawErrors.length > 0 ? rawErrors.join('\n') : undefined}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      onBlur={() => onBlur(id, value)}
      onFocus={() => onFocus(id, value)}
    />
  );
}
