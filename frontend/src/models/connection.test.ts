import { describe, expect, it } from 'vitest';
import type { MediaState } from '../links/media-link.ts';
import type { WireState } from '../links/wire.ts';
import { follow, type Losses, NO_LOSSES, truthAt } from './connection.ts';

const open: WireState = { phase: 'open' };
const lost: WireState = { phase: 'lost', attempt: 0, reason: undefined };
const well: MediaState = {
  wire: open,
  generation: 1,
  outbound: 'connected',
  inbound: 'connected',
  sending: new Map(),
  incoming: [],
  rights: undefined,
  ejected: undefined,
};
const broken: MediaState = { ...well, inbound: 'broken' };

describe('what is said of the connection', () => {
  it('[RM9] nothing for the first second of a loss', () => {
    const losses = follow(NO_LOSSES, lost, well, 0);
    expect(truthAt(losses, 999)).toEqual({ kind: 'fine' });
    expect(truthAt(losses, 1_000)).toEqual({ kind: 'reconnecting', what: 'class' });
  });

  it('[RM9] which of the two links is away, so that a person knows what still works', () => {
    expect(truthAt(follow(NO_LOSSES, open, broken, 0), 2_000)).toEqual({ kind: 'reconnecting', what: 'media' });
    expect(truthAt(follow(NO_LOSSES, lost, broken, 0), 2_000)).toEqual({ kind: 'reconnecting', what: 'both' });
  });

  it('[RM10] after eight seconds what is wrong, and never only "reconnecting"', () => {
    const losses = follow(follow(NO_LOSSES, open, well, 0), lost, broken, 1);
    expect(truthAt(losses, 8_001)).toEqual({ kind: 'trouble', what: 'both' });
  });

  it('[RM10] media that never came through is the network’s fault, and said so', () => {
    const never = { ...broken, outbound: 'connecting' as const };
    expect(truthAt(follow(NO_LOSSES, open, never, 0), 9_000)).toEqual({ kind: 'trouble', what: 'media-blocked' });
    const after: Losses = follow(follow(NO_LOSSES, open, well, 0), open, broken, 10);
    expect(truthAt(after, 9_000)).toEqual({ kind: 'trouble', what: 'media' });
  });

  it('[RM9] the time of a loss runs on through the phases of its repair, and ends with it', () => {
    let losses = follow(NO_LOSSES, lost, well, 0);
    losses = follow(losses, { phase: 'connecting', attempt: 1 }, well, 3_000);
    losses = follow(losses, lost, well, 5_000);
    expect(truthAt(losses, 8_000).kind).toBe('trouble');
    expect(truthAt(follow(losses, open, well, 8_100), 8_100)).toEqual({ kind: 'fine' });
  });
});
