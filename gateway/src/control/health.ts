import type { ServerResponse } from 'node:http';

/** One thing that must be so for this gateway to be of use; `detail` says more where it helps. No personal data. */
export interface Check {
  readonly name: string;
  readonly isGood: () => boolean;
}

/** 200 only when everything is really ready, else 503; the body says what is not. */
const healthOf = (checks: readonly Check[]): { readonly status: 200 | 503; readonly body: object } => {
  const results = checks.map(({ name, isGood }) => [name, isGood()] as const);
  const isReady = results.every(([, isGood]) => isGood);
  return { status: isReady ? 200 : 503, body: { ready: isReady, checks: Object.fromEntries(results) } };
};

/** Answers with it, on either port of the gateway. */
export const healthHandler =
  (checks: readonly Check[]) =>
  (response: ServerResponse): void => {
    const { status, body } = healthOf(checks);
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
  };
