/**
 * A text without what is secret in it: what others' messages may carry. The queries and fragments of URLs, in which codes and
 * states travel; user information; the whole value of an `Authorization` or a cookie header; what is named as a secret, however
 * that is spelled (RFC 6749, RFC 7636, RFC 7523); and what looks like a token or a key wherever it stands. None of it is needed
 * to find a fault. At most `longest` characters of it.
 */
export function redact(text: string, longest = 1000): string {
  return rules.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text.slice(0, longest));
}

/** Whether what has this name is no business of a log. */
export function isSecretName(name: string): boolean {
  return new RegExp(`^(?:${secretName}|${secretHeader})$`, 'i').test(name);
}

const secretName = String.raw`[\w-]*(?:token|secret|verifier|assertion|api[-_]?key|password|passphrase)[\w-]*|(?:device_|user_)?code|state|nonce`;
const secretHeader = '(?:proxy-)?authorization|(?:set-)?cookie';

/** A quote as it is, as JavaScript prints it, or as JSON has it inside JSON. */
const quote = String.raw`\\?["']`;
/** Between a name and its value: in a form, in JSON, in a header, or encoded once more. */
const between = String.raw`(?:${quote})?\s*(?:[=:]|%3D|%3A)\s*`;

const rules: [RegExp, string][] = [
  [/([?#])[^\s"'<>]+/g, '$1…'],
  [/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@"'<>]+@/gi, '$1…@'],
  // Several cookies, or a scheme with parameters: all of it, to the end of the quotes or of the line.
  [new RegExp(String.raw`\b(${secretHeader})(${between})(?:${quote}[^"'\n]*|[^\n]*)`, 'gi'), '$1$2…'],
  [new RegExp(String.raw`\b(${secretName})(${between})(?:\\?"[^"\n]*|'[^'\n]*|[^\s"'&,;}]+)`, 'gi'), '$1$2…'],
  [/\b(Bearer|Basic|DPoP|Negotiate)\s+[\w.~+/=-]+/gi, '$1 …'],
  [/\b[\w-]*eyJ[\w-]+(?:\.[\w-]*)*/g, '…'],
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, '…'],
  [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}\b/g, '…'],
];
