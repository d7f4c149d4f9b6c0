import type { ChatMessage, MessageId, SeatId } from '@liveclass/contract';
import { Watched } from '../watched.ts';
import type { Chat } from './chat.ts';
import type { Recipient } from './chat-state.ts';
import { calledIn } from './chat-text.ts';
import type { Person } from './people.ts';

interface DraftState {
  readonly text: string;
  /** Undefined: to everybody. */
  readonly to: Recipient | undefined;
  readonly replyTo: MessageId | undefined;
  readonly editing: MessageId | undefined;
  /** Rises when the writer is called to the keyboard. */
  readonly calls: number;
}

const EMPTY: DraftState = { text: '', to: undefined, replyTo: undefined, editing: undefined, calls: 0 };

/** What is being written; it stays while the panel is closed. */
export class ChatDraft {
  readonly state = new Watched<DraftState>(EMPTY);

  write(text: string): void {
    this.state.change({ text });
  }

  writeTo(to: Recipient | undefined): void {
    const { replyTo, text } = this.state.get();
    // What answers one message to these people is no answer to others.
    this.#call({ to, replyTo: to === undefined ? replyTo : undefined, editing: undefined, text });
  }

  answer({ id }: ChatMessage, to: Recipient | undefined): void {
    this.#call({ replyTo: id, to, editing: undefined });
  }

  edit({ id, text }: ChatMessage): void {
    this.#call({ editing: id, text, replyTo: undefined, to: undefined });
  }

  /** Back to an empty line; the person written to stays chosen. */
  clear(): void {
    const { to, calls, editing } = this.state.get();
    this.state.set({ ...EMPTY, to: editing ? undefined : to, calls });
  }

  dropReply(): void {
    this.state.change({ replyTo: undefined });
  }

  /** Who left cannot be written to any more, and a message meant for them must not go to everybody. */
  isToSomebodyGone(seats: ReadonlySet<SeatId>): boolean {
    const { to } = this.state.get();
    return to !== undefined && !seats.has(to.seatId);
  }

  /** Sends or changes; an edit that is refused stays in the line. */
  async submit(chat: Chat, people: readonly Person[]): Promise<void> {
    const { text, to, replyTo, editing } = this.state.get();
    const { phase } = chat.attachment.state.get();
    if (editing === undefined ? phase === 'uploading' || (text.trim() === '' && phase !== 'ready') : text.trim() === '') return;
    const mentions = calledIn(text, people);
    if (editing === undefined) {
      this.clear();
      chat.send({ text, file: chat.attachment.take(), to, replyTo, mentions });
      return;
    }
    if (await chat.edit(editing, text, mentions)) this.clear();
  }

  #call(part: Partial<DraftState>): void {
    this.state.change({ ...part, calls: this.state.get().calls + 1 });
  }
}
