import { describe, expect, it } from 'vitest';
import { columnPlan, columnState, hidesZero } from './grade-column.ts';
import { type Attended, FIRST_RULE, markOf } from './grading.ts';

const attended = (heldMs: number, presentMs: number, standing: 'present' | 'absent' | 'excused' = 'present'): Attended => ({
  heldMs,
  judgement: { standing, presentMs, share: heldMs > 0 ? presentMs / heldMs : 0 },
});
const sessions = [attended(100, 100), attended(100, 74), attended(200, 150), attended(100, 0, 'absent')];

describe('the grade', () => {
  it('[AT20] by minutes is what was attended of all that was held', () => {
    expect(markOf(sessions, { ...FIRST_RULE, grade: 'share' })).toEqual({ score: 64.8, sessions: 4, attended: 3, excused: 0 });
    expect(markOf([attended(3, 1)], { ...FIRST_RULE, grade: 'share' }).score).toBe(33.33);
  });

  it('[AT21] by presence counts sessions attended for at least the share that the rule says', () => {
    const rule = { ...FIRST_RULE, grade: 'presence' as const, atLeastPercent: 75 };
    expect(markOf(sessions, rule)).toMatchObject({ score: 50, attended: 2 });
    expect(markOf(sessions, { ...rule, atLeastPercent: 74 })).toMatchObject({ score: 75, attended: 3 });
  });

  it('[AT22] leaves excused sessions out, and is none where nothing is left, or where nothing is graded', () => {
    const rule = { ...FIRST_RULE, grade: 'share' as const };
    const excused = attended(300, 10, 'excused');
    expect(markOf([...sessions, excused], rule)).toEqual({ score: 64.8, sessions: 4, attended: 3, excused: 1 });
    expect(markOf([excused], rule).score).toBeNull();
    expect(markOf([], rule).score).toBeNull();
    expect(markOf([attended(0, 0, 'absent')], rule).score).toBeNull();
    expect(markOf(sessions, FIRST_RULE).score).toBeNull();
  });
});

describe('the column of a class', () => {
  const nothing = { url: null, goneUrl: null, isGone: false };
  const items = 'https://lms.example/lineitems';
  const own = 'https://lms.example/lineitems/1';
  const state = (...args: Parameters<typeof columnPlan>) => columnState(columnPlan(...args));

  it('[AT30] is that of the launch, never a second one; else one of our own', () => {
    expect(state({ lineItemUrl: own, lineItemsUrl: items }, nothing)).toBe('given');
    expect(state({ lineItemUrl: own, lineItemsUrl: items }, { ...nothing, url: 'https://lms.example/lineitems/2' })).toBe('given');
    expect(state({ lineItemsUrl: items }, nothing)).toBe('to-make');
    expect(state({ lineItemsUrl: items }, { ...nothing, url: own })).toBe('own');
    expect(state({}, nothing)).toBe('none');
  });

  it('[AT30] is not made where the platform does not allow it', () => {
    const scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
    expect(state({ lineItemsUrl: items, gradeScopes: [`${scope}score`, `${scope}lineitem.readonly`] }, nothing)).toBe('none');
    expect(state({ lineItemsUrl: items, gradeScopes: [`${scope}lineitem`] }, nothing)).toBe('to-make');
  });

  it('[AT34] that is gone is not replaced before a teacher sends again, and not written to any more', () => {
    const gone = { url: null, goneUrl: own, isGone: true };
    expect(state({ lineItemUrl: own, lineItemsUrl: items }, gone)).toBe('gone');
    expect(state({ lineItemUrl: own, lineItemsUrl: items }, { ...gone, isGone: false })).toBe('to-make');
    // A later launch that names another column ends it by itself.
    expect(state({ lineItemUrl: 'https://lms.example/lineitems/7', lineItemsUrl: items }, gone)).toBe('given');
  });

  it('[AT36] of Open edX is known by its address to show no grade of 0', () => {
    expect(hidesZero({ lineItemUrl: 'https://edx.example/api/lti_consumer/v1/lti/12/lti-ags/3' })).toBe(true);
    expect(hidesZero({ lineItemsUrl: 'https://moodle.example/mod/lti/services.php/2/lineitems?type_id=1' })).toBe(false);
  });
});
