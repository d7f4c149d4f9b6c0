import type { roomWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { agreeToRecording } from '../../usecases/agree-to-recording.ts';
import { endSession } from '../../usecases/end-session.ts';
import { enterRoom } from '../../usecases/enter-room.ts';
import { giveMediaPass } from '../../usecases/give-media-pass.ts';
import { roomOf } from '../../usecases/know-room.ts';
import { leaveRoom } from '../../usecases/leave-room.ts';
import { muteSeat } from '../../usecases/mute-seat.ts';
import { readEvents } from '../../usecases/read-events.ts';
import { startRecording } from '../../usecases/start-recording.ts';
import { steerRecording } from '../../usecases/steer-recording.ts';
import { viewClass } from '../../usecases/view-class.ts';
import { type Handlers, type HandlersOf, inRoom, told } from './handler.ts';

type RoomHandlers = HandlersOf<Omit<typeof roomWishes, 'room.enter'>> & Pick<Handlers, 'room.enter'>;

export const roomHandlers = (ports: ClassroomPorts): RoomHandlers => ({
  'class.watch': async (caller) => told(await viewClass(ports, caller)),
  'room.enter': (caller, body) => enterRoom(ports, caller, body),
  // Whoever may not be there any more may leave all the same.
  'room.leave': (caller) => leaveRoom(ports, { ...caller, classId: roomOf(caller) }),
  'media.pass': inRoom(ports, giveMediaPass),
  'events.since': inRoom<'events.since'>(ports, async (_, caller, { seq }) => told(await readEvents(ports, caller, seq))),
  'recording.start': inRoom(ports, startRecording),
  'recording.pause': inRoom<'recording.pause'>(ports, (_, caller, body) => steerRecording(ports, caller, 'recording.pause', body)),
  'recording.resume': inRoom<'recording.resume'>(ports, (_, caller, body) => steerRecording(ports, caller, 'recording.resume', body)),
  'recording.stop': inRoom<'recording.stop'>(ports, (_, caller, body) => steerRecording(ports, caller, 'recording.stop', body)),
  'recording.agree': inRoom(ports, agreeToRecording),
  'seat.mute': inRoom(ports, muteSeat),
  'session.end': inRoom(ports, endSession),
});
