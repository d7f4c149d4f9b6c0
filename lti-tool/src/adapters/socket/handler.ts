import type { BodyOf, ReplyOf, ToolWishes } from '@liveclass/contract';
import type { ClassroomPorts, Done, LinkedCaller } from '../../ports/classroom.ts';
import type { Entered } from '../../usecases/enter-room.ts';
import { inTheirRoom } from '../../usecases/know-room.ts';

type Handler<N extends keyof ToolWishes> = (caller: LinkedCaller, body: BodyOf<ToolWishes, N>) => Promise<Done<ReplyOf<ToolWishes, N>>>;

/** The handlers of one feature's wishes. */
export type HandlersOf<W> = { readonly [N in keyof W & keyof ToolWishes]: Handler<N> };

/** One handler per row of the table; a row without one does not compile. */
export type Handlers = { readonly [N in Exclude<keyof ToolWishes, 'room.enter'>]: Handler<N> } & {
  readonly 'room.enter': (caller: LinkedCaller, body: BodyOf<ToolWishes, 'room.enter'>) => Promise<Entered>;
};

/** A wish in a room counts while the person may be in that room, and not for longer. */
export const inRoom =
  <N extends keyof ToolWishes>(
    ports: ClassroomPorts,
    handle: (ports: ClassroomPorts, caller: LinkedCaller, body: BodyOf<ToolWishes, N>) => Promise<Done<ReplyOf<ToolWishes, N>>>,
  ): Handler<N> =>
  async (caller, body) =>
    handle(ports, await inTheirRoom(ports, caller), body);

export const told = <T>(value: T): Done<T> => ({ value, facts: [] });
