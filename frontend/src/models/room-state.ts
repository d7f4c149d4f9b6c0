import type { ClassView, Reason, RecordingState, Rights, Role, SeatId, Source } from '@liveclass/contract';
import type { SendingState } from '../links/media-link-sending.ts';
import type { ConnectionTruth } from './connection.ts';
import type { Person } from './people.ts';
import type { PersonMedia, Quality } from './person-media.ts';
import type { LayoutChoice } from './stage.ts';

export type RoomPhase =
  | { readonly name: 'entering' }
  /** The class is recorded: in only after agreeing. */
  | { readonly name: 'consent' }
  /** A teacher has to let the person in. */
  | { readonly name: 'waiting' }
  | { readonly name: 'in' }
  | { readonly name: 'left' }
  | { readonly name: 'ended'; readonly reason: 'teacher' | 'empty' | 'platform-paused' | 'removed' }
  /** The groups changed, and this room is another group's now. */
  | { readonly name: 'moved' }
  | { readonly name: 'superseded' }
  | { readonly name: 'refused'; readonly reason: Reason };

export interface RoomState {
  readonly phase: RoomPhase;
  readonly me: { readonly seatId: SeatId; readonly role: Role; readonly rights: Rights } | undefined;
  /** The group whose room this is, empty for the people of no group; null in the room for all. */
  readonly group: string | null;
  /** The class, once this room is not the person's any more: where they may go instead. */
  readonly view: ClassView | undefined;
  readonly people: readonly Person[];
  readonly media: ReadonlyMap<SeatId, PersonMedia>;
  readonly sending: ReadonlyMap<Source, SendingState>;
  readonly recording: RecordingState | null;
  /** A recording began while the person is in the room, and they have not answered yet. */
  readonly mustAgree: boolean;
  readonly connection: ConnectionTruth;
  readonly myQuality: Quality;
  readonly layout: LayoutChoice;
  /** A teacher put the board on everybody's stage. */
  readonly isBoardShown: boolean;
  readonly pinned: string | undefined;
  readonly page: number;
  /** Seats that share a screen, the newest last. */
  readonly screens: readonly SeatId[];
  /** Who has the main place of the speaker view. */
  readonly mainSpeaker: SeatId | undefined;
  /** Who was called by the teacher: everybody else looks at them. */
  readonly spotlight: SeatId | undefined;
  /** Who is heard right now. */
  readonly speaking: ReadonlySet<SeatId>;
}

export const FIRST_STATE: RoomState = {
  phase: { name: 'entering' },
  me: undefined,
  group: null,
  view: undefined,
  people: [],
  media: new Map(),
  sending: new Map(),
  recording: null,
  mustAgree: false,
  connection: { kind: 'fine' },
  myQuality: 'good',
  layout: undefined,
  isBoardShown: false,
  pinned: undefined,
  page: 0,
  screens: [],
  mainSpeaker: undefined,
  spotlight: undefined,
  speaking: new Set(),
};

/** Guests are of the room alone: nothing of the class's other pages is for them. */
export const amGuest = ({ people }: Pick<RoomState, 'people'>): boolean => people.some(({ isMe, isGuest }) => isMe && isGuest);
