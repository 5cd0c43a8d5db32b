import { useTranslations } from 'use-intl';
import type { JsonObject } from '../../../src-preload/contract.ts';
import { placeOf, readJsonInput } from './read-json-input.ts';
import { shownText } from './shown-text.ts';
import { useFormWords } from './use-form-words.ts';
import { validator } from './validator.ts';

/** The maximum length of quoted text. */
const longestFound = 40;

/** The errors of a text as a tool's input: one sentence each, the same as in the form. */
export function useJsonFaults(schema: JsonObject): (text: string) => string[] {
  const t = useTranslations('tools.json');
  const { transformErrors } = useFormWords();
  return (text) => {
    const read = readJsonInput(text);
    if (read.ok) {
      const { errors } = validator.validateFormData(read.input, schema, undefined, transformErrors);
      return [...new Set(errors.map(({ message = '', params }) => inPlace(params.path as string[], message)))];
    }
    const { kind, at, found } = read.fault;
    const shown = shownText(found);
    const cut = shown.length > longestFound ? `${shown.slice(0, longestFound).toWellFormed()}…` : shown;
    return [t(kind, { ...placeOf(text, at), found: cut, open: '{', close: '}' })];
  };
}

function inPlace(path: string[], message: string): string {
  return path.length === 0 ? message : `${path.map(shownText).join(' › ')}: ${message}`;
}
