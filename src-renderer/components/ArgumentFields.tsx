import { Autocomplete } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { request } from '../bridge.ts';
import css from './entry-list.module.css';

export interface Argument {
  name: string;
  label: string;
  description?: string | undefined;
  isRequired: boolean;
}

interface Props {
  serverId: string;
  /** What the arguments are for. */
  of: { template: string } | { prompt: string };
  arguments: Argument[];
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}

/** In milliseconds after a key: each question is a request. */
const pause = 200;

/** Fields for texts that a server wants, each with the server's suggestions for what is typed. */
export function ArgumentFields({ serverId, of, arguments: fields, values, onChange }: Props) {
  return (
    <div className={css['fields']}>
      {fields.map((field) => (
        <Suggesting key={field.name} {...{ serverId, of, field, values, onChange }} />
      ))}
    </div>
  );
}

interface FieldProps extends Omit<Props, 'arguments'> {
  field: Argument;
}

function Suggesting({ serverId, of, field: { name, label, description, isRequired }, values, onChange }: FieldProps) {
  const [suggestions, setSuggestions] = useState<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const value = values[name] ?? '';

  const suggest = (typed: string) => {
    clearTimeout(timer.current);
    const ask = async () => {
      const asked = (newest.current += 1);
      const known = Object.fromEntries(Object.entries(values).filter(([other, text]) => other !== name && text));
      const result = await request('resources:complete', { serverId, for: of, argument: name, value: typed, known });
      if (result.ok && asked === newest.current) setSuggestions(result.value.values);
    };
    timer.current = setTimeout(() => void ask(), pause);
  };
  return (
    <Autocomplete
      label={label}
      description={description}
      required={isRequired}
      value={value}
      data={suggestions}
      // The server has chosen those that fit.
      filter={({ options }) => options}
      maxDropdownHeight={220}
      onFocus={() => suggest(value)}
      onChange={(typed) => {
        onChange({ ...values, [name]: typed });
        suggest(typed);
      }}
    />
  );
}
