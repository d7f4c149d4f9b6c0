import { CsvError, parse } from 'csv-parse/sync';
import type { Row } from '../../domain/question-rows.ts';

export type QuestionFile = { readonly rows: readonly Row[] } | { readonly brokenAt: number };

/** What spreadsheets separate cells by depends on the country: whatever there is most of in the first line. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1);
  const count = (sign: string): number => head.split(sign).length;
  return [',', ';', '\t'].reduce((most, sign) => (count(sign) > count(most) ? sign : most));
}

/** The lines of a file as it came from a spreadsheet; or the line from which on it cannot be read. */
export function readQuestionFile(text: string): QuestionFile {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return { rows: records.map(({ record, info }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { readonly lines?: number };
    return { brokenAt: lines ?? 1 };
  }
}
