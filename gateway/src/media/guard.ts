import { Refusal } from '@liveclass/contract';
import { errors } from 'mediasoup';

/**
 * Runs a call to mediasoup whose arguments come from a browser. What mediasoup rejects is the browser's fault ('bad-request')
 * unless the object it was asked of is gone: then the worker died or the seat was closed meanwhile ('gateway-failed').
 */
export async function guard<T>(target: { readonly closed: boolean }, call: () => Promise<T>): Promise<T> {
  if (target.closed) throw new Refusal('gateway-failed');
  try {
    return await call();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (target.closed || error instanceof errors.WorkerClosedError) throw new Refusal('gateway-failed', error);
    throw new Refusal('bad-request', error);
  }
}
