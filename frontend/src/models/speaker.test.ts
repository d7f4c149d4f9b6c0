import type { SeatId } from '@liveclass/contract';
import { expect, it } from 'vitest';
import { NOBODY, nextSpeaker } from './speaker.ts';

const [ada, sam] = ['seat-ada0' as SeatId, 'seat-sam0' as SeatId];

it('[RM8] the first speaker takes the main place at once', () => {
  expect(nextSpeaker(NOBODY, ada, 0).main).toBe(ada);
});

it('[RM8] another one takes it only after speaking for two seconds', () => {
  let place = nextSpeaker(NOBODY, ada, 0);
  place = nextSpeaker(place, sam, 1_000);
  place = nextSpeaker(place, sam, 2_900);
  expect(place.main).toBe(ada);
  expect(nextSpeaker(place, sam, 3_000).main).toBe(sam);
});

it('[RM8] a cough in between does not count towards the two seconds', () => {
  let place = nextSpeaker(NOBODY, ada, 0);
  place = nextSpeaker(place, sam, 1_000);
  place = nextSpeaker(place, null, 1_500);
  place = nextSpeaker(place, sam, 2_500);
  expect(nextSpeaker(place, sam, 3_100).main).toBe(ada);
});

it('[RM8] silence leaves the last speaker in place', () => {
  expect(nextSpeaker(nextSpeaker(NOBODY, ada, 0), null, 60_000).main).toBe(ada);
});
