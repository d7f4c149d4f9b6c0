import type { BodyOf, ReplyOf, ToolWishes } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../../ports/classroom.ts';
import { agreeToRecording } from '../../usecases/agree-to-recording.ts';
import { endSession } from '../../usecases/end-session.ts';
import { type Entered, enterRoom } from '../../usecases/enter-room.ts';
import { giveMediaPass } from '../../usecases/give-media-pass.ts';
import { leaveRoom } from '../../usecases/leave-room.ts';
import { muteSeat } from '../../usecases/mute-seat.ts';
import { readEvents } from '../../usecases/read-events.ts';
import { startRecording } from '../../usecases/start-recording.ts';
import { steerRecording } from '../../usecases/steer-recording.ts';
import { viewClass } from '../../usecases/view-class.ts';

type Handler<N extends keyof ToolWishes> = (caller: LinkedCaller, body: BodyOf<ToolWishes, N>) => Promise<Done<ReplyOf<ToolWishes, N>>>;

/** One handler per row of the table; a row without one does not compile. */
export type Handlers = { readonly [N in Exclude<keyof ToolWishes, 'room.enter'>]: Handler<N> } & {
  readonly 'room.enter': (caller: LinkedCaller, body: BodyOf<ToolWishes, 'room.enter'>) => Promise<Entered>;
};

const told = <T>(value: T): Done<T> => ({ value, facts: [] });

export const toolHandlers = (ports: ClassroomPorts): Handlers => ({
  'class.watch': async (caller) => told(await viewClass(ports, caller.classId, caller.role)),
  'room.enter': (caller, body) => enterRoom(ports, caller, body),
  'room.leave': (caller) => leaveRoom(ports, caller),
  'media.pass': (caller) => giveMediaPass(ports, caller),
  'events.since': async (caller, { seq }) => told(await readEvents(ports, caller, seq)),
  'recording.start': (caller, body) => startRecording(ports, caller, body),
  'recording.pause': (caller, body) => steerRecording(ports, caller, 'recording.pause', body),
  'recording.resume': (caller, body) => steerRecording(ports, caller, 'recording.resume', body),
  'recording.stop': (caller, body) => steerRecording(ports, caller, 'recording.stop', body),
  'recording.agree': (caller, body) => agreeToRecording(ports, caller, body),
  'seat.mute': (caller, body) => muteSeat(ports, caller, body),
  'session.end': (caller, body) => endSession(ports, caller, body),
});
