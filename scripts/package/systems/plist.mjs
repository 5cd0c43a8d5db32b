// @ts-check

/** @typedef {string | boolean | PlistValue[] | { [key: string]: PlistValue }} PlistValue */

/**
 * A property list as XML (Apple, "Property List Programming Guide").
 * @param {{ [key: string]: PlistValue }} values
 * @returns {string}
 */
export function plist(values) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${xml(values, '')}
</plist>
`;
}

/** @param {PlistValue} value @param {string} indent @returns {string} */
function xml(value, indent) {
  if (typeof value === 'string') return `${indent}<string>${escaped(value)}</string>`;
  if (typeof value === 'boolean') return `${indent}<${value}/>`;
  const deeper = `${indent}  `;
  const [tag, lines] = Array.isArray(value)
    ? ['array', value.map((one) => xml(one, deeper))]
    : ['dict', Object.entries(value).map(([key, one]) => `${deeper}<key>${escaped(key)}</key>\n${xml(one, deeper)}`)];
  return [`${indent}<${tag}>`, ...lines, `${indent}</${tag}>`].join('\n');
}

const escaped = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
