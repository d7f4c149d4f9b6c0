import type { PaceState, RoomReaction } from '@liveclass/contract';
import {
  Check,
  CircleQuestionMark,
  Coffee,
  createLucideIcon,
  Heart,
  Laugh,
  type LucideIcon,
  PartyPopper,
  Rabbit,
  Snail,
  Sparkles,
  ThumbsUp,
  X,
} from 'lucide-react';

/** A hand that claps; the set of icons has none. */
const Clap = createLucideIcon('clap', [
  [
    'path',
    {
      d: 'm13 7.6-6.3 6.3a4.9 4.9 0 0 0 6.9 6.9l5.6-5.6a1.6 1.6 0 0 0-2.3-2.3l1.5-1.5a1.6 1.6 0 0 0-2.3-2.3l.2-.2a1.6 1.6 0 0 0-2.3-2.3Z',
      key: 'hand',
    },
  ],
  ['path', { d: 'm16.9 12.9-2.2 2.2', key: 'low' }],
  ['path', { d: 'm16.1 9.1-3.9 3.9', key: 'high' }],
  ['path', { d: 'M6.5 2.5 7.6 5M2.6 6.4 5 7.6M11.5 2v2.4', key: 'beats' }],
]);

/** Drawn, not taken from a font, as in the chat. */
export const REACTION_SIGNS: Readonly<Record<RoomReaction, LucideIcon>> = {
  'thumbs-up': ThumbsUp,
  clap: Clap,
  heart: Heart,
  laugh: Laugh,
  surprise: Sparkles,
  celebrate: PartyPopper,
};

export const PACE_SIGNS: Readonly<Record<PaceState, LucideIcon>> = {
  yes: Check,
  no: X,
  slower: Snail,
  faster: Rabbit,
  lost: CircleQuestionMark,
  away: Coffee,
};
