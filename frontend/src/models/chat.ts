import {
  type BodyOf,
  type ChatMessage,
  type ChatSettings,
  type DurableEvent,
  type MessageId,
  type ReactionKind,
  Refusal,
  type Role,
  type RoomSnapshot,
  type SeatId,
  type SendId,
  type ToolWishes,
} from '@liveclass/contract';
import { sendId } from '../links/tab.ts';
import type { PartFact, ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { ChatAttachment } from './chat-attachment.ts';
import { ChatDraft } from './chat-draft.ts';
import { type ChatState, changed, FIRST_CHAT, type Outgoing, withMessage, withReaction } from './chat-state.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';

export interface ChatOptions {
  readonly tool: Pick<ToolLink, 'ask'>;
  readonly notices: Pick<Notices, 'say'>;
  readonly attachment: ChatAttachment;
  /** The server's time. */
  now(): number;
  role(): Role | undefined;
}

type ChatWish = 'chat.edit' | 'chat.delete' | 'chat.react' | 'chat.mute' | 'chat.set';
type Draft = Pick<Outgoing, 'text' | 'file' | 'to' | 'replyTo' | 'mentions'>;

/** News older than the last few are worth nobody's ear. */
const MOST_NEWS = 20;

const reasonOf = (error: unknown) => (error instanceof Refusal ? error.reason : 'unavailable');

/** The chat as this tab knows it. What I send stands there at once, and stays until the server has said yes or no. */
export class Chat implements RoomPart {
  readonly state = new Watched<ChatState>(FIRST_CHAT);
  readonly draft = new ChatDraft();
  readonly attachment: ChatAttachment;
  readonly #options: ChatOptions;
  #isOpen = false;
  /** The newest number that was looked at or told; what is above it in a later snapshot is new. */
  #lastSeq: number | undefined;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.attachment = options.attachment;
  }

  entered({ chat, lastSeq }: RoomSnapshot): void {
    const { me, settings, isMuted, muted, page } = chat;
    this.state.change({
      me,
      settings,
      isMuted,
      muted,
      messages: page.messages,
      quoted: new Map(page.quoted.map((message) => [message.id, message])),
      more: page.more,
      isLoading: false,
      outgoing: this.state.get().outgoing.filter((one) => !page.messages.some((message) => this.#isOf(one, message))),
    });
    const before = this.#lastSeq;
    this.#lastSeq = lastSeq;
    if (before !== undefined) for (const message of page.messages) if (message.seq > before) this.#isNews(message);
    // What the lost link may have swallowed is sent again: the server knows it by its sendId.
    for (const one of this.state.get().outgoing) if (one.failed === 'unavailable') this.retry(one.sendId);
  }

  happened(event: DurableEvent): void {
    const { messages, me } = this.state.get();
    this.#lastSeq = event.seq;
    switch (event.type) {
      case 'chat.posted':
        this.#take({ ...event.message, seq: event.seq, at: event.at });
        return;
      case 'chat.edited':
        this.#change(event.messageId, (message) => ({ ...message, text: event.text, mentions: event.mentions, editedAt: event.at }));
        return;
      case 'chat.deleted':
        this.#change(event.messageId, (message) => this.#asDeleted(message, event.deleted));
        return;
      case 'chat.reacted':
        this.state.change({
          messages: changed(messages, event.messageId, (message) => withReaction(message, { ...event, isMine: event.personId === me })),
        });
        return;
      case 'chat.muted':
        this.#muted(event);
        return;
      case 'chat.set':
        this.state.change({ settings: event.settings });
        return;
    }
  }

  /** It was deleted or hidden in the library. */
  told(heard: PartFact): void {
    if (heard.name !== 'file.gone') return;
    const { fileId } = heard.fact;
    const gone = (message: ChatMessage): ChatMessage =>
      message.file?.fileId === fileId ? { ...message, file: { ...message.file, isGone: true } } : message;
    this.state.change({ messages: this.state.get().messages.map(gone) });
  }

  ended(): void {
    this.#lastSeq = undefined;
    this.state.set(FIRST_CHAT);
  }

  /** While it is open nothing in it is unread. */
  setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (isOpen) this.state.change({ unread: 0, isCalled: false });
  }

  send(draft: Draft): void {
    const one: Outgoing = { ...draft, sendId: sendId(), at: this.#options.now(), failed: undefined };
    this.state.change({ outgoing: [...this.state.get().outgoing, one] });
    void this.#send(one);
  }

  /** The same sendId: what did arrive after all is not written twice. */
  retry(id: SendId): void {
    const one = this.state.get().outgoing.find((each) => each.sendId === id);
    if (!one) return;
    this.#mark(id, undefined);
    void this.#send(one);
  }

  giveUp(id: SendId): void {
    this.state.change({ outgoing: this.state.get().outgoing.filter((one) => one.sendId !== id) });
  }

  async loadOlder(): Promise<void> {
    const { messages, more, isLoading } = this.state.get();
    const [first] = messages;
    if (!first || !more || isLoading) return;
    this.state.change({ isLoading: true });
    try {
      const page = await this.#options.tool.ask('chat.before', { seq: first.seq });
      const now = this.state.get();
      // A return of the link put other messages there meanwhile.
      if (now.messages[0]?.id !== first.id) return;
      const quoted = new Map([...now.quoted, ...page.quoted.map((message) => [message.id, message] as const)]);
      this.state.change({ messages: [...page.messages, ...now.messages], quoted, more: page.more });
    } catch (error) {
      this.#complain(error);
    } finally {
      this.state.change({ isLoading: false });
    }
  }

  edit(messageId: MessageId, text: string, mentions: readonly SeatId[]): Promise<boolean> {
    return this.#try('chat.edit', { sendId: sendId(), messageId, text, mentions: [...mentions] });
  }

  delete(messageId: MessageId): Promise<boolean> {
    return this.#try('chat.delete', { sendId: sendId(), messageId });
  }

  react(messageId: MessageId, kind: ReactionKind, isOn: boolean): Promise<boolean> {
    return this.#try('chat.react', { sendId: sendId(), messageId, kind, isOn });
  }

  mute(seatId: SeatId, isMuted: boolean): Promise<boolean> {
    return this.#try('chat.mute', { sendId: sendId(), seatId, isMuted });
  }

  set(settings: Partial<ChatSettings>): Promise<boolean> {
    return this.#try('chat.set', { sendId: sendId(), settings });
  }

  /** A message by its id, among those that are here. */
  find(id: MessageId): ChatMessage | undefined {
    const { messages, quoted } = this.state.get();
    return messages.find((message) => message.id === id) ?? quoted.get(id);
  }

  async #send({ sendId: id, text, file, to, replyTo, mentions }: Outgoing): Promise<void> {
    const more = { ...(file && { file: file.fileId }), ...(to && { to: to.seatId }), ...(replyTo && { replyTo }) };
    try {
      const { message } = await this.#options.tool.ask('chat.post', { sendId: id, text, mentions: [...mentions], ...more });
      this.#take(message);
    } catch (error) {
      this.#mark(id, reasonOf(error));
    }
  }

  #take(message: ChatMessage): void {
    const { messages, outgoing } = this.state.get();
    if (messages.some(({ id }) => id === message.id)) return;
    const left = outgoing.filter((one) => !this.#isOf(one, message));
    this.state.change({ messages: withMessage(messages, message), ...(left.length < outgoing.length ? { outgoing: left } : {}) });
    this.#isNews(message);
  }

  #isOf(one: Outgoing, message: ChatMessage): boolean {
    return one.sendId === message.sendId && message.from.personId === this.state.get().me;
  }

  #isNews(message: ChatMessage): void {
    const { me, unread, isCalled, news } = this.state.get();
    if (message.from.personId === me || message.deleted) return;
    const isForMe = message.to !== null;
    const callsMe = message.mentions.some(({ personId }) => personId === me);
    this.state.change({ news: [...news, message].slice(-MOST_NEWS) });
    if (this.#isOpen) return;
    this.state.change({ unread: unread + 1, isCalled: isCalled || isForMe || callsMe });
    const name = message.from.name;
    if (isForMe) this.#options.notices.say('chat.notice.private', { name });
    else if (callsMe) this.#options.notices.say('chat.notice.mention', { name });
  }

  #change(id: MessageId, change: (message: ChatMessage) => ChatMessage): void {
    const { messages, quoted } = this.state.get();
    const quote = quoted.get(id);
    this.state.change({
      messages: changed(messages, id, change),
      ...(quote && { quoted: new Map([...quoted, [id, change(quote)]]) }),
    });
  }

  #asDeleted(message: ChatMessage, deleted: NonNullable<ChatMessage['deleted']>): ChatMessage {
    const text = this.#options.role() === 'teacher' ? message.text : '';
    const { file: _, ...rest } = message;
    return { ...rest, text, mentions: [], reactions: [], deleted };
  }

  #muted({ person, isMuted }: Extract<DurableEvent, { type: 'chat.muted' }>): void {
    const { me, muted } = this.state.get();
    if (person.personId === me) {
      this.state.change({ isMuted });
      this.#options.notices.say(isMuted ? 'chat.notice.muted' : 'chat.notice.unmuted');
      return;
    }
    const others = muted.filter(({ personId }) => personId !== person.personId);
    this.state.change({ muted: isMuted ? [...others, person] : others });
  }

  #mark(id: SendId, failed: Outgoing['failed']): void {
    this.state.change({ outgoing: this.state.get().outgoing.map((one) => (one.sendId === id ? { ...one, failed } : one)) });
  }

  /** True when it was done; a no is told. */
  async #try<N extends ChatWish>(name: N, body: BodyOf<ToolWishes, N>): Promise<boolean> {
    try {
      await this.#options.tool.ask(name, body);
      return true;
    } catch (error) {
      this.#complain(error);
      return false;
    }
  }

  #complain(error: unknown): void {
    this.#options.notices.say(`reasons.${reasonOf(error)}`, {}, 'trouble');
  }
}
