import { type BankDraft, type ImportFault, QUESTION_KINDS, type Question, type QuestionKind, questionFault } from '@liveclass/contract';

/** A line of a file of questions; `line` as an editor numbers it. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface ReadRows {
  readonly drafts: readonly BankDraft[];
  readonly faults: readonly ImportFault[];
}

const SHOWN_CHARS = 120;
const YES = ['yes', 'true', '1', 'x'];

/** Where the file says what, by the names in its first line; in any order. */
interface Columns {
  readonly type: number;
  readonly question: number;
  readonly right: number;
  readonly explanation: number;
  readonly anonymous: number;
  readonly options: readonly number[];
}

const fault = (row: Row | undefined, is: ImportFault['fault']): ImportFault => ({
  line: row?.line ?? 1,
  fault: is,
  text: (row?.cells.join(', ') ?? '').slice(0, SHOWN_CHARS),
});

/** A file without a question column says so once; any other line that cannot be asked says why, and the others are read all the same. */
export function readRows(rows: readonly Row[]): ReadRows {
  const [head, ...lines] = rows;
  const columns = head && columnsOf(head.cells);
  if (!columns) return { drafts: [], faults: [fault(head, 'no-columns')] };
  const read = lines.map((row) => readRow(row, columns));
  return {
    drafts: read.flatMap((one) => ('draft' in one ? [one.draft] : [])),
    faults: read.flatMap((one) => ('fault' in one ? [one.fault] : [])),
  };
}

function columnsOf(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const at = (name: string): number => names.indexOf(name);
  const options = names.flatMap((name, index) => (/^option/.test(name) ? [index] : []));
  if (at('question') < 0 || at('type') < 0) return undefined;
  return {
    type: at('type'),
    question: at('question'),
    right: at('right'),
    explanation: at('explanation'),
    anonymous: at('anonymous'),
    options,
  };
}

function readRow(row: Row, columns: Columns): { readonly draft: BankDraft } | { readonly fault: ImportFault } {
  const cell = (index: number): string => row.cells[index]?.trim() ?? '';
  const kind = QUESTION_KINDS.find((known) => known === cell(columns.type).toLowerCase());
  if (!kind) return { fault: fault(row, 'unknown-kind') };
  const options = columns.options.map(cell).filter((option) => option !== '');
  const right = rightOf(cell(columns.right), kind);
  if (!right) return { fault: fault(row, 'right-unknown') };
  const question: Question = { kind, text: cell(columns.question), options, right, explanation: cell(columns.explanation) };
  const found = questionFault(question);
  if (found) return { fault: fault(row, found) };
  return { draft: { question, isAnonymous: YES.includes(cell(columns.anonymous).toLowerCase()), canChange: false } };
}

/** "2", "1;3" or "A;C" are choices from the first one on; of true and false the word itself. Undefined for anything else. */
function rightOf(text: string, kind: QuestionKind): number[] | undefined {
  if (text === '') return [];
  const places = text.split(/[;,\s]+/).map((part) => placeOf(part.toLowerCase(), kind));
  return places.every((place) => place !== undefined) ? places : undefined;
}

function placeOf(part: string, kind: QuestionKind): number | undefined {
  if (kind === 'true-false') return part === 'true' ? 0 : part === 'false' ? 1 : undefined;
  if (/^[1-9]\d?$/.test(part)) return Number(part) - 1;
  return /^[a-z]$/.test(part) ? part.charCodeAt(0) - 97 : undefined;
}
