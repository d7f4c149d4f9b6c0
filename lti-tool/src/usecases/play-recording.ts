import { type PlaybackLinkReply, Refusal } from '@liveclass/contract';
import type { RecordingRecord } from '../domain/recording.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import type { FileAnswer, FileAsk } from '../ports/gateways.ts';
import { findRecording } from './change-recording.ts';

/** Where a link leads; the token in it is the whole right, and short-lived. */
export const PLAYBACK_PATH = '/playback';

/** A link for this person, this web session and this recording. Refused: 'not-found', 'wrong-phase' while it is not ready. */
export async function makePlaybackLink(ports: ClassroomPorts, caller: Caller, sessionKey: string, id: string): Promise<PlaybackLinkReply> {
  const { recording } = await findRecording(ports, caller, id);
  if (recording.phase !== 'ready') throw new Refusal('wrong-phase');
  const { classId, personId } = caller;
  const { token, expiresAt } = await ports.links.sign({ classId, personId, recordingId: recording.id, sessionKey });
  return { url: `${PLAYBACK_PATH}/${token}/recording.mp4`, expiresAt };
}

export interface Playback {
  readonly recording: RecordingRecord;
  readonly file: FileAnswer;
}

/**
 * Bytes of a recording for a link. The right is looked up anew for each request: who lost the course, signed out, or may not see
 * a recording that was hidden meanwhile gets no further byte. Refused: 'link-expired', 'not-found', 'banned', and as the gateway.
 */
export async function playRecording(ports: ClassroomPorts, token: string, ask: FileAsk): Promise<Playback> {
  const right = await ports.links.read(token);
  const [role, isSignedIn] = await Promise.all([
    ports.memberships.role(right.classId, right.personId),
    ports.webSessions.isLive(right.sessionKey, ports.clock.now()),
  ]);
  if (!role) throw new Refusal('not-found');
  await ports.banDoor.mind({ ...right, role });
  if (!isSignedIn) throw new Refusal('link-expired');
  const { recording } = await findRecording(ports, { ...right, role }, right.recordingId);
  if (recording.phase !== 'ready') throw new Refusal('not-found');
  return { recording, file: await ports.control.file(recording.node, recording.id, ask) };
}
