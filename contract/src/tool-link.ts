import { z } from 'zod';
import { boardFacts, boardWishes } from './board.ts';
import { chatEvents, chatWishes } from './chat.ts';
import { fileFacts } from './files.ts';
import { handEvents, handWishes } from './hands.ts';
import { Instant, Seq } from './ids.ts';
import { livelyEvents, livelyFacts, livelyWishes } from './lively.ts';
import { moderationEvents, moderationFacts, moderationWishes } from './moderation.ts';
import { pollEvents, pollFacts, pollWishes } from './poll.ts';
import { roomEvents, roomFacts, roomWishes } from './room-link.ts';
import { waitingFacts, waitingWishes } from './waiting.ts';
import type { FactTable, WishTable } from './wish.ts';

/** socket.io path of the tool link on the tool's origin; `auth: { token }` carries the web session's bearer. Websocket only. */
export const TOOL_LINK_PATH = '/tool-link';

/** What a browser may ask of the tool. Sent as `emit(name, body, ack)`; the ack is an `Answer`. Each feature has a table of its own. */
export const toolWishes = {
  ...roomWishes,
  ...chatWishes,
  ...pollWishes,
  ...handWishes,
  ...moderationWishes,
  ...livelyWishes,
  ...waitingWishes,
  ...boardWishes,
} as const satisfies WishTable;
export type ToolWishes = typeof toolWishes;

/** In the place of an event that is not for the reader: nobody's numbers have a hole, and nothing else is told of it. */
const hiddenEvent = z.strictObject({ seq: Seq, at: Instant, type: z.literal('hidden') });

/** Durable events: each carries its number; a client that sees a jump asks 'events.since'. */
export const DurableEvent = z.discriminatedUnion('type', [
  hiddenEvent,
  ...roomEvents,
  ...chatEvents,
  ...pollEvents,
  ...handEvents,
  ...moderationEvents,
  ...livelyEvents,
]);
export type DurableEvent = z.infer<typeof DurableEvent>;

/** What the tool tells a browser unasked. */
export const toolFacts = {
  event: DurableEvent,
  ...roomFacts,
  ...pollFacts,
  ...moderationFacts,
  ...livelyFacts,
  ...waitingFacts,
  ...boardFacts,
  ...fileFacts,
} as const satisfies FactTable;
export type ToolFacts = typeof toolFacts;
