import type { ClassroomPorts } from '../../ports/classroom.ts';
import { boardHandlers } from './board-handlers.ts';
import type { Handlers } from './handler.ts';
import { pollHandlers } from './poll-handlers.ts';
import { roomHandlers } from './room-handlers.ts';

/** Every feature's handlers together. */
export const toolHandlers = (ports: ClassroomPorts): Handlers => ({
  ...roomHandlers(ports),
  ...pollHandlers(ports),
  ...boardHandlers(ports),
});
