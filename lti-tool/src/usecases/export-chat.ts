import { type ChatMessage, Refusal } from '@liveclass/contract';
import { messageView } from '../domain/chat.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

/** What the teacher may read of the class's chat, oldest first; private messages of others are not theirs to export. Refused: 'forbidden'. */
export function exportChat({ chats }: Pick<ClassroomPorts, 'chats'>, { classId, personId, role }: Caller): AsyncIterable<ChatMessage> {
  if (role !== 'teacher') throw new Refusal('forbidden');
  return views(chats.all(classId, personId), { personId, role });
}

async function* views(messages: ReturnType<ClassroomPorts['chats']['all']>, reader: Pick<Caller, 'personId' | 'role'>) {
  for await (const message of messages) yield messageView(message, reader);
}
