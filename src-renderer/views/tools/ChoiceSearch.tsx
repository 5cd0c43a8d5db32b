import { MultiSelect, type OptionsFilter, Select } from '@mantine/core';
import { ariaDescribedByIds, deepEquals, type EnumOptionsType, labelValue, type WidgetProps } from '@rjsf/utils';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './tools.module.css';

/** The maximum number of options shown. */
const mostShown = 100;

/** The options are filtered already. */
const asGiven: OptionsFilter = ({ options }) => options;

/** A single or multiple choice from a list that is too long for a menu, with a search field. */
export function ChoiceSearch(props: WidgetProps) {
  const {
    id,
    htmlName,
    value,
    label,
    hideLabel,
    multiple,
    required,
    disabled,
    readonly,
    schema,
    rawErrors = [],
  } = props;
  const { options, onChange, onBlur, onFocus } = props;
  const { enumOptions = [], emptyValue } = options;
  const t = useTranslations('form');
  const [search, setSearch] = useState('');
  const chosen = useMemo(() => placesOf(enumOptions, multiple ? value : [value]), [enumOptions, multiple, value]);
  const { places, hasMore } = useMemo(() => matching(enumOptions, search, chosen), [enumOptions, search, chosen]);
  const description = hideLabel ? undefined : (options.description ?? schema.description);
  const shared = {
    id,
    name: htmlName ?? id,
    label: labelValue(label, hideLabel),
    description: (
      <>
        {description !== undefined && <span className={css['choiceLine']}>{description}</span>}
        <span className={css['choiceLine']}>
          {t(hasMore ? 'choicesCut' : 'choices', { count: enumOptions.length, shown: mostShown })}
        </span>
      </>
    ),
    // A list box without options is invalid for screen readers, so the message is a disabled option.
    data:
      places.length === 0
        ? [{ value: '', label: t('noChoice'), disabled: true }]
        : places.map((place) => ({ value: String(place), label: enumOptions[place]?.label ?? '' })),
    filter: asGiven,
    searchable: true,
    clearable: !required,
    placeholder: t('chooseBySearch'),
    searchValue: search,
    onSearchChange: setSearch,
    // The list box itself scrolls, so that arrow keys keep the active option in view; a scroll area around it would
    // not.
    withScrollArea: false,
    styles: { options: { maxHeight: 240, overflowY: 'auto' } } as const,
    required: required ?? false,
    disabled: disabled === true || readonly === true,
    error: rawErrors.length > 0 ? rawErrors.join('\n') : undefined,
    'aria-describedby': ariaDescribedByIds(id),
    comboboxProps: { withinPortal: false },
    onBlur: () => onBlur(id, value),
    onFocus: () => onFocus(id, value),
  };
  const valueAt = (place: string) => enumOptions[Number(place)]?.value as unknown;
  return multiple ? (
    <MultiSelect {...shared} value={chosen.map(String)} onChange={(next) => onChange(next.map(valueAt))} />
  ) : (
    <Select
      {...shared}
      value={chosen[0] === undefined ? null : String(chosen[0])}
      onChange={(next) => onChange(next === null ? emptyValue : valueAt(next))}
    />
  );
}

/** The indexes of the chosen values. */
function placesOf(all: EnumOptionsType[], values: unknown): number[] {
  const wanted = Array.isArray(values) ? values.filter((value) => value !== undefined) : [];
  const isPlain = wanted.every((value) => typeof value !== 'object');
  return wanted
    .map((value) => all.findIndex((one) => (isPlain ? one.value === value : deepEquals(one.value, value))))
    .filter((place) => place >= 0);
}

/** The first matching options up to the maximum, with the chosen ones among them. */
function matching(all: EnumOptionsType[], search: string, chosen: number[]) {
  const text = search.trim().toLocaleLowerCase();
  // The field of a single choice shows its label, which is not a search.
  const wanted = chosen.some((place) => all[place]?.label === search) ? '' : text;
  const found: number[] = [];
  let place = 0;
  for (; place < all.length && found.length < mostShown; place += 1)
    if (wanted === '' || all[place]?.label.toLocaleLowerCase().includes(wanted)) found.push(place);
  return { places: [...new Set([...chosen, ...found])], hasMore: place < all.length };
}
