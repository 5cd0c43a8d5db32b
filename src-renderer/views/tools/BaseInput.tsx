import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { ariaDescribedByIds, type BaseInputTemplateProps, getInputProps, labelValue } from '@rjsf/utils';
import { isOneLine } from './is-one-line.ts';
import css from './tools.module.css';

/** Text of one line or several, or a number. rjsf's Mantine theme renders an initially empty field as uncontrolled. */
export function BaseInput(props: BaseInputTemplateProps) {
  const { id, htmlName, type, schema, value, required, disabled, readonly, label, hideLabel, options } = props;
  const { onChange, onChangeOverride, onBlur, onFocus, placeholder, rawErrors = [] } = props;
  const input = getInputProps(schema, type, options, false);
  const change = onChangeOverride ?? onChange;
  const shared = {
    id,
    name: htmlName ?? id,
    label: labelValue(label, hideLabel),
    description: hideLabel ? undefined : (options.description ?? schema.description),
    placeholder,
    required: required ?? false,
    disabled: disabled === true || readonly === true,
    value: value ?? '',
    error: rawErrors.length > 0 ? rawErrors.join('\n') : undefined,
    'aria-describedby': ariaDescribedByIds(id),
    onBlur: () => onBlur(id, value),
    onFocus: () => onFocus(id, value),
  };
  if (input.type === 'number' || input.type === 'integer') {
    const step = typeof input.step === 'number' ? input.step : 1;
    return <NumberInput {...shared} step={step} onChange={(next) => change(next === '' ? options.emptyValue : next)} />;
  }
  if (type === undefined && input.type === 'text' && !isOneLine(schema)) {
    return (
      <Textarea
        {...shared}
        // Grows by CSS; Mantine would measure at every keystroke.
        autosize={false}
        rows={1}
        classNames={{ input: css['growing'] ?? '' }}
        autoComplete="off"
        onChange={({ currentTarget }) => change(currentTarget.value === '' ? options.emptyValue : currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      type={input.type}
      autoComplete="off"
      onChange={({ currentTarget }) => change(currentTarget.value === '' ? options.emptyValue : currentTarget.value)}
    />
  );
}
