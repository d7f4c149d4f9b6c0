import type { ClassroomPorts } from '../../ports/classroom.ts';
import { boardHandlers } from './board-handlers.ts';
import { chatHandlers } from './chat-handlers.ts';
import { handHandlers } from './hand-handlers.ts';
import type { Handlers } from './handler.ts';
import { livelyHandlers } from './lively-handlers.ts';
import { moderationHandlers } from './moderation-handlers.ts';
import { pollHandlers } from './poll-handlers.ts';
import { roomHandlers } from './room-handlers.ts';
import { waitingHandlers } from './waiting-handlers.ts';

/** Every feature's handlers together. */
export const toolHandlers = (ports: ClassroomPorts): Handlers => ({
  ...roomHandlers(ports),
  ...chatHandlers(ports),
  ...pollHandlers(ports),
  ...handHandlers(ports),
  ...moderationHandlers(ports),
  ...livelyHandlers(ports),
  ...waitingHandlers(ports),
  ...boardHandlers(ports),
});
