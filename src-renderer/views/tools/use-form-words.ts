import { type ErrorTransformer, englishStringTranslator, type Registry, TranslatableString } from '@rjsf/utils';
import { type MessageKeys, type Messages, useTranslations } from 'use-intl';

type FormKey = MessageKeys<Messages['form'], keyof Messages['form']>;

/** Those of rjsf's texts that can appear here. */
const formKeys: Partial<Record<TranslatableString, FormKey>> = {
  [TranslatableString.EmptyArray]: 'empty',
  [TranslatableString.YesLabel]: 'yes',
  [TranslatableString.NoLabel]: 'no',
  [TranslatableString.NewStringDefault]: 'newKey',
  [TranslatableString.AddButton]: 'add',
  [TranslatableString.AddItemButton]: 'addItem',
  [TranslatableString.MoveDownButton]: 'moveDown',
  [TranslatableString.MoveUpButton]: 'moveUp',
  [TranslatableString.RemoveButton]: 'remove',
  [TranslatableString.NowLabel]: 'now',
  [TranslatableString.ClearLabel]: 'clear',
  [TranslatableString.ClearButton]: 'clear',
  [TranslatableString.AriaDateLabel]: 'date',
  [TranslatableString.DecrementAriaLabel]: 'decrease',
  [TranslatableString.IncrementAriaLabel]: 'increase',
  [TranslatableString.OptionalObjectAdd]: 'optionalAdd',
  [TranslatableString.OptionalObjectRemove]: 'optionalRemove',
  [TranslatableString.OptionalObjectEmptyMsg]: 'optionalEmpty',
  [TranslatableString.Type]: 'kind',
  [TranslatableString.Value]: 'value',
  [TranslatableString.KeyLabel]: 'key',
  [TranslatableString.CycleDetected]: 'cycle',
  [TranslatableString.ExpandButton]: 'expand',
  [TranslatableString.UnsupportedField]: 'unsupported',
  [TranslatableString.InvalidObjectField]: 'unsupported',
};

export function useFormWords(): {
  translateString: Registry['translateString'];
  transformErrors: ErrorTransformer<unknown>;
} {
  const t = useTranslations('form');

  const sentence = (keyword: string, limit: unknown, isTime: boolean): string => {
    const count = typeof limit === 'number' ? limit : undefined;
    if (keyword === 'required') return t('required');
    if (keyword === 'type') return t(limit === 'number' || limit === 'integer' ? 'typeNumber' : 'type');
    if (keyword === 'enum' || keyword === 'const') return t('enum');
    if (keyword === 'pattern') return t(isTime ? 'hoursAndMinutes' : 'format');
    if (keyword === 'format') return t(limit === 'time' ? 'hoursAndMinutes' : 'format');
    if (keyword === 'uniqueItems') return t('unique');
    if (count === undefined) return t('other');
    if (keyword === 'minLength') return t('tooShort', { limit: count });
    if (keyword === 'maxLength') return t('tooLong', { limit: count });
    if (keyword === 'minimum') return t('tooSmall', { limit: count });
    if (keyword === 'maximum') return t('tooLarge', { limit: count });
    if (keyword === 'minItems') return t('tooFew', { limit: count });
    if (keyword === 'maxItems') return t('tooMany', { limit: count });
    return t('other');
  };

  return {
    translateString: (text, params) => {
      if (text === TranslatableString.OptionPrefix) return t('option', { number: params?.[0] ?? '' });
      if (text === TranslatableString.TitleOptionPrefix)
        return `${params?.[0]}: ${t('option', { number: params?.[1] ?? '' })}`;
      if (text === TranslatableString.DeprecatedLabel) return `${params?.[0]} (${t('deprecated')})`;
      const key = formKeys[text];
      return key ? t(key) : englishStringTranslator(text, params);
    },
    transformErrors: (errors) =>
      errors.map((error) => ({
        ...error,
        message: sentence(error.name ?? '', error.params?.limit, error.params?.isTime === true),
      })),
  };
}
