import type { chatWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { deleteMessage, editMessage, reactToMessage } from '../../usecases/change-message.ts';
import { muteInChat, setChat } from '../../usecases/govern-chat.ts';
import { heldSeat } from '../../usecases/hold-seat.ts';
import { postMessage } from '../../usecases/post-message.ts';
import { readChat } from '../../usecases/read-chat.ts';
import { type HandlersOf, inRoom, told } from './handler.ts';

export const chatHandlers = (ports: ClassroomPorts): HandlersOf<typeof chatWishes> => ({
  'chat.post': inRoom(ports, postMessage),
  'chat.before': inRoom<'chat.before'>(ports, async (_, caller, { seq }) => {
    await heldSeat(ports, caller);
    return told(await readChat(ports, caller, seq));
  }),
  'chat.edit': inRoom(ports, editMessage),
  'chat.delete': inRoom(ports, deleteMessage),
  'chat.react': inRoom(ports, reactToMessage),
  'chat.mute': inRoom(ports, muteInChat),
  'chat.set': inRoom(ports, setChat),
});
