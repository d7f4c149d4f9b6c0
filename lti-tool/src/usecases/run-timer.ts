import type { BodyOf, Seq, ToolWishes } from '@liveclass/contract';
import { timerLengthened, timerPaused, timerResumed, timerStarted, timerStopped } from '../domain/lively.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { changeLively, changeLivelyOnce } from './change-lively.ts';

type Numbered = Promise<Done<{ seq: Seq }>>;

/** A timer for the whole class, in the place of any other. The server says when it ends; pages count by its clock. */
export function startTimer(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, seconds, chimes }: BodyOf<ToolWishes, 'timer.start'>,
): Numbered {
  return changeLivelyOnce(ports, caller, { sendId, wish: 'timer.start' }, (before, now) => timerStarted(before, { seconds, chimes }, now));
}

export function lengthenTimer(ports: ClassroomPorts, caller: LinkedCaller, { sendId, seconds }: BodyOf<ToolWishes, 'timer.add'>): Numbered {
  return changeLivelyOnce(ports, caller, { sendId, wish: 'timer.add' }, (before, now) => timerLengthened(before, seconds, now));
}

export const pauseTimer = (ports: ClassroomPorts, caller: LinkedCaller): Numbered => changeLively(ports, caller, timerPaused);
export const resumeTimer = (ports: ClassroomPorts, caller: LinkedCaller): Numbered => changeLively(ports, caller, timerResumed);
export const stopTimer = (ports: ClassroomPorts, caller: LinkedCaller): Numbered => changeLively(ports, caller, timerStopped);
