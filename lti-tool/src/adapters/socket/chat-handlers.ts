import type { BodyOf, chatWishes, ReplyOf } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../../ports/classroom.ts';
import { deleteMessage, editMessage, reactToMessage } from '../../usecases/change-message.ts';
import { muteInChat, setChat } from '../../usecases/govern-chat.ts';
import { heldSeat } from '../../usecases/hold-seat.ts';
import { postMessage } from '../../usecases/post-message.ts';
import { readChat } from '../../usecases/read-chat.ts';

type Wishes = typeof chatWishes;
type Handlers = {
  readonly [N in keyof Wishes]: (caller: LinkedCaller, body: BodyOf<Wishes, N>) => Promise<Done<ReplyOf<Wishes, N>>>;
};

export const chatHandlers = (ports: ClassroomPorts): Handlers => ({
  'chat.post': (caller, body) => postMessage(ports, caller, body),
  'chat.before': async (caller, { seq }) => {
    await heldSeat(ports, caller);
    return { value: await readChat(ports, caller, seq), facts: [] };
  },
  'chat.edit': (caller, body) => editMessage(ports, caller, body),
  'chat.delete': (caller, body) => deleteMessage(ports, caller, body),
  'chat.react': (caller, body) => reactToMessage(ports, caller, body),
  'chat.mute': (caller, body) => muteInChat(ports, caller, body),
  'chat.set': (caller, body) => setChat(ports, caller, body),
});
