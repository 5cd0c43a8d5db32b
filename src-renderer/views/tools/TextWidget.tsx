import type { RJSFSchema, WidgetProps } from '@rjsf/utils';
import { BaseInput } from './BaseInput.tsx';
import { FileInput } from './FileInput.tsx';

/** A text, or the file that it is the content of. */
export function TextWidget(props: WidgetProps) {
  return isFile(props.schema) ? <FileInput {...props} /> : <BaseInput {...props} />;
}

/** OpenAPI calls base64 the format `byte`, JSON Schema the content encoding `base64`. */
function isFile({ format, contentEncoding }: RJSFSchema): boolean {
  return contentEncoding === 'base64' || format === 'byte' || format === 'base64';
}
