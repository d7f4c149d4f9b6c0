import type { PersonId } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { calledIn, nameAtCaret, partsOf, suggestionsFor } from './chat-text.ts';
import type { Person } from './people.ts';

const ME = 'person-me' as PersonId;
const parts = (text: string, mentions: { personId: PersonId; name: string }[] = []) => partsOf({ text, mentions }, ME);
const linksIn = (text: string) => parts(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));
const person = (name: string, isMe = false): Person =>
  ({ seatId: `seat-${name}`, name, role: 'student', joinedAt: 1, connected: true, isMe }) as unknown as Person;

describe('the text of a message', () => {
  it('[CH55] links web pages only, by their whole address; everything else is text as it stands', () => {
    expect(linksIn('see https://a.example/b?c=1#d, and http://e.example.')).toEqual(['https://a.example/b?c=1#d', 'http://e.example/']);
    expect(linksIn('www.moodle.org/page')).toEqual(['https://www.moodle.org/page']);
    for (const text of [
      'javascript:alert(1)',
      'JaVaScRiPt://x.example/%0aalert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'file:///etc/passwd',
      'ftp://a.example',
      'mailto:a@b.example',
      '<a href="x">y</a>',
      'https://',
      'the end.So it begins',
      '//',
    ])
      expect(linksIn(text), text).toEqual([]);
    const hostile = '<script>alert(1)</script> <img src=x onerror=alert(1)> &lt; "quoted"';
    expect(parts(hostile)).toEqual([{ kind: 'text', text: hostile }]);
  });

  it('[CH55] a host in letters that look like others is told as it is', () => {
    const [link] = parts('https://аррӏе.com/login').filter((part) => part.kind === 'link');
    expect(link).toMatchObject({ host: expect.stringMatching(/^xn--/) });
    expect(parts('https://apple.com/login')).toEqual([
      { kind: 'link', text: 'https://apple.com/login', href: 'https://apple.com/login', host: undefined },
    ]);
    // What stands before the @ is no host.
    const [trick] = parts('https://bank.example@evil.example/').filter((part) => part.kind === 'link');
    expect(trick === undefined || new URL(trick.kind === 'link' ? trick.href : '').hostname).toBeTruthy();
  });

  it('[CH55] whatever somebody writes, the parts together are what was written', () => {
    const texts = ['a @Ann Marie b @Ann', '@@Ann', 'x@Ann https://a.example/@Ann', '👩‍👩‍👧 @ليلى', '@', ''];
    const mentions = ['Ann', 'Ann Marie', 'ليلى'].map((name, index) => ({ personId: `person-${index}` as PersonId, name }));
    for (const text of texts)
      expect(
        parts(text, mentions)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    expect(parts('hi @Ann Marie', [...mentions, { personId: ME, name: 'Ann Marie' }].slice(1))).toEqual([
      { kind: 'text', text: 'hi ' },
      { kind: 'mention', text: '@Ann Marie', isMe: false },
    ]);
    expect(parts('@Me', [{ personId: ME, name: 'Me' }])).toEqual([{ kind: 'mention', text: '@Me', isMe: true }]);
  });

  it('[CH56] behind an @ the people of the room are suggested, and who is named is called', () => {
    const people = [person('Ada Okafor'), person('Adam'), person('Ben Adams'), person('Me', true)];
    expect(nameAtCaret('hello @Ad', 9)).toBe('Ad');
    expect(nameAtCaret('hello @', 7)).toBe('');
    expect(nameAtCaret('mail a@b', 8)).toBeUndefined();
    expect(nameAtCaret('@Ada Ok more', 7)).toBe('Ada Ok');
    expect(suggestionsFor('ad', people).map(({ name }) => name)).toEqual(['Ada Okafor', 'Adam', 'Ben Adams']);
    expect(suggestionsFor('me', people)).toEqual([]);
    expect(calledIn('@Ada Okafor and @Me', people)).toEqual(['seat-Ada Okafor']);
    expect(
      calledIn(
        '@Adam',
        Array.from({ length: 20 }, () => person('Adam')),
      ),
    ).toHaveLength(10);
  });
});
