import { Refusal, type Role, type SessionView } from '@liveclass/contract';
import type { i18n } from 'i18next';
import type { House } from './house.ts';
import { AdminApi } from './links/admin-api.ts';
import { chime } from './links/chime.ts';
import { type Fragment, parseFragment, roomOfAddress } from './links/choices.ts';
import { takeTabId } from './links/tab.ts';
import { ToolApi } from './links/tool-api.ts';
import { Bans } from './models/bans.ts';
import { Board } from './models/board.ts';
import { Chat } from './models/chat.ts';
import { ChatAttachment } from './models/chat-attachment.ts';
import { Desk } from './models/desk.ts';
import { FileShelf } from './models/file-shelf.ts';
import { GuestLinks } from './models/guest-links.ts';
import { Hands } from './models/hands.ts';
import { Library } from './models/library.ts';
import { Lively } from './models/lively.ts';
import { Lobby } from './models/lobby.ts';
import { MyMedia } from './models/my-media.ts';
import { Notices } from './models/notices.ts';
import { Order } from './models/order.ts';
import { Playback } from './models/playback.ts';
import { Polls } from './models/polls.ts';
import { Room } from './models/room.ts';
import type { RoomPart } from './models/room-part.ts';
import { Roster } from './models/roster.ts';
import { Teaching } from './models/teaching.ts';
import { Waiting } from './models/waiting.ts';
import { mount } from './views/mount.tsx';
import { Watched } from './watched.ts';
import { dressDocument, makeWords, nearestLanguage } from './words.ts';

interface Living {
  networkChanged?(): void;
  dump(): object;
}

const living = new Set<Living>();
const lives = <T extends Living>(it: T): T => {
  living.add(it);
  return it;
};

/** A part hears of the room from then on. */
function attached<P extends RoomPart>(room: Room, part: P): P {
  room.attach(part);
  return part;
}

/** A code works once: it is gone from the address before anything else, so that no history or copied link holds it. */
function hideCode(): void {
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
}

async function signIn(api: ToolApi, fragment: Fragment): Promise<SessionView> {
  hideCode();
  if (!fragment.code) return await api.restore();
  try {
    return await api.redeem(fragment.code);
  } catch (error) {
    // Used before (the page was opened again from the history): the cookie may still know the person.
    if (error instanceof Refusal && error.reason === 'link-expired') return await api.restore();
    throw error;
  }
}

async function speak(words: i18n, locale: string | undefined): Promise<void> {
  const chosen = nearestLanguage([locale, ...navigator.languages]);
  dressDocument(chosen);
  await words.changeLanguage(chosen);
}

const boardOf = (room: Room, notices: Notices, { slides }: ToolApi): Board =>
  new Board({ tool: room.tool, notices, slides, shown: (isShown, isNews) => room.boardShown(isShown, isNews) });

const chatOf = (room: Room, api: ToolApi, notices: Notices): Chat =>
  new Chat({
    tool: room.tool,
    notices,
    attachment: new ChatAttachment(api.files),
    now: api.now,
    role: () => room.state.get().me?.role,
  });

function shelfOf({ files }: ToolApi, notices: Notices): FileShelf {
  const shelf = new FileShelf(files, notices);
  addEventListener('pagehide', () => shelf.finish());
  return shelf;
}

/** The features of a room that have a state of their own; each lives as long as the room. */
const roomParts = ({ api, notices, roomId }: Pick<House, 'api' | 'notices' | 'roomId'>) =>
  ({
    polls: (room) => attached(room, new Polls(room.tool, notices)),
    chat: (room) => attached(room, chatOf(room, api, notices)),
    board: (room) => attached(room, lives(boardOf(room, notices, api))),
    hands: (room) => attached(room, new Hands({ room, notices, chime, now: () => performance.now() })),
    lively: (room) => attached(room, new Lively({ room, notices, chime, now: api.now })),
    order: (room) => attached(room, new Order({ tool: room.tool, notices })),
    waiting: (room) => attached(room, new Waiting({ room, roomId, notices, chime })),
  }) satisfies Partial<House>;

async function makeHouse(): Promise<House> {
  const [fragment, roomId] = [parseFragment(location.hash), roomOfAddress(location.search)];
  const language = nearestLanguage(navigator.languages);
  dressDocument(language);
  const words = await makeWords(language);
  const { origin } = location;
  const api = new ToolApi(origin);
  const notices = new Notices();
  const library = new Library(api, notices);
  const tab = takeTabId();
  const standing = new Watched<Role | undefined>(undefined);
  const roleChanged = (role: Role) => standing.set(role);
  return {
    path: location.pathname,
    fragment,
    roomId,
    words,
    api,
    notices,
    library,
    files: shelfOf(api, notices),
    standing,
    async signIn() {
      const session = await signIn(api, fragment);
      await speak(words, session.locale);
      return session;
    },
    media: (choices) => new MyMedia(choices),
    lobby: () => lives(new Lobby({ origin, tab, api, library, roleChanged })),
    roster: () => new Roster(api),
    room: (media, agreedTo) => lives(new Room({ origin, tab, token: api.token, media, notices, roomId, agreedTo, roleChanged })),
    teaching: (room) => new Teaching(room.tool, notices, (isMine) => room.recording.isMine(isMine)),
    ...roomParts({ api, notices, roomId }),
    bans: () => new Bans(api.bans),
    guestLinks: () => new GuestLinks(api.guests),
    desk() {
      hideCode();
      return new Desk(new AdminApi(origin), notices);
    },
    playback: (recordingId) => new Playback(api, recordingId),
  };
}

const networkChanged = (): void => {
  for (const one of living) one.networkChanged?.();
};
addEventListener('online', networkChanged);
(navigator as { connection?: EventTarget }).connection?.addEventListener('change', networkChanged);

// For diagnosis only: it shows states, and can do nothing.
Object.defineProperty(window, '__liveclass', { value: Object.freeze({ dump: () => [...living].map((one) => one.dump()) }) });

const root = document.getElementById('app');
if (root) void makeHouse().then((house) => mount(root, house));
