import { type ClassView, DEFAULT_RIGHTS, type PickView, type RecordingView, type SessionView } from '@liveclass/contract';
import type { House } from '../src/house.ts';
import type { Incoming } from '../src/links/media-link-receiving.ts';
import { MyMedia } from '../src/models/my-media.ts';
import { Notices } from '../src/models/notices.ts';
import { mediaBySeat } from '../src/models/person-media.ts';
import { FIRST_STATE, type RoomState } from '../src/models/room-state.ts';
import { mount } from '../src/views/mount.tsx';
import { Watched } from '../src/watched.ts';
import { dressDocument, makeWords, nearestLanguage } from '../src/words.ts';
import { madeUpAttendance } from './attendance.ts';
import { madeUpBoard } from './board.ts';
import { madeUpChat } from './chat.ts';
import { madeUpDesk } from './desk.ts';
import { madeUpFeedback } from './feedback.ts';
import { madeUpFiles } from './files.ts';
import { madeUpGuestLinks, madeUpGuestsApi } from './guests.ts';
import { madeUpLively } from './lively.ts';
import { madeUpBans, madeUpHands, madeUpOrder } from './order.ts';
import { madeUpPeople } from './people.ts';
import { aPicture, drawnPerson, drawnSlide } from './pictures.ts';
import { madeUpPolls, madeUpPollsApi } from './polls.ts';
import { madeUpRoster } from './roster.ts';
import { madeUpWaiting } from './waiting.ts';

const wish = new URLSearchParams(location.search);
const count = (name: string, otherwise: number): number => Number(wish.get(name) ?? otherwise);
const now = Date.now();
const language = nearestLanguage([wish.get('lang') ?? 'en']);
const role = wish.get('role') === 'student' ? 'student' : 'teacher';
const nothing = (): void => undefined;
const resolved = async (): Promise<void> => undefined;

const aRecording = (index: number, part: Partial<RecordingView>): RecordingView => ({
  recordingId: `recording-${index}` as RecordingView['recordingId'],
  title: 'Biology 101, week 7',
  phase: 'ready',
  hidden: false,
  startedAt: now - (index + 1) * 86_400_000,
  durationMs: 2_734_000,
  bytes: 120_000_000,
  progress: 1,
  inCourse: 'published',
  ...part,
});
const recordings = wish.has('empty')
  ? []
  : [
      aRecording(0, { phase: 'composing', progress: 0.42, startedAt: now - 3_600_000, inCourse: 'pending' }),
      aRecording(1, {}),
      aRecording(2, { title: 'Cells and membranes: a very long title that somebody wrote without thinking of phones', hidden: true }),
      aRecording(3, { phase: 'failed', reason: 'disk-full', inCourse: 'none' }),
      aRecording(4, { inCourse: 'none', removedFromCourse: true }),
    ];
const recordingNow = {
  recordingId: 'recording-9' as RecordingView['recordingId'],
  phase: 'recording' as const,
  startedAt: now - 754_000,
  recordedMs: 754_000,
  resumedAt: now,
};
const sessionId = 'session-0001' as SessionView['personId'] as unknown as NonNullable<ClassView['session']>['sessionId'];
/** `groups=3`: the rooms of so many groups, the first two live; `groups=0`: in none. */
function groupRooms(): ClassView['rooms'] {
  if (!wish.has('groups')) return null;
  const names = ['Red', 'Blue', 'A group with a name that somebody wrote without thinking of phones', 'مجموعة الأحياء', ''];
  return names.slice(0, count('groups', 2)).map((name, index) => ({
    roomId: `room-000${index}` as ClassView['classId'],
    name,
    session:
      index < 2
        ? { sessionId, startedAt: now - 900_000, people: 3 + index, recording: wish.has('rec') && index === 0 ? recordingNow : null }
        : null,
  }));
}
const view: ClassView = {
  classId: 'class-0001' as ClassView['classId'],
  title: wish.get('title') ?? 'Biology 101: live class',
  courseTitle: 'Biology 101',
  session: wish.has('quiet')
    ? null
    : { sessionId, startedAt: now - 900_000, people: count('people', 6), recording: wish.has('rec') ? recordingNow : null },
  rooms: groupRooms(),
  recordings,
  lastEndedAt: now - 172_800_000,
  next: wish.has('planned') ? { startsAt: now + 1_500_000, endsAt: now + 5_100_000 } : null,
  schedule:
    wish.has('planned') && role === 'teacher'
      ? { startsAt: '2026-11-24T10:00', timeZone: 'Europe/Madrid', durationMinutes: 60, weeklyUntil: '2027-02-02' }
      : null,
  recordFromStart: wish.has('planned'),
  hasWaitingRoom: wish.has('door'),
  ...(role === 'teacher' && { waiting: count('waiters', 0) }),
};
const toPick: PickView = {
  courseTitle: view.courseTitle,
  acceptsMultiple: !wish.has('one'),
  acceptsGrades: !wish.has('ungraded'),
  classes: wish.has('empty')
    ? []
    : [
        { classId: view.classId, title: view.title, isLive: true, lastEndedAt: null },
        { classId: 'class-0002' as ClassView['classId'], title: '', isLive: false, lastEndedAt: now - 172_800_000 },
        { classId: 'class-0003' as ClassView['classId'], title: 'مختبر الأحياء', isLive: false, lastEndedAt: null },
      ],
  recordings,
};

const session: SessionView = {
  personId: 'person-0001' as SessionView['personId'],
  name: role === 'teacher' ? 'Tara Teacher' : 'Sam Student',
  role,
  place: 'room',
  classId: view.classId,
  title: view.title,
  courseTitle: view.courseTitle,
  locale: language,
  recordingId: 'recording-1',
  returnUrl: 'http://127.0.0.1/courses',
  expiresAt: now + 3_600_000,
};

