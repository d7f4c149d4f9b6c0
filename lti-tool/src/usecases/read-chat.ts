import { type ChatMessage, type ChatPage, type ChatSnapshot, type FileId, LIMITS, type MessageId, type Seq } from '@liveclass/contract';
import { fitPage, isReader, messageView } from '../domain/chat.ts';
import { mayLookBack } from '../domain/rooms.ts';
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
  const gone = await chats.goneFiles(
    classId,
    page.flatMap(({ file }) => (file ? [file.fileId] : [])),
  );
  const view = (message: (typeof page)[number]) => withFileAsItIs(messageView(message, { personId, role }), gone);
  return { messages: page.map(view), quoted: quoted.map((message) => quoteOf(view(message))), more: newest.length > page.length };
}

const withFileAsItIs = ({ file, ...message }: ChatMessage, gone: ReadonlySet<FileId>): ChatMessage =>
  file ? { ...message, file: gone.has(file.fileId) ? { ...file, isGone: true } : file } : message;

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

/** Whether the caller may read this message of their class now, in whichever room it stands: for what comes with it. */
export async function mayReadMessage(
  { chats, rooms }: Pick<ClassroomPorts, 'chats' | 'rooms'>,
  { classId, personId, role }: Reading,
  id: MessageId,
): Promise<boolean> {
  const message = await chats.find(id);
  if (!message || message.deleted || !isReader(message, personId)) return false;
  return mayLookBack(await rooms.of(classId, personId), classId, message.classId, role);
}
