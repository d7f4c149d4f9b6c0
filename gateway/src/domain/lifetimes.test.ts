import { KeyedQueue, TokenBucket } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { Scope } from './scope.ts';

describe('a scope', () => {
  it('[GW7] ends what was owned last first, once, and goes on where something fails', async () => {
    const heard: string[] = [];
    const scope = new Scope((error) => heard.push(String(error)));
    scope.own(() => heard.push('transport'));
    scope.own(() => {
      throw new Error('broken');
    });
    scope.own(async () => heard.push('consumer'));
    await Promise.all([scope.end(), scope.end()]);
    expect(heard).toEqual(['consumer', 'Error: broken', 'transport']);
    expect(scope.ended).toBe(true);
  });

  it('[GW7] undoes at once what came too late', async () => {
    const scope = new Scope(() => {});
    await scope.end();
    let isUndone = false;
    scope.own(() => (isUndone = true));
    await Promise.resolve();
    expect(isUndone).toBe(true);
  });
});

describe('a queue by key', () => {
  it('[ML10] runs the jobs of one key one after the other, and those of different keys side by side', async () => {
    const queue = new KeyedQueue<string>();
    const heard: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = queue.run('a', async () => {
      await gate;
      heard.push('a1');
    });
    const failing = queue.run('a', async () => {
      heard.push('a2');
      throw new Error('one job');
    });
    const last = queue.run('a', async () => heard.push('a3'));
    await queue.run('b', async () => heard.push('b'));
    open();
    await Promise.all([slow, expect(failing).rejects.toThrow('one job'), last]);
    expect(heard).toEqual(['b', 'a1', 'a2', 'a3']);
  });
});

describe('a rate', () => {
  const rate = { burst: 3, perSecond: 2 };
  const send = (times: readonly number[]) => {
    const bucket = new TokenBucket(rate, 0);
    return times.map((now) => bucket.take(now));
  };

  it('[ML4] lets a burst through, then so many a second, and never more than the burst', () => {
    expect(send([0, 0, 0, 0, 499, 500, 501, 1000])).toEqual([true, true, true, false, false, true, false, true]);
    expect(send([0, 0, 0, 60_000, 60_000, 60_000, 60_000])).toEqual([true, true, true, true, true, true, false]);
  });

  it('[ML4] a clock that jumps back takes nothing away', () => {
    expect(send([0, 0, -5000, -5000])).toEqual([true, true, true, false]);
  });
});