const phases: Record<string, RoomState['phase']> = {
  left: { name: 'left' },
  ended: { name: 'ended', reason: 'teacher' },
  superseded: { name: 'superseded' },
  refused: { name: 'refused', reason: 'class-full' },
  consent: { name: 'consent' },
  moved: { name: 'moved' },
  waiting: { name: 'waiting' },
};

const placed = { group: wish.has('groups') ? 'Red' : null, view, isBoardShown: wish.has('board') };
function madeUpRoom(): RoomState {
  const people = madeUpPeople(count('people', 6), role === 'teacher' ? 0 : 1);
  const sharing = wish.has('screen') ? people[role === 'teacher' ? 1 : 0] : undefined;
  const of = (
    seatId: Incoming['seatId'],
    source: Incoming['source'],
    track: MediaStreamTrack | undefined,
    part: Partial<Incoming> = {},
  ): Incoming => ({
    producerId: `${seatId}-${source}`,
    seatId,
    source,
    isPaused: false,
    track,
    score: 10,
    weakEnd: undefined,
    ...part,
  });
  const incoming = people
    .filter(({ isMe }) => !isMe)
    .flatMap(({ seatId }, index) => [
      of(seatId, 'microphone', undefined, { isPaused: index % 3 === 1 }),
      ...(index % 4 === 2 ? [] : [of(seatId, 'camera', drawnPerson(index * 67), index === 3 ? { score: 5, weakEnd: 'sender' } : {})]),
    ]);
  if (sharing) incoming.push(of(sharing.seatId, 'screen', drawnSlide()));
  return {
    ...FIRST_STATE,
    phase: phases[wish.get('phase') ?? ''] ?? { name: 'in' },
    me: { seatId: people.find(({ isMe }) => isMe)?.seatId ?? ('seat-0000' as Incoming['seatId']), role, rights: DEFAULT_RIGHTS[role] },
    ...placed,
    people,
    media: mediaBySeat(incoming),
    recording: wish.has('rec') ? recordingNow : null,
    mustAgree: wish.has('agree'),
    connection: wish.has('lost')
      ? { kind: 'reconnecting', what: 'both' }
      : wish.has('trouble')
        ? { kind: 'trouble', what: 'media-blocked' }
        : { kind: 'fine' },
    screens: sharing ? [sharing.seatId] : [],
    speaking: new Set(people[2] ? [people[2].seatId] : []),
    mainSpeaker: people[2]?.seatId,
  };
}

const library = {
  state: new Watched(view),
  finish: nothing,
  rename: resolved,
  setHidden: resolved,
  remove: nothing,
  composeAgain: resolved,
  publishAgain: resolved,
};

const api = {
  attendance: madeUpAttendance(wish),
  feedback: madeUpFeedback(wish),
  files: { link: async () => ({ url: aPicture(), expiresAt: 0 }) },
  polls: madeUpPollsApi(wish),
  guests: madeUpGuestsApi(wish, view.title),
  now: Date.now,
  recording: async () => aRecording(1, {}),
  theClass: async () => view,
  toPick: async () => toPick,
  playbackLink: async () => ({ url: '', expiresAt: 0 }),
};
const madeUpLobby = () => ({
  open: nothing,
  setDoor: resolved,
  state: new Watched({
    isStale: wish.has('lost'),
    closedBy: wish.has('expired') ? 'session-expired' : undefined,
    isRemoved: wish.has('removed'),
  }),
});

const madeUpPlayback = () => ({
  state: new Watched({ link: undefined, refusedBy: undefined }),
  renew: resolved,
  close: nothing,
  now: Date.now,
  link: undefined,
});

const madeUpMeeting = (state: Watched<RoomState>) => ({
  state,
  enter: nothing,
  show: nothing,
  setLayout: (layout: RoomState['layout']) => state.change({ layout, pinned: undefined }),
  pin: (pinned: string | undefined) => state.change({ pinned }),
  turnPage: (page: number) => state.change({ page }),
  leave: resolved,
  agree: async () => state.change({ mustAgree: false }),
  comeBack: nothing,
});

async function gallery(): Promise<void> {
  dressDocument(language);
  if (wish.get('theme')) document.documentElement.dataset['theme'] = wish.get('theme') ?? '';
  const [state, notices] = [new Watched(madeUpRoom()), new Notices()];
  const room = madeUpMeeting(state);
  const house = {
    path: `/${wish.get('view') ?? 'lobby'}`,
    fragment: { code: undefined, choices: undefined, agreedTo: undefined },
    words: await makeWords(language),
    notices,
    library,
    files: madeUpFiles(wish, role),
    api,
    signIn: async () => session,
    media: () => new MyMedia(undefined),
    lobby: madeUpLobby,
    roster: () => madeUpRoster(wish),
    standing: new Watched(undefined),
    room: () => room,
    polls: () => madeUpPolls(wish, role === 'teacher'),
    hands: () => madeUpHands(wish),
    order: () => madeUpOrder(wish),
    lively: () => madeUpLively(wish),
    waiting: () => madeUpWaiting(wish),
    bans: () => madeUpBans(wish),
    guestLinks: () => madeUpGuestLinks(wish),
    teaching: () => ({ isBusy: new Watched(false), startRecording: resolved, mute: resolved }),
    chat: () => madeUpChat(wish, state.get().people),
    board: () => madeUpBoard({ wish, role, notices, people: state.get().people }),
    desk: madeUpDesk,
    playback: madeUpPlayback,
  };
  if (wish.has('notice')) notices.say('recording.notice.started', {}, 'calm', 60_000);
  const root = document.getElementById('app');
  if (root) mount(root, house as unknown as House);
}

void gallery();
