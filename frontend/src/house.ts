import type { Role, SessionView } from '@liveclass/contract';
import type { i18n } from 'i18next';
import type { Choices, Fragment } from './links/choices.ts';
import type { ToolApi } from './links/tool-api.ts';
import type { Bans } from './models/bans.ts';
import type { Board } from './models/board.ts';
import type { Chat } from './models/chat.ts';
import type { Desk } from './models/desk.ts';
import type { FileShelf } from './models/file-shelf.ts';
import type { GuestLinks } from './models/guest-links.ts';
import type { Hands } from './models/hands.ts';
import type { Library } from './models/library.ts';
import type { Lively } from './models/lively.ts';
import type { Lobby } from './models/lobby.ts';
import type { MyMedia } from './models/my-media.ts';
import type { Notices } from './models/notices.ts';
import type { Order } from './models/order.ts';
import type { Playback } from './models/playback.ts';
import type { Polls } from './models/polls.ts';
import type { Room } from './models/room.ts';
import type { Roster } from './models/roster.ts';
import type { Teaching } from './models/teaching.ts';
import type { Waiting } from './models/waiting.ts';
import type { Watched } from './watched.ts';

/** All that the views are given. Only main.ts builds it. */
export interface House {
  readonly path: string;
  readonly fragment: Fragment;
  /** The group's room that the address names. */
  readonly roomId: string | undefined;
  readonly words: i18n;
  readonly api: ToolApi;
  readonly notices: Notices;
  readonly library: Library;
  readonly files: FileShelf;
  /** What the person is in the class since the course last said something new; undefined: as they signed in. */
  readonly standing: Watched<Role | undefined>;
  /** By the one-time code of the address, else by the cookie of an earlier visit. */
  signIn(): Promise<SessionView>;
  media(choices: Choices | undefined): MyMedia;
  lobby(): Lobby;
  roster(): Roster;
  room(media: MyMedia, agreedTo: string | undefined): Room;
  teaching(room: Room): Teaching;
  polls(room: Room): Polls;
  chat(room: Room): Chat;
  hands(room: Room): Hands;
  lively(room: Room): Lively;
  order(room: Room): Order;
  waiting(room: Room): Waiting;
  bans(): Bans;
  guestLinks(): GuestLinks;
  board(room: Room): Board;
  /** The admin's desk, which has a sign-in of its own. */
  desk(): Desk;
  playback(recordingId: string): Playback;
}
