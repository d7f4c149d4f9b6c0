import {
  type ChatMessage,
  type ChatSnapshot,
  type DurableEvent,
  type FileId,
  type MessageId,
  type PersonId,
  Refusal,
  type Role,
  type RoomSnapshot,
} from '@liveclass/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { LinkLost } from '../links/wire.ts';
import { Chat } from './chat.ts';
import { ChatAttachment } from './chat-attachment.ts';

const ME = 'person-me' as PersonId;
const OTHER = 'person-other' as PersonId;

type Asked = { readonly name: string; readonly body: Record<string, unknown>; answer(value: unknown): void; refuse(error: Error): void };
let asked: Asked[];
let said: string[];
let role: Role;
let chat: Chat;

const message = (seq: number, part: Partial<ChatMessage> = {}): ChatMessage => ({
  id: `message-${seq}` as MessageId,
  seq,
  at: seq * 1_000,
  sendId: `send-of-${seq}`,
  from: { personId: OTHER, seatId: 'seat-other' as never, name: 'Ada', role: 'student' },
  to: null,
  text: `text ${seq}`,
  replyTo: null,
  mentions: [],
  editedAt: null,
  deleted: null,
  reactions: [],
  ...part,
});
const mine = (seq: number, sendId: string): ChatMessage =>
  message(seq, { sendId, from: { personId: ME, seatId: 'seat-me' as never, name: 'Me', role: 'student' } });
const snapshot = (messages: readonly ChatMessage[], lastSeq: number, part: Partial<ChatSnapshot> = {}): RoomSnapshot =>
  ({
    lastSeq,
    chat: {
      me: ME,
      settings: { studentsWrite: true, privately: 'all', slowSeconds: 0 },
      isMuted: false,
      muted: [],
      page: { messages: [...messages], quoted: [], more: true },
      ...part,
    },
  }) as unknown as RoomSnapshot;
const posted = ({ seq, at, ...rest }: ChatMessage): DurableEvent => ({ type: 'chat.posted', seq, at, message: rest });
const event = (seq: number, part: object): DurableEvent => ({ seq, at: seq * 1_000, ...part }) as DurableEvent;
const state = () => chat.state.get();
const texts = () => state().messages.map(({ id }) => id);
const settled = () => new Promise((resolve) => setImmediate(resolve));
const draft = (text: string) => ({ text, file: undefined, to: undefined, replyTo: undefined, mentions: [] });

beforeEach(() => {
  asked = [];
  said = [];
  role = 'student';
  const ask = (name: string, body: Record<string, unknown>) =>
    new Promise((answer, refuse) => {
      asked.push({ name, body, answer, refuse });
    });
  const attachment = new ChatAttachment({ upload: () => new Promise(() => undefined), remove: async () => undefined });
  chat = new Chat({
    tool: { ask: ask as never },
    notices: { say: (key) => void said.push(key) },
    attachment,
    now: () => 5_000,
    role: () => role,
  });
});

