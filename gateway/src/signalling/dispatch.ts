import { type Limits, type Rate, Refusal, type Role, TokenBucket, type Wish } from '@liveclass/contract';
import type { Clock, Log } from '../ports.ts';

/** What runs the wishes of one link. A wish that its table does not have cannot get here. */
export type Handler = (body: unknown) => Promise<unknown>;

export interface Dispatch {
  /** Answers are `Answer` values; it never throws. */
  run(
    name: unknown,
    body: unknown,
  ): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: Refusal['reason'] }>;
}

export interface DispatchOptions {
  readonly table: Readonly<Record<string, Wish>>;
  readonly role: Role;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  handler(name: string): Handler;
}

/** The pipeline of every wish: known, allowed for the role, within its rate, of the right shape, answered in time and in shape. */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { table, log } = options;
  const isWithinRate = rateLimiter(options.clock);

  async function attempt(name: unknown, body: unknown): Promise<unknown> {
    // Own keys only: a wish named 'constructor' is no wish.
    const row = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
    if (typeof name !== 'string' || !row) throw new Refusal('bad-request', { why: 'unknown wish' });
    if (!isWithinRate(name, row.rate)) throw new Refusal('too-fast');
    if (!row.from.includes(options.role)) throw new Refusal('forbidden');
    const read = row.body.safeParse(body);
    if (!read.success)
      throw new Refusal('bad-request', { issues: read.error.issues.slice(0, 3).map(({ code, path }) => ({ code, path })) });
    const value = await withinBudget(options.handler(name)(read.data), options.limits.wishTimeoutMs);
    return row.reply.parse(value);
  }

  return {
    async run(name, body) {
      try {
        return { ok: true, value: await attempt(name, body) };
      } catch (error) {
        const wish = typeof name === 'string' ? name.slice(0, 40) : typeof name;
        if (error instanceof Refusal) {
          log.debug({ wish, reason: error.reason, detail: error.detail }, 'a wish was refused');
          return { ok: false, reason: error.reason };
        }
        log.error({ wish, err: error }, 'a wish failed');
        return { ok: false, reason: 'unavailable' };
      }
    },
  };
}

function rateLimiter(clock: Clock): (name: string, rate: Rate) => boolean {
  const buckets = new Map<string, TokenBucket>();
  return (name, rate) => {
    const now = clock.now();
    const bucket = buckets.get(name) ?? new TokenBucket(rate, now);
    buckets.set(name, bucket);
    return bucket.take(now);
  };
}

/** The work itself goes on after the budget: mediasoup cannot take back a request. */
async function withinBudget<T>(work: Promise<T>, budgetMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal('unavailable', { why: 'took too long' })), budgetMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // What fails after the budget has nobody to tell; without this it would end the process.
    work.catch(() => {});
  }
}
