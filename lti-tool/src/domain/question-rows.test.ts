import { describe, expect, it } from 'vitest';
import { readQuestionFile } from '../adapters/http/question-file.ts';
import { type ReadRows, readRows } from './question-rows.ts';

function read(text: string): ReadRows {
  const file = readQuestionFile(text);
  if (!('rows' in file)) throw new Error(`broken at ${file.brokenAt}`);
  return readRows(file.rows);
}
const HEAD = 'type,question,right,explanation,option 1,option 2,option 3\r\n';

describe('a file of questions', () => {
  it('[PO21] every kind is read, in the order of the file, whatever the order of its columns, its separator and its marks', () => {
    const { drafts, faults } = read(
      `${HEAD}single,"Which, then?",2,"Why ""so""",A,B,\r\nmultiple,Both?,A;C,,A,B,C\r\ntrue-false,Is it?,false,,,,\r\ntext,Say!,,,,,\r\nrating,How?,,,,,\r\n`,
    );
    expect(faults).toEqual([]);
    expect(drafts.map(({ question }) => question)).toEqual([
      { kind: 'single', text: 'Which, then?', options: ['A', 'B'], right: [1], explanation: 'Why "so"' },
      { kind: 'multiple', text: 'Both?', options: ['A', 'B', 'C'], right: [0, 2], explanation: '' },
      { kind: 'true-false', text: 'Is it?', options: [], right: [1], explanation: '' },
      { kind: 'text', text: 'Say!', options: [], right: [], explanation: '' },
      { kind: 'rating', text: 'How?', options: [], right: [], explanation: '' },
    ]);
    const turned = read('\uFEFFQuestion;Option 1;Option 2;Type;Anonymous\nما هذا؟;أ;ب;single;yes\n');
    expect(turned).toMatchObject({ faults: [], drafts: [{ isAnonymous: true, question: { text: 'ما هذا؟', options: ['أ', 'ب'] } }] });
  });

  it('[PO21] each line that cannot be asked says which line it is and why, and no other is lost', () => {
    const lines = [
      'essay,x,,,,,',
      'single,,,,A,B,',
      'single,x,,,A,,',
      'single,x,4,,A,B,C',
      'single,x,maybe,,A,B,',
      'single,good,1,,A,B,',
      'rating,x,1,,,,',
    ];
    const { drafts, faults } = read(HEAD + lines.join('\r\n'));
    expect(drafts.map(({ question }) => question.text)).toEqual(['good']);
    expect(faults.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'unknown-kind'],
      [3, 'no-text'],
      [4, 'too-few-options'],
      [5, 'right-unknown'],
      [6, 'right-unknown'],
      [8, 'right-not-used'],
    ]);
    expect(faults[0]?.text).toBe('essay, x, , , , , ');
  });

  it('[PO21] a file without the columns, or one that is not a table, says so', () => {
    for (const text of ['', 'What?,A,B\n', 'kind,question\nsingle,x\n'])
      expect(read(text).faults.map(({ fault }) => fault)).toEqual(['no-columns']);
    expect(readQuestionFile(`${HEAD}single,"never closed,,,A,B\n`)).toEqual({ brokenAt: expect.any(Number) });
  });
});
