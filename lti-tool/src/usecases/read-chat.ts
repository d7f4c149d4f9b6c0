import { type ChatMessage, type ChatPage, type ChatSnapshot, LIMITS, type Seq } from '@liveclass/contract';
import { fitPage, messageView } from '../domain/chat.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

type Ports = Pick<ClassroomPorts, 'chats'>;
type Reading = Pick<Caller, 'classId' | 'personId' | 'role'>;

/** The newest that the caller may read, before this number where one is given. */
export async function readChat({ chats }: Ports, { classId, personId, role }: Reading, before?: Seq): Promise<ChatPage> {
  const newest = await chats.newest(classId, personId, LIMITS.chatPage + 1, before);
  const page = fitPage(newest);
  const here = new Set(page.map(({ id }) => id));
  const asked = page.flatMap(({ replyTo }) => (replyTo && !here.has(replyTo) ? [replyTo] : []));
  const quoted = await chats.some(classId, personId, [...new Set(asked)]);
  const view = (message: (typeof page)[number]) => messageView(message, { personId, role });
  return { messages: page.map(view), quoted: quoted.map((message) => quoteOf(view(message))), more: newest.length > page.length };
}

const quoteOf = (message: ChatMessage): ChatMessage => ({ ...message, text: message.text.slice(0, LIMITS.chatQuoteChars) });

/** The chat as somebody finds it who comes in. */
export async function chatSnapshot(ports: Ports, reading: Reading): Promise<ChatSnapshot> {
  const { chats } = ports;
  const { classId, personId, role } = reading;
  const [settings, isMuted, muted, page] = await Promise.all([
    chats.settings(classId),
    chats.isMuted(classId, personId),
    role === 'teacher' ? chats.mutes(classId) : [],
    readChat(ports, reading),
  ]);
  return { me: personId, settings, isMuted, muted: [...muted], page };
}
