import { JsonView, defaultStyles } from 'react-json-view-lite';
import 'react-json-view-lite/dist/index.css';
import type { Json } from '../../../src-preload/contract.ts';
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

/** A long list opened at once would draw every entry. */
const isShort = (value: unknown) => !Array.isArray(value) || value.length <= 50;

export function JsonTree({ value, label }: { value: Json; label?: string }) {
  if (typeof value !== 'object' || value === null) return <pre className={css['text']}>{JSON.stringify(value)}</pre>;
  return (
    <div>
      {label && <h4>{label}</h4>}
      <JsonView
        data={value}
        style={style}
        shouldExpandNode={(level, part) => level === 0 || (level < 3 && isShort(part))}
      />
    </div>
  );
}