describe('what I send', () => {
  it('[CH50] stands there at once, is confirmed by the answer or by the news of it, whichever comes first, and never twice', async () => {
    chat.entered(snapshot([], 1));
    chat.send(draft('hello'));
    expect(state().outgoing).toMatchObject([{ text: 'hello', failed: undefined, at: 5_000 }]);
    const { sendId } = state().outgoing[0]!;
    chat.happened(posted(mine(2, sendId)));
    expect([texts(), state().outgoing]).toEqual([['message-2'], []]);
    asked[0]!.answer({ message: mine(2, sendId) });
    await settled();
    expect(texts()).toEqual(['message-2']);
    chat.send(draft('again'));
    asked[1]!.answer({ message: mine(3, String(asked[1]!.body['sendId'])) });
    await settled();
    chat.happened(posted(mine(3, String(asked[1]!.body['sendId']))));
    expect([texts(), state().outgoing]).toEqual([['message-2', 'message-3'], []]);
    expect(state().unread).toBe(0);
  });

  it('[CH50] what was refused stays with its reason, and is tried again with the same sendId or given up', async () => {
    chat.entered(snapshot([], 1));
    chat.send(draft('too fast'));
    asked[0]!.refuse(new Refusal('too-fast'));
    await settled();
    expect(state().outgoing).toMatchObject([{ text: 'too fast', failed: 'too-fast' }]);
    const { sendId } = state().outgoing[0]!;
    chat.retry(sendId);
    expect(asked[1]).toMatchObject({ name: 'chat.post', body: { sendId, text: 'too fast' } });
    expect(state().outgoing[0]?.failed).toBeUndefined();
    asked[1]!.refuse(new Refusal('forbidden'));
    await settled();
    chat.giveUp(sendId);
    expect(state().outgoing).toEqual([]);
  });

  it('[CH50] what a lost link swallowed is sent again when the room is back, unless it had arrived', async () => {
    chat.entered(snapshot([], 1));
    for (const text of ['arrived', 'lost', 'refused']) chat.send(draft(text));
    const [arrived] = state().outgoing;
    asked[0]!.refuse(new LinkLost('chat.post'));
    asked[1]!.refuse(new LinkLost('chat.post'));
    asked[2]!.refuse(new Refusal('forbidden'));
    await settled();
    chat.entered(snapshot([mine(2, arrived!.sendId)], 2));
    expect(texts()).toEqual(['message-2']);
    expect(state().outgoing.map(({ text }) => text)).toEqual(['lost', 'refused']);
    expect(asked.slice(3).map(({ body }) => body['text'])).toEqual(['lost']);
    expect(asked[3]!.body['sendId']).toBe(asked[1]!.body['sendId']);
  });

  it('[CH50] an edit that is refused stays in the line, and one written to stays chosen', async () => {
    chat.entered(snapshot([mine(2, 'send-mine')], 2));
    chat.draft.edit(mine(2, 'send-mine'));
    chat.draft.write('better');
    const submitting = chat.draft.submit(chat, []);
    asked[0]!.refuse(new Refusal('wrong-phase'));
    await submitting;
    expect([chat.draft.state.get().text, said]).toEqual(['better', ['reasons.wrong-phase']]);
    chat.draft.clear();
    const to = { seatId: 'seat-other' as never, name: 'Ada' };
    chat.draft.writeTo(to);
    chat.draft.write('psst');
    await chat.draft.submit(chat, []);
    expect(asked[1]).toMatchObject({ name: 'chat.post', body: { to: 'seat-other', text: 'psst' } });
    expect(chat.draft.state.get()).toMatchObject({ text: '', to });
  });
});

