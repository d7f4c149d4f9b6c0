import type { BodyOf, ReplyOf, ToolWishes } from '@liveclass/contract';
import type { Done, LinkedCaller } from '../../ports/classroom.ts';
import type { Entered } from '../../usecases/enter-room.ts';

type Handler<N extends keyof ToolWishes> = (caller: LinkedCaller, body: BodyOf<ToolWishes, N>) => Promise<Done<ReplyOf<ToolWishes, N>>>;

/** The handlers of one feature's wishes. */
export type HandlersOf<W> = { readonly [N in keyof W & keyof ToolWishes]: Handler<N> };

/** One handler per row of the table; a row without one does not compile. */
export type Handlers = { readonly [N in Exclude<keyof ToolWishes, 'room.enter'>]: Handler<N> } & {
  readonly 'room.enter': (caller: LinkedCaller, body: BodyOf<ToolWishes, 'room.enter'>) => Promise<Entered>;
};

export const told = <T>(value: T): Done<T> => ({ value, facts: [] });
