import type { ChatMessage, ChatSettings, PersonId, Role, SeatId } from '@liveclass/contract';
import { LIMITS } from '@liveclass/contract';
import { find } from 'linkifyjs';
import type { Person } from './people.ts';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `host` where the address leads to another name than the letters seem to say. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string; readonly host: string | undefined }
  | { readonly kind: 'mention'; readonly text: string; readonly isMe: boolean };

/** What a message says, cut into words, links and people called. There is no markup: everything else is text as it stands. */
export function partsOf({ text, mentions }: Pick<ChatMessage, 'text' | 'mentions'>, me: PersonId | undefined): TextPart[] {
  return withLinks(text).flatMap((part) => (part.kind === 'text' ? withMentions(part.text, mentions, me) : [part]));
}

function withLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { start, end, value, href } of find(text, 'url', { defaultProtocol: 'https' })) {
    const link = linkTo(value, href);
    if (!link) continue;
    parts.push({ kind: 'text', text: text.slice(from, start) }, link);
    from = end;
  }
  parts.push({ kind: 'text', text: text.slice(from) });
  return parts.filter((part) => part.text !== '');
}

/** A dot between two sentences makes no address. */
const MEANT_AS_LINK = /^(https?:\/\/|www\.)/i;

/** Web pages only. A host in letters that look like others is shown as it is written in the address. */
function linkTo(text: string, href: string): TextPart | undefined {
  if (!MEANT_AS_LINK.test(text)) return undefined;
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return { kind: 'link', text, href: url.href, host: text.toLowerCase().includes(url.host) ? undefined : url.host };
}

function withMentions(text: string, mentions: ChatMessage['mentions'], me: PersonId | undefined): TextPart[] {
  // The longest name first: "@Ann" must not take the beginning of "@Ann Marie".
  const named = mentions.filter(({ name }) => name !== '').toSorted((one, other) => other.name.length - one.name.length);
  const parts: TextPart[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const called = text[at] === '@' ? named.find(({ name }) => text.startsWith(name, at + 1)) : undefined;
    if (called) {
      if (plain) parts.push({ kind: 'text', text: plain });
      parts.push({ kind: 'mention', text: `@${called.name}`, isMe: called.personId === me });
      plain = '';
      at += called.name.length + 1;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) parts.push({ kind: 'text', text: plain });
  return parts;
}

/** Who is called in a text that is being written. */
export const calledIn = (text: string, people: readonly Person[]): SeatId[] =>
  people
    .filter(({ isMe, name }) => !isMe && name !== '' && text.includes(`@${name}`))
    .map(({ seatId }) => seatId)
    .slice(0, LIMITS.chatMentions);

/** The beginning of a name behind an @ at the caret; undefined where no name is being written. */
export function nameAtCaret(text: string, caret: number): string | undefined {
  const [, name] = /(?:^|\s)@([^\s@][^@\n]{0,30}|)$/u.exec(text.slice(0, caret)) ?? [];
  return name;
}

const MOST_SUGGESTED = 5;

export function suggestionsFor(begun: string, people: readonly Person[]): Person[] {
  const wanted = begun.toLocaleLowerCase();
  return people
    .filter(
      ({ isMe, name }) =>
        !isMe &&
        name !== '' &&
        name
          .toLocaleLowerCase()
          .split(/\s+/u)
          .some((_, index, words) => words.slice(index).join(' ').startsWith(wanted)),
    )
    .slice(0, MOST_SUGGESTED);
}

export type Silence = 'muted' | 'off' | undefined;

/** Why this person may not write at all. */
export function silenceOf(settings: ChatSettings, isMuted: boolean, role: Role | undefined): Silence {
  if (isMuted) return 'muted';
  return role === 'student' && !settings.studentsWrite ? 'off' : undefined;
}

/** The moment from which a student may write again in slow mode; 0 where they may now or at any time. */
export function mayWriteAt(
  messages: readonly ChatMessage[],
  me: PersonId | undefined,
  { slowSeconds }: ChatSettings,
  role: Role | undefined,
) {
  if (slowSeconds === 0 || role !== 'student') return 0;
  const last = messages.findLast(({ from }) => from.personId === me);
  return last ? last.at + slowSeconds * 1000 : 0;
}
