/** A page that may be opened in the browser. Only `approvePage` creates it, so that the check cannot be bypassed. */
export type ApprovedPage = URL & { readonly [approved]: true };

declare const approved: unique symbol;
