import type { RecordingState, SeatId } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import type { Incoming } from '../links/media-link-receiving.ts';
import { mediaBySeat, qualityOf } from './person-media.ts';
import { clockText, recordedMsAt } from './recording-time.ts';
import { HEARD, listen } from './silence.ts';
import { uplinkOf, uplinkQuality } from './uplink.ts';

describe('a microphone', () => {
  it('[DV1] is called silent after five seconds of nothing at all, and not before', () => {
    const after = (ms: number) => listen(listen(HEARD, 0, 0), 0, ms);
    expect(after(4_999).isSilent).toBe(false);
    expect(after(5_000).isSilent).toBe(true);
  });

  it('[DV1] is not silent in a quiet room, and heard again with the first sound', () => {
    expect(listen(listen(HEARD, 0.01, 0), 0.01, 60_000).isSilent).toBe(false);
    const silent = listen(listen(HEARD, 0, 0), 0, 5_000);
    expect(listen(silent, 0.2, 5_100)).toEqual(HEARD);
  });
});

describe('the time of a recording', () => {
  const recording: RecordingState = {
    recordingId: 'recording-1' as RecordingState['recordingId'],
    phase: 'recording',
    startedAt: 0,
    recordedMs: 60_000,
    resumedAt: 100_000,
  };

  it('[RM12] leaves pauses out and stands still while paused', () => {
    expect(recordedMsAt(recording, 105_000)).toBe(65_000);
    expect(recordedMsAt({ ...recording, phase: 'paused' }, 999_000)).toBe(60_000);
  });

  it('[RM12] never runs backwards for a clock that is a little behind', () => {
    expect(recordedMsAt(recording, 99_000)).toBe(60_000);
  });

  it('[RM12] is written as people write it', () => {
    expect([clockText(5_000), clockText(65_000), clockText(3_723_000)]).toEqual(['0:05', '1:05', '1:02:03']);
  });
});

describe('the quality of a connection', () => {
  const one = (part: Partial<Incoming>): Incoming => ({
    producerId: 'producer-1',
    seatId: 'seat-ada0' as SeatId,
    source: 'camera',
    isPaused: false,
    track: undefined,
    score: 10,
    weakEnd: undefined,
    ...part,
  });

  it('[RM13] is that of the worst stream, and says whose end is weak', () => {
    const seats = mediaBySeat([one({}), one({ source: 'microphone', score: 2, weakEnd: 'sender' })]);
    expect([...seats.values()][0]).toMatchObject({ quality: 'bad', weakEnd: 'sender' });
  });

  it('[RM13] is not judged by what is paused', () => {
    expect([...mediaBySeat([one({ isPaused: true, score: 0 })]).values()][0]?.quality).toBe('good');
    expect(qualityOf(undefined)).toBe('good');
  });

  it('[RM13] of one’s own link is what the far end reports', () => {
    const rows = [{ type: 'remote-inbound-rtp', fractionLost: 0.05, roundTripTime: 0.05 }, { type: 'outbound-rtp' }];
    expect(uplinkQuality(uplinkOf(rows))).toBe('weak');
    expect(uplinkQuality(uplinkOf([]))).toBe('good');
    expect(uplinkQuality({ lost: 0, roundTripMs: 900 })).toBe('bad');
  });
});
