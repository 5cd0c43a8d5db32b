// Imported one by one, because the libraries' main modules include a test helper that needs Ajv, and Markdown.
import ArrayFieldTitleTemplate from '@rjsf/mantine/lib/templates/ArrayFieldTitleTemplate.js';
import generateButtons from '@rjsf/mantine/lib/templates/ButtonTemplates/index.js';
import CyclicSchemaExpandTemplate from '@rjsf/mantine/lib/templates/CyclicSchemaExpandTemplate.js';
import FieldTemplate from '@rjsf/mantine/lib/templates/FieldTemplate.js';
import MultiSchemaFieldTemplate from '@rjsf/mantine/lib/templates/MultiSchemaFieldTemplate.js';
import OptionalDataControlsTemplate from '@rjsf/mantine/lib/templates/OptionalDataControlsTemplate.js';
import WrapIfAdditionalTemplate from '@rjsf/mantine/lib/templates/WrapIfAdditionalTemplate.js';
import CheckboxesWidget from '@rjsf/mantine/lib/widgets/CheckboxesWidget.js';
import RadioWidget from '@rjsf/mantine/lib/widgets/RadioWidget.js';
import TextareaWidget from '@rjsf/mantine/lib/widgets/TextareaWidget.js';
import type { RegistryFieldsType, RegistryWidgetsType, TemplatesType } from '@rjsf/utils';
import { CheckboxInput } from './CheckboxInput.tsx';
import { ColourInput } from './ColourInput.tsx';
import { FileInput } from './FileInput.tsx';
import { ownTemplates } from './form-templates.tsx';
import { NumberedField } from './NumberedField.tsx';
import { SelectInput } from './SelectInput.tsx';
import { TextWidget } from './TextWidget.tsx';
import { TimeInput } from './TimeInput.tsx';

export const templates: Partial<TemplatesType> = {
  ArrayFieldTitleTemplate,
  ButtonTemplates: generateButtons(),
  CyclicSchemaExpandTemplate,
  FieldTemplate,
  MultiSchemaFieldTemplate,
  OptionalDataControlsTemplate,
  WrapIfAdditionalTemplate,
  ...ownTemplates,
};

export const widgets: RegistryWidgetsType = {
  CheckboxesWidget,
  CheckboxWidget: CheckboxInput,
  ColorWidget: ColourInput,
  FileWidget: FileInput,
  RadioWidget,
  SelectWidget: SelectInput,
  TextareaWidget,
  TextWidget,
  TimeWidget: TimeInput,
};

export const fields: RegistryFieldsType = { SchemaField: NumberedField };
