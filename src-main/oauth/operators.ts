/**
 * Authorization servers whose pages and endpoints are at different sites of one operator: where the browser goes, and
 * what gets the answer. Each is what the operator itself publishes; hosts are exact, because a site as large as these
 * also has hosts with content of strangers.
 */
const operators: readonly { pages: readonly string[]; endpoints: readonly string[] }[] = [
  // https://accounts.google.com/.well-known/openid-configuration
  { pages: ['accounts.google.com'], endpoints: ['oauth2.googleapis.com'] },
  // Page for a device code: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
  {
    pages: ['microsoft.com', 'www.microsoft.com', 'login.microsoft.com'],
    endpoints: ['login.microsoftonline.com'],
  },
  // https://www.dropbox.com/.well-known/openid-configuration
  { pages: ['www.dropbox.com'], endpoints: ['api.dropboxapi.com'] },
];

/** Whether one operator is known to run both, by their hosts with a port that is not the usual one. */
export function isOneOperator(page: URL, endpoint: URL): boolean {
  return operators.some(({ pages, endpoints }) => pages.includes(page.host) && endpoints.includes(endpoint.host));
}
