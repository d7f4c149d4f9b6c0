import type { ChatMute, ChatSettings, PersonId, Role, SeatId } from '@liveclass/contract';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';

/** What decides about all messages alike. It changes seldom; the room itself changes with every word that is spoken. */
interface Standing {
  readonly me: PersonId | undefined;
  readonly role: Role | undefined;
  readonly seats: ReadonlySet<SeatId>;
  readonly settings: ChatSettings;
  readonly isMuted: boolean;
  readonly muted: readonly ChatMute[];
}

const StandingContext = createContext<Standing | undefined>(undefined);

export function StandingProvider({ children }: { readonly children: ReactNode }) {
  const { state, parts } = useRoom();
  const { me, settings, isMuted, muted } = useWatched(parts.chat.state);
  const { people } = state;
  const role = state.me?.role;
  const seats = useMemo(() => new Set(people.map(({ seatId }) => seatId)), [people]);
  const standing = useMemo(() => ({ me, role, seats, settings, isMuted, muted }), [me, role, seats, settings, isMuted, muted]);
  return <StandingContext value={standing}>{children}</StandingContext>;
}

export function useStanding(): Standing {
  const standing = useContext(StandingContext);
  if (!standing) throw new Error('A message stands outside of the chat.');
  return standing;
}
