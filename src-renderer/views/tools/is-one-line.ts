import type { RJSFSchema } from '@rjsf/utils';

/** A text that may be longer can have several lines. */
const longestLine = 100;

/** What in a pattern may stand for a line break. */
const lineBreak = /\\[nrsSWD]|\[\^|\\u000[adAD]/;

/** Whether a schema says that a text has one line: by its format, its length, or a pattern without line breaks. */
export function isOneLine({ format, maxLength, pattern, contentMediaType, type }: RJSFSchema): boolean {
  if (type === 'number' || type === 'integer') return true;
  if (typeof contentMediaType === 'string') return false;
  if (typeof format === 'string') return true;
  if (typeof maxLength === 'number' && maxLength <= longestLine) return true;
  return typeof pattern === 'string' && /^\^|\$$/.test(pattern) && !lineBreak.test(pattern);
}
