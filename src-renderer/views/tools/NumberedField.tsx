import SchemaField from '@rjsf/core/lib/components/fields/SchemaField.js';
import type { FieldProps } from '@rjsf/utils';

/** An entry of a list goes by its number, and by its title where the schema has one; rjsf's own name for it is "Tasks-1". */
export function NumberedField(props: FieldProps) {
  const place = props.fieldPathId.path.at(-1);
  if (typeof place !== 'number') return <SchemaField {...props} />;
  const number = `${place + 1}.`;
  const { title } = props.schema;
  return (
    <SchemaField
      {...props}
      title={number}
      {...(title !== undefined && { schema: { ...props.schema, title: `${number} ${title}` } })}
    />
  );
}
