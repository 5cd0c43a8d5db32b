import '@mantine/core/styles.layer.css';
import Form from '@rjsf/core/lib/components/Form.js';
import { type ReactNode, useState } from 'react';
import type { Json, JsonObject } from '../../../src-preload/contract.ts';
import { leaveOutEmpty } from './form-defaults.ts';
import { fields, templates, widgets } from './form-theme.ts';
import { shownBranches } from './shown-branches.ts';
import { useFormWords } from './use-form-words.ts';
import { validatorFor } from './validator.ts';

interface Props {
  schema: JsonObject;
  draft: unknown;
  running: boolean;
  onChange: (draft: unknown) => void;
  onSubmit: (input: JsonObject) => void;
  /** The buttons, inside the form so that Enter triggers the first. */
  children: ReactNode;
}

/** A form for a tool's schema. Optional values that were left empty are omitted from the input. */
export default function SchemaForm({ schema, draft, running, onChange, onSubmit, children }: Props) {
  const { translateString, transformErrors } = useFormWords();
  const [branches] = useState(() => shownBranches('tool'));
  const [validator] = useState(() => validatorFor(branches.at));
  return (
    <Form
      schema={schema}
      formData={draft}
      validator={validator}
      formContext={{ branches }}
      templates={templates}
      widgets={widgets}
      fields={fields}
      translateString={translateString}
      transformErrors={transformErrors}
      idPrefix="tool"
      disabled={running}
      showErrorList={false}
      noHtml5Validate
      focusOnFirstError
      experimental_defaultFormStateBehavior={leaveOutEmpty}
      onChange={({ formData }) => onChange(formData)}
      onSubmit={({ formData }) => onSubmit(toJson(formData))}
    >
      {children}
    </Form>
  );
}

/** Converts to JSON: without `undefined`, and an object even if nothing was entered. */
function toJson(formData: unknown): JsonObject {
  const json = JSON.parse(JSON.stringify(formData ?? {})) as Json;
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
}
