import { describe, expect, it } from 'vitest';
import { cleanName, kindOf } from './file.ts';

describe('files', () => {
  it('[FI5] are what their content is', () => {
    expect(['application/pdf', 'image/png', 'image/svg+xml', 'text/html', undefined].map(kindOf)).toEqual([
      'pdf',
      'image',
      'other',
      'other',
      'other',
    ]);
    for (const type of ['application/x-msdownload', 'application/x-elf']) expect(kindOf(type)).toBeUndefined();
  });

  it('[FI6] keep their names, without what leads elsewhere or turns the text', () => {
    for (const name of ['الدرس الأول.pdf', '第一课.pdf', 'Über größe.png', 'नमस्ते 🎓.txt'])
      expect(cleanName(name)).toBe(name.normalize('NFC'));
    expect(cleanName('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(cleanName('C:\\temp\\x.pdf')).toBe('C:_temp_x.pdf');
    expect(cleanName('a\u202egpj.exe')).toBe('agpj.exe');
    expect(cleanName('a\r\nSet-Cookie: x')).toBe('aSet-Cookie: x');
    expect(cleanName(' \u0000.. ')).toBe('file');
  });
});
