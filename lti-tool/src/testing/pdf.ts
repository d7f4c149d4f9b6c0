/** A small PDF: so many pages of that size, each of one colour, which begins again after three. `encrypted`: with a password that nobody knows. */
export function aPdf({ pages = 1, width = 960, height = 540, encrypted = false } = {}): Buffer {
  const COLOURS = ['1 0 0', '0 0 1', '0 1 0'];
  const kids = Array.from({ length: pages }, (_, index) => `${3 + index * 2} 0 R`).join(' ');
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`];
  for (let index = 0; index < pages; index += 1) {
    const drawn = `${COLOURS[index % COLOURS.length]} rg 0 0 ${width} ${height} re f`;
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${4 + index * 2} 0 R>>`,
      `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    );
  }
  const secret = `<${'5a'.repeat(32)}>`;
  if (encrypted) objects.push(`<</Filter/Standard/V 1/R 2/P -4/O ${secret}/U ${secret}>>`);
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const lock = encrypted ? `/Encrypt ${objects.length} 0 R/ID[<00><00>]` : '';
  const trailer = `trailer\n<</Size ${objects.length + 1}/Root 1 0 R${lock}>>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}${trailer}`, 'latin1');
}
