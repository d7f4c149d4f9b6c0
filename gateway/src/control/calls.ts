import { type ControlCalls, controlCalls, Refusal } from '@liveclass/contract';
import type { z } from 'zod';
import type { Recorder, Rooms } from '../ports.ts';

type Calls = { readonly [N in keyof ControlCalls]: (body: z.infer<ControlCalls[N]['body']>) => Promise<z.infer<ControlCalls[N]['reply']>> };

/** What each call of the control API does; rooms and recordings do the rest. */
export const createCalls = (rooms: Rooms, recorder: Recorder): Calls => ({
  'rooms.open': ({ classId, sessionId }) => done(rooms.open(classId, sessionId)),
  'rooms.close': ({ sessionId }) => done(rooms.close(sessionId)),
  'seats.eject': ({ sessionId, seatId, reason, upToTurn }) => done(rooms.eject(sessionId, seatId, reason, upToTurn)),
  'seats.rights': ({ sessionId, seatId, rights }) => done(rooms.setRights(sessionId, seatId, rights)),
  'seats.mute': ({ sessionId, seatId, source }) => done(rooms.mute(sessionId, seatId, source)),
  'rooms.mute': ({ sessionId, ...order }) => done(rooms.muteAll(sessionId, order)),
  'recordings.start': (order) => recorder.start(order),
  'recordings.admit': ({ recordingId, seatId }) => done(recorder.admit(recordingId, seatId)),
  'recordings.pause': ({ recordingId }) => recorder.pause(recordingId),
  'recordings.resume': ({ recordingId }) => recorder.resume(recordingId),
  'recordings.stop': ({ recordingId }) => recorder.stop(recordingId),
  'recordings.compose': ({ recordingId }) => recorder.compose(recordingId),
  'recordings.status': ({ recordingId }) => recorder.status(recordingId),
  'recordings.delete': ({ recordingId }) => done(recorder.delete(recordingId)),
  'node.drain': async () => {
    rooms.drain();
    return {};
  },
  'node.dump': async () => ({ ...(await rooms.dump()), recorder: recorder.dump() }),
});

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}

/** Runs the call of that name; refused 'not-found' for an unknown name, 'bad-request' for a body of another shape. */
export async function runCall(calls: Calls, name: string, body: unknown): Promise<unknown> {
  if (!Object.hasOwn(controlCalls, name)) throw new Refusal('not-found', { call: name });
  const key = name as keyof ControlCalls;
  const read = controlCalls[key].body.safeParse(body);
  if (!read.success) throw new Refusal('bad-request', { issues: read.error.issues.slice(0, 3) });
  const call = calls[key] as (body: unknown) => Promise<unknown>;
  return controlCalls[key].reply.parse(await call(read.data));
}
