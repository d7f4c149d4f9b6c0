import type { ChatMessage, FileId } from '@liveclass/contract';
import { ChatAttachment } from '../src/models/chat-attachment.ts';
import { ChatDraft } from '../src/models/chat-draft.ts';
import { type ChatState, FIRST_CHAT } from '../src/models/chat-state.ts';
import type { Person } from '../src/models/people.ts';
import { Watched } from '../src/watched.ts';

const MIN = 60_000;
const nothing = (): void => undefined;
const done = async (): Promise<boolean> => true;
const id = (index: number) => `message-${String(index).padStart(4, '0')}` as ChatMessage['id'];
const personId = (index: number) => `person-${String(index).padStart(4, '0')}` as ChatMessage['from']['personId'];

const fileId = (index: number) => `file-${String(index).padStart(4, '0')}` as FileId;

/** `uploading`, `attached`, `refused`: what is put to the message that is being written. */
function attachmentOf(wish: URLSearchParams): ChatAttachment {
  const attachment = new ChatAttachment({ upload: () => new Promise(() => undefined), remove: async () => undefined });
  const name = 'a picture of the microscope with a long name.png';
  if (wish.has('uploading')) attachment.state.set({ phase: 'uploading', name, progress: 0.6 });
  if (wish.has('refused')) attachment.state.set({ phase: 'failed', name, reason: 'too-large' });
  if (wish.has('attached'))
    attachment.state.set({ phase: 'ready', isOwn: true, file: { fileId: fileId(9), name, kind: 'image', bytes: 420_000 } });
  return attachment;
}

const PLAIN = { to: null, replyTo: null, mentions: [], editedAt: null, deleted: null };

type Line = readonly [from: number, text: string, part?: Partial<ChatMessage>];

/** Oldest first. */
function written(who: (index: number) => ChatMessage['from'], me: number): readonly Line[] {
  const now = Date.now();
  return [
    [0, 'Please read chapter 7 before Thursday: https://library.example.org/books/biology/chapter-7', { at: now - 3 * 1440 * MIN }],
    [1, 'Is the membrane a wall, or more like a fence with gates?', { at: now - 22 * MIN }],
    [0, 'More like a fence with gates. We come to the gates in a moment.', { replyTo: id(1), at: now - 21 * MIN }],
    [2, '👍', { at: now - 20.9 * MIN }],
    [3, 'هل يمكن إعادة شرح النقل النشط؟ لم أفهم دور ATP فيه.', { at: now - 18 * MIN }],
    [
      me === 0 ? 2 : 0,
      `Of course, @${who(me).name}, could you say it in your own words?`,
      { mentions: [{ personId: personId(me), name: who(me).name }], at: now - 15 * MIN },
    ],
    [4, '', { deleted: { at: now - 11 * MIN, name: 'Tara Teacher', role: 'teacher' }, at: now - 12 * MIN }],
    [2, 'I could not hear the last sentence. Could somebody write it down for me?', { to: who(me), at: now - 6 * MIN }],
    [me, 'Active transport needs energy\nbecause it goes against the gradient.', { editedAt: now - 3 * MIN, at: now - 4 * MIN }],
    [3, '', { file: { fileId: fileId(1), name: 'الخلية النباتية.png', kind: 'image', bytes: 310_000, size: { width: 640, height: 400 } } }],
    [
      0,
      'The slides of today',
      { file: { fileId: fileId(2), name: 'Week 7, active transport and diffusion.pdf', kind: 'pdf', bytes: 2_400_000 } },
    ],
    [1, '', { to: who(me), file: { fileId: fileId(3), name: 'notes.docx', kind: 'other', bytes: 48_000, isGone: true } }],
    [5, 'Averyveryverylongwordthatsomebodywrotewithoutanyspacesatalltoseewhetherthepanelkeepsitswidthornot', { at: now - 2 * MIN }],
  ];
}

/** What a made-up class wrote; `people` are those of the room. */
function lines(people: readonly Person[], me: number): ChatMessage[] {
  const who = (index: number): ChatMessage['from'] => {
    const person = people[index % people.length];
    return {
      personId: personId(index),
      seatId: person?.seatId ?? ('seat-0000' as ChatMessage['from']['seatId']),
      name: person?.name ?? '',
      role: person?.role ?? 'student',
    };
  };
  return written(who, me).map(([from, text, part], index) => ({
    id: id(index),
    seq: index + 1,
    at: Date.now(),
    sendId: `send-${String(index).padStart(4, '0')}`,
    from: who(from),
    text,
    ...PLAIN,
    reactions:
      index === 2
        ? [
            { kind: 'yes' as const, count: 4, isMine: true },
            { kind: 'question' as const, count: 1, isMine: false },
          ]
        : [],
    ...part,
  }));
}

const UNSENT: ChatState['outgoing'] = [
  {
    sendId: 'send-9998',
    text: 'On its way',
    file: undefined,
    to: undefined,
    replyTo: undefined,
    mentions: [],
    at: Date.now(),
    failed: undefined,
  },
  {
    sendId: 'send-9999',
    text: 'Not sent',
    file: undefined,
    to: undefined,
    replyTo: undefined,
    mentions: [],
    at: Date.now(),
    failed: 'unavailable',
  },
];

/** The chat of a made-up class: `muted`, `off`, `slow`, `failed`, `quietchat` (nothing written yet), `unread`. */
export function madeUpChat(wish: URLSearchParams, people: readonly Person[]) {
  const me = Math.max(
    0,
    people.findIndex(({ isMe }) => isMe),
  );
  const messages = wish.has('quietchat') ? [] : lines(people, me);
  const state: ChatState = {
    ...FIRST_CHAT,
    me: personId(me),
    settings: { studentsWrite: !wish.has('off'), privately: 'all', slowSeconds: wish.has('slow') ? 300 : 0 },
    isMuted: wish.has('muted'),
    muted: [{ personId: personId(4), seatId: 'seat-0004' as ChatMessage['from']['seatId'], name: people[4]?.name ?? 'Jo' }],
    messages,
    more: messages.length > 0,
    unread: wish.has('unread') ? 3 : 0,
    isCalled: wish.has('unread'),
    outgoing: wish.has('failed') ? UNSENT : [],
  };
  return {
    state: new Watched(state),
    draft: new ChatDraft(),
    attachment: attachmentOf(wish),
    setOpen: nothing,
    send: nothing,
    retry: nothing,
    giveUp: nothing,
    loadOlder: async () => undefined,
    edit: done,
    delete: done,
    react: done,
    mute: done,
    set: done,
    find: (wanted: ChatMessage['id']) => messages.find((message) => message.id === wanted),
  };
}
