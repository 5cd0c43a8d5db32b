import SchemaField from '@rjsf/core/lib/components/fields/SchemaField.js';
import type { FieldProps } from '@rjsf/utils';
import { useTranslations } from 'use-intl';

/** Labels an entry of a list with its title, if the schema has one, and its number; rjsf's default is "Tasks-1". */
export function NumberedField(props: FieldProps) {
  const t = useTranslations('form');
  const place = props.fieldPathId.path.at(-1);
  if (typeof place !== 'number') return <SchemaField {...props} />;
  const number = place + 1;
  // The title may be behind a reference.
  const { title } = props.registry.schemaUtils.retrieveSchema(props.schema, props.formData);
  if (title === undefined) return <SchemaField {...props} title={t('entry', { number })} />;
  return <SchemaField {...props} schema={{ ...props.schema, title: `${title} ${number}` }} />;
}
