import type { RJSFSchema, WidgetProps } from '@rjsf/utils';
import { BaseInput } from './BaseInput.tsx';
import { fits } from './bounded-pattern.ts';

/** What the system's field for a time can show. */
const shownAsTime = /^\d\d:\d\d(:00)?$/;

/**
 * A time of the day. It is sent without an offset, which most servers refuse, although RFC 3339 has one. A value that
 * has one, or seconds, is shown as text.
 */
export function TimeInput(props: WidgetProps) {
  const { value, schema, options, onChange } = props;
  const isTime = value === undefined || value === null || (typeof value === 'string' && shownAsTime.test(value));
  if (!isTime) return <BaseInput {...props} type="text" />;
  return (
    <BaseInput
      {...props}
      type="time"
      value={typeof value === 'string' ? value.slice(0, 5) : ''}
      onChange={(typed: unknown) =>
        onChange(typeof typed === 'string' && typed !== '' ? written(typed, schema) : options.emptyValue)
      }
    />
  );
}

/** As the pattern beside the format wants it, if it has one that can be tried. */
function written(time: string, { pattern }: RJSFSchema): string {
  const seconds = `${time}:00`;
  return [seconds, time, `${seconds}Z`].find((one) => fits(pattern, [one])) ?? seconds;
}
