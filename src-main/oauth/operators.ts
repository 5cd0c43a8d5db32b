/**
 * Authorization servers whose pages and endpoints belong to one operator but to different sites. Each pair is published
 * by the operator itself. Hosts are exact, because such large sites also have hosts with content of third parties.
 */
const operators: readonly { pages: readonly string[]; endpoints: readonly string[] }[] = [
  // https://accounts.google.com/.well-known/openid-configuration
  { pages: ['accounts.google.com'], endpoints: ['oauth2.googleapis.com'] },
  // Page for device codes: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
  {
    pages: ['microsoft.com', 'www.microsoft.com', 'login.microsoft.com'],
    endpoints: ['login.microsoftonline.com'],
  },
  // https://www.dropbox.com/.well-known/openid-configuration
  { pages: ['www.dropbox.com'], endpoints: ['api.dropboxapi.com'] },
];

/** Whether one operator is known to run both, compared by host and non-default port. */
export function isSameOperator(page: URL, endpoint: URL): boolean {
  return operators.some(({ pages, endpoints }) => pages.includes(page.host) && endpoints.includes(endpoint.host));
}
