/**
 * Removes secrets from a text for the log, such as an error message: queries and fragments of URLs, which carry codes
 * and state; user information; the values of `Authorization` and cookie headers; values of names that mean secrets, in
 * any encoding (RFC 6749, RFC 7636, RFC 7523); and everything that looks like a token or key. None of these is needed
 * for a diagnosis. Returns at most `longest` characters.
 */
export function redact(text: string, longest = 1000): string {
  return rules.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text.slice(0, longest));
}

/** Whether a value with this name must not be logged. */
export function isSecretName(name: string): boolean {
  return new RegExp(`^(?:${secretName}|${secretHeader})$`, 'i').test(name);
}

const secretName = String.raw`[\w-]*(?:token|secret|verifier|assertion|api[-_]?key|password|passphrase)[\w-]*|(?:device_|user_)?code|state|nonce`;
const secretHeader = '(?:proxy-)?authorization|(?:set-)?cookie';

/** A quote, plain or escaped. */
const quote = String.raw`\\?["']`;
/** Between a name and its value: in a form, in JSON, in a header, or percent-encoded. */
const between = String.raw`(?:${quote})?\s*(?:[=:]|%3D|%3A)\s*`;

const rules: [RegExp, string][] = [
  [/([?#])[^\s"'<>]+/g, '$1…'],
  [/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@"'<>]+@/gi, '$1…@'],
  // Cookies, or a scheme with parameters: everything up to the end of the quotes or of the line.
  [new RegExp(String.raw`\b(${secretHeader})(${between})(?:${quote}[^"'\n]*|[^\n]*)`, 'gi'), '$1$2…'],
  [new RegExp(String.raw`\b(${secretName})(${between})(?:\\?"[^"\n]*|'[^'\n]*|[^\s"'&,;}]+)`, 'gi'), '$1$2…'],
  [/\b(Bearer|Basic|DPoP|Negotiate)\s+[\w.~+/=-]+/gi, '$1 …'],
  [/\b[\w-]*eyJ[\w-]+(?:\.[\w-]*)*/g, '…'],
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, '…'],
  [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}\b/g, '…'],
];
