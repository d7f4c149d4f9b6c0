import { expect, it } from 'vitest';
import { courseOfBlock, isOpenEdx } from './course.ts';

it('[EX7] the key of a block holds its course, also of a custom course; other keys hold none', () => {
  expect(courseOfBlock('block-v1:Open+Bio+2026+type@lti_consumer+block@live')).toBe('course-v1:Open+Bio+2026');
  expect(courseOfBlock('ccx-block-v1:Open+Bio+2026+ccx@7+type@lti_consumer+block@live')).toBe('ccx-v1:Open+Bio+2026+ccx@7');
  for (const other of ['lb:Open:lib:lti_consumer:live', 'i4x://Open/Bio/lti/live', 'block-v1:Open+Bio+type@x', '', undefined])
    expect(courseOfBlock(other)).toBeUndefined();
});

it('[EX2] Open edX is known by the launch address that all blocks of a site share', () => {
  const at = (authorizationUrl: string) => isOpenEdx({ authorizationUrl });
  expect(['https://lms.example/api/lti_consumer/v1/launch/', 'https://lms.example/edx/api/lti_consumer/v1/launch'].map(at)).toEqual([
    true,
    true,
  ]);
  const others = ['https://lms.example/mod/lti/auth.php', 'https://lms.example/?x=/api/lti_consumer/v1/launch/', 'nonsense'];
  expect(others.map(at)).toEqual([false, false, false]);
});