describe('what others send', () => {
  it('[CH51] is unread while the chat is closed, louder where it is for me, and read when it is opened', () => {
    chat.entered(snapshot([message(2)], 2));
    expect(state().unread).toBe(0);
    chat.happened(posted(message(3)));
    expect(state()).toMatchObject({ unread: 1, isCalled: false });
    chat.happened(posted(message(4, { mentions: [{ personId: ME, name: 'Me' }] })));
    chat.happened(posted(message(5, { to: mine(1, 'send-mine').from })));
    expect(state()).toMatchObject({ unread: 3, isCalled: true });
    expect(said).toEqual(['chat.notice.mention', 'chat.notice.private']);
    chat.setOpen(true);
    chat.happened(posted(message(6)));
    expect(state()).toMatchObject({ unread: 0, isCalled: false });
  });

  it('[CH51] what came while the link was lost is unread too, and nothing is counted twice', () => {
    chat.entered(snapshot([message(2)], 2));
    chat.happened(posted(message(3)));
    chat.entered(snapshot([message(2), message(3), message(4), mine(5, 'send-mine')], 5));
    expect(state().unread).toBe(2);
    chat.happened(posted(message(4)));
    expect([state().unread, texts().length]).toEqual([2, 4]);
    chat.ended();
    expect(state()).toMatchObject({ messages: [], unread: 0 });
  });

  it('[CH52] changes, reactions and mutes are followed; of what was deleted students keep nothing', () => {
    chat.entered(snapshot([message(2), message(3)], 3));
    chat.happened(event(4, { type: 'chat.edited', messageId: 'message-2', text: 'other', mentions: [] }));
    chat.happened(event(5, { type: 'chat.reacted', messageId: 'message-2', personId: OTHER, kind: 'yes', isOn: true, count: 1 }));
    chat.happened(event(6, { type: 'chat.reacted', messageId: 'message-2', personId: ME, kind: 'yes', isOn: true, count: 2 }));
    chat.happened(event(7, { type: 'chat.reacted', messageId: 'message-2', personId: OTHER, kind: 'yes', isOn: false, count: 1 }));
    expect(state().messages[0]).toMatchObject({ text: 'other', editedAt: 4_000, reactions: [{ kind: 'yes', count: 1, isMine: true }] });
    chat.happened(event(8, { type: 'chat.reacted', messageId: 'message-2', personId: ME, kind: 'yes', isOn: false, count: 0 }));
    expect(state().messages[0]?.reactions).toEqual([]);
    const deleted = { at: 9_000, name: 'Tara', role: 'teacher' };
    chat.happened(event(9, { type: 'chat.deleted', messageId: 'message-2', deleted }));
    expect(state().messages[0]).toMatchObject({ text: '', deleted });
    role = 'teacher';
    chat.happened(event(10, { type: 'chat.deleted', messageId: 'message-3', deleted }));
    expect(state().messages[1]).toMatchObject({ text: message(3).text, deleted });
    const person = { personId: OTHER, seatId: 'seat-other', name: 'Ada' };
    chat.happened(event(11, { type: 'chat.muted', person, isMuted: true }));
    expect([state().muted, state().isMuted]).toEqual([[person], false]);
    chat.happened(event(12, { type: 'chat.muted', person: { ...person, personId: ME }, isMuted: true }));
    expect([state().isMuted, said]).toEqual([true, ['chat.notice.muted']]);
    chat.happened(event(13, { type: 'chat.set', settings: { studentsWrite: false, privately: 'off', slowSeconds: 5 } }));
    expect(state().settings.studentsWrite).toBe(false);
  });

  it('[CH52] older ones are put before, once, and not where the room came back meanwhile', async () => {
    chat.entered(snapshot([message(20)], 20));
    const loading = chat.loadOlder();
    void chat.loadOlder();
    expect(asked).toMatchObject([{ name: 'chat.before', body: { seq: 20 } }]);
    asked[0]!.answer({ messages: [message(10)], quoted: [message(1)], more: false });
    await loading;
    expect([texts(), state().more, chat.find('message-1' as MessageId)?.seq]).toEqual([['message-10', 'message-20'], false, 1]);
    chat.entered(snapshot([message(20)], 20));
    const again = chat.loadOlder();
    chat.entered(snapshot([message(30)], 30));
    asked[1]!.answer({ messages: [message(10)], quoted: [], more: false });
    await again;
    expect(texts()).toEqual(['message-30']);
  });
});

describe('files', () => {
  const file = { fileId: 'file-0001' as FileId, name: 'cell.png', kind: 'image' as const, bytes: 40 };

  it('[CH57] are sent with the message and its sendId, alone or with words, and again with it after a loss', () => {
    chat.entered(snapshot([], 1));
    chat.send({ ...draft(''), file });
    expect(asked.at(-1)?.body).toMatchObject({ text: '', file: 'file-0001' });
    expect(state().outgoing).toMatchObject([{ file }]);
    chat.retry(state().outgoing[0]!.sendId);
    expect(asked.at(-1)?.body).toEqual(asked.at(-2)?.body);
  });

  it('[CH57] a message waits for its upload, and one of the library goes with it at once', async () => {
    chat.entered(snapshot([], 1));
    chat.draft.write('look');
    void chat.attachment.upload(new File(['x'], 'slow.bin'));
    await chat.draft.submit(chat, []);
    expect(asked).toEqual([]);
    chat.attachment.choose({ ...file, hidden: false, state: 'ready', uploadedAt: 1, isMine: false });
    await chat.draft.submit(chat, []);
    expect(asked.at(-1)?.body).toMatchObject({ text: 'look', file: 'file-0001' });
    expect(chat.attachment.state.get()).toEqual({ phase: 'none' });
  });

  it('[CH28, CH52] one that is deleted with its message, or gone from the library, is gone here too', () => {
    chat.entered(snapshot([message(1, { file }), message(2, { file })], 2));
    chat.happened(event(3, { type: 'chat.deleted', messageId: 'message-1', deleted: { at: 3_000, name: 'Ada', role: 'student' } }));
    chat.told({ name: 'file.gone', fact: { fileId: file.fileId } });
    expect(state().messages.map((one) => one.file)).toEqual([undefined, { ...file, isGone: true }]);
  });
});
