import { NativeSelect } from '@mantine/core';

interface Props<Value extends string> {
  label: string;
  help?: string;
  error?: string | undefined;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChoose: (value: Value) => void;
}

/** A native select: accessible, opens at once, and is not clipped by the window. */
export function Choice<Value extends string>({ label, help, error, value, options, onChoose }: Props<Value>) {
  return (
    <NativeSelect
      label={label}
      {...(help !== undefined && { description: help })}
      error={error}
      value={value}
      data={options.map(([option, words]) => ({ value: option, label: words }))}
      onChange={(event) => {
        const chosen = options.find(([option]) => option === event.currentTarget.value);
        if (chosen) onChoose(chosen[0]);
      }}
    />
  );
}
