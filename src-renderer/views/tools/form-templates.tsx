import { Button } from '@mantine/core';
import {
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  buttonId,
  canExpand,
  type DescriptionFieldProps,
  descriptionId,
  errorId,
  type FieldErrorProps,
  isRootSchema,
  type ObjectFieldTemplateProps,
  type RJSFSchema,
  type TemplatesType,
  type TitleFieldProps,
  titleId,
  TranslatableString,
  type UnsupportedFieldProps,
} from '@rjsf/utils';
import { BaseInput } from './BaseInput.tsx';
import css from './tools.module.css';

/** Titles and descriptions come from the server: plain text here, whereas rjsf's own templates may render Markdown. */
function TitleField({ id, title }: TitleFieldProps) {
  return <h3 id={id}>{title}</h3>;
}

function DescriptionField({ id, description }: DescriptionFieldProps) {
  return description ? (
    <p id={id} className={css['fieldHelp']}>
      {typeof description === 'string' ? description : null}
    </p>
  ) : null;
}

function UnsupportedField({ registry }: UnsupportedFieldProps) {
  return <p className={css['fieldHelp']}>{registry.translateString(TranslatableString.UnsupportedField)}</p>;
}

/** One column, without the schema's title: the tool's heading is above already. */
function ObjectField(props: ObjectFieldTemplateProps) {
  const { title, description, properties, schema, uiSchema, formData, registry, fieldPathId, optionalDataControl } =
    props;
  const { disabled = false, readonly = false, onAddProperty } = props;
  const isRoot = isRootSchema(registry, schema) || fieldPathId.path.length === 0;
  return (
    <div id={fieldPathId.$id} className={css['objectPart']} role={isRoot ? undefined : 'group'}>
      {!isRoot && title && <TitleField {...{ id: titleId(fieldPathId), title, schema, registry }} />}
      {!isRoot && description && (
        <DescriptionField {...{ id: descriptionId(fieldPathId), description, schema, registry }} />
      )}
      {optionalDataControl}
      {properties
        .filter(({ hidden }) => !hidden)
        .map(({ name, content }) => (
          <div key={name}>{content}</div>
        ))}
      {canExpand(schema, uiSchema, formData) && (
        <div>
          <Button
            id={buttonId(fieldPathId, 'add')}
            variant="default"
            size="compact-xs"
            disabled={disabled || readonly}
            onClick={onAddProperty}
          >
            {registry.translateString(TranslatableString.AddItemButton)}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A list with its entries, and a labelled button that adds one. */
function ArrayField({
  title,
  items,
  canAdd,
  onAddClick,
  schema,
  registry,
  fieldPathId,
  disabled,
  readonly,
}: ArrayFieldTemplateProps) {
  return (
    <div id={fieldPathId.$id} className={css['objectPart']} role="group" aria-label={title}>
      {title && <h3>{title}</h3>}
      {schema.description && <p className={css['fieldHelp']}>{schema.description}</p>}
      {items}
      {canAdd && (
        <div>
          <Button
            id={buttonId(fieldPathId, 'add')}
            variant="default"
            size="compact-xs"
            disabled={Boolean(disabled || readonly)}
            onClick={onAddClick}
          >
            {registry.translateString(TranslatableString.AddItemButton)}
          </Button>
        </div>
      )}
    </div>
  );
}

/** An entry, with its buttons on the line of its field, or of its heading if it is an object. */
function ArrayFieldItem({ children, buttonsProps, hasToolbar, schema, registry }: ArrayFieldItemTemplateProps) {
  const { ArrayFieldItemButtonsTemplate: Buttons } = registry.templates;
  return (
    <div className={css['entry']} data-parts={isMadeOfParts(schema)}>
      <div>{children}</div>
      {hasToolbar && (
        <div className={css['entryButtons']}>
          <Buttons {...buttonsProps} />
        </div>
      )}
    </div>
  );
}

function isMadeOfParts({ type, anyOf, oneOf }: RJSFSchema): boolean {
  return type === 'object' || type === 'array' || anyOf !== undefined || oneOf !== undefined;
}

/** Simple fields show their own errors; objects and lists show them here. */
function FieldError({ errors, fieldPathId, schema }: FieldErrorProps) {
  if (!isMadeOfParts(schema) || !errors?.length) return null;
  return (
    <ul id={errorId(fieldPathId)} className={css['fieldError']}>
      {errors.map((error, index) => (
        <li key={index}>{error}</li>
      ))}
    </ul>
  );
}

export const ownTemplates: Partial<TemplatesType> = {
  ArrayFieldTemplate: ArrayField,
  ArrayFieldItemTemplate: ArrayFieldItem,
  FieldErrorTemplate: FieldError,
  BaseInputTemplate: BaseInput,
  ObjectFieldTemplate: ObjectField,
  TitleFieldTemplate: TitleField,
  DescriptionFieldTemplate: DescriptionField,
  UnsupportedFieldTemplate: UnsupportedField,
};
