import type { roomWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { agreeToRecording } from '../../usecases/agree-to-recording.ts';
import { endSession } from '../../usecases/end-session.ts';
import { enterRoom } from '../../usecases/enter-room.ts';
import { giveMediaPass } from '../../usecases/give-media-pass.ts';
import { leaveRoom } from '../../usecases/leave-room.ts';
import { muteSeat } from '../../usecases/mute-seat.ts';
import { readEvents } from '../../usecases/read-events.ts';
import { startRecording } from '../../usecases/start-recording.ts';
import { steerRecording } from '../../usecases/steer-recording.ts';
import { viewClass } from '../../usecases/view-class.ts';
import { type Handlers, type HandlersOf, told } from './handler.ts';

type RoomHandlers = HandlersOf<Omit<typeof roomWishes, 'room.enter'>> & Pick<Handlers, 'room.enter'>;

export const roomHandlers = (ports: ClassroomPorts): RoomHandlers => ({
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
