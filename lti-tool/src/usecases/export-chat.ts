import { type ChatMessage, Refusal } from '@liveclass/contract';
import { messageView } from '../domain/chat.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import { roomIds } from './know-room.ts';

type Ports = Pick<ClassroomPorts, 'chats' | 'rooms'>;

/**
 * What the teacher may read of the class's chat, oldest first, one room after the other; private messages of others are not theirs
 * to export. Refused: 'forbidden'.
 */
export function exportChat(ports: Ports, caller: Caller): AsyncIterable<ChatMessage> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden');
  return views(ports, caller);
}

async function* views({ chats, rooms }: Ports, { classId, personId, role }: Caller) {
  for (const roomId of roomIds(classId, await rooms.of(classId)))
    for await (const message of chats.all(roomId, personId)) yield messageView(message, { personId, role });
}
