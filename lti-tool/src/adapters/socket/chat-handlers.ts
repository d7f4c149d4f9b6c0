import type { chatWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { deleteMessage, editMessage, reactToMessage } from '../../usecases/change-message.ts';
import { muteInChat, setChat } from '../../usecases/govern-chat.ts';
import { heldSeat } from '../../usecases/hold-seat.ts';
import { postMessage } from '../../usecases/post-message.ts';
import { readChat } from '../../usecases/read-chat.ts';
import { type HandlersOf, told } from './handler.ts';

export const chatHandlers = (ports: ClassroomPorts): HandlersOf<typeof chatWishes> => ({
  'chat.post': (caller, body) => postMessage(ports, caller, body),
  'chat.before': async (caller, { seq }) => {
    await heldSeat(ports, caller);
    return told(await readChat(ports, caller, seq));
  },
  'chat.edit': (caller, body) => editMessage(ports, caller, body),
  'chat.delete': (caller, body) => deleteMessage(ports, caller, body),
  'chat.react': (caller, body) => reactToMessage(ports, caller, body),
  'chat.mute': (caller, body) => muteInChat(ports, caller, body),
  'chat.set': (caller, body) => setChat(ports, caller, body),
});
