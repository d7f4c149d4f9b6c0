/**
 * Every limit of the product, in one table. Bytes, counts and milliseconds as the names say.
 * Each limit has a test just below it (allowed) and just above it (refused).
 */
export const LIMITS = {
  /** Largest frame on either link, raw and inflated. */
  linkMessageBytes: 256 * 1024,
  /** Largest JSON body of the HTTP API and the control API. */
  httpBodyBytes: 64 * 1024,
  /** Largest LTI launch form; Moodle's are below 20 KiB. */
  launchBodyBytes: 256 * 1024,
  personNameChars: 120,
  titleChars: 200,
  /** Planned length of one meeting. */
  meetingMinMinutes: 5,
  meetingMaxMinutes: 720,
  /** Opened at most so long before its planned beginning, a session is that meeting: attendance counts from the plan on. */
  earlyOpeningMs: 3_600_000,
  /** A weekly class is planned for so many meetings at most. */
  meetingsPerSchedule: 60,
  /** A course's calendar is told the meetings of so much time to come, at most so many, and again after so long. */
  calendarAheadMs: 56 * 24 * 3_600_000,
  calendarMeetings: 20,
  calendarRenewMs: 24 * 3_600_000,
  /** Items of one answer to a deep-linking request. */
  pickedItems: 20,
  /** People seated in one session. */
  seatsPerSession: 300,
  /** Media of one seat. */
  producersPerSeat: 4,
  transportsPerSeat: 2,
  consumersPerSeat: 1200,
  encodingsPerProducer: 3,
  rtpParametersBytes: 32 * 1024,
  /** Sum of what one seat may send to the gateway. */
  seatIncomingBitrate: 6_000_000,
  /** A lost media link closes nothing for so long: the seat resumes with its transports. */
  mediaGraceMs: 30_000,
  /** A lost tool link keeps the person in the list for so long. */
  seatGraceMs: 15_000,
  /** A live session that nobody is in ends after so long. */
  emptySessionMs: 60_000,
  mediaTokenMs: 60_000,
  /** Both ends of a signed control request agree on the clock within this. */
  controlSkewMs: 60_000,
  /** LTI: from login to launch. */
  launchStateMs: 300_000,
  /** LTI: clock difference between platform and tool that is forgiven. */
  launchSkewMs: 60_000,
  /** One-time codes: launch page to session, and frame to new tab. */
  handoffCodeMs: 60_000,
  /** Web session: sliding, and at most. */
  webSessionIdleMs: 2 * 3_600_000,
  webSessionMs: 12 * 3_600_000,
  /** A playback link lives so long at most; the player renews it. */
  playbackLinkMs: 300_000,
  /** A course-materials message lives so long. */
  courseMessageMs: 60_000,
  /** A message of a plugin inside an LMS, or a pairing: its body, and from `iat` to `exp`. */
  pluginMessageBytes: 256 * 1024,
  pluginMessageMs: 60_000,
  /** How long an admin's invitation stands: a pairing code, a dynamic registration. */
  invitationMs: 3_600_000,
  /** The one-time link that makes somebody the tool's admin. */
  adminLinkMs: 3_600_000,
  /** An admin's session: sliding, and at most. */
  adminSessionIdleMs: 3_600_000,
  adminSessionMs: 12 * 3_600_000,
  /** Dynamic registration: each of its two requests to the platform, and its answer. */
  registrationTimeoutMs: 10_000,
  registrationBytes: 256 * 1024,
  /** A key pair of the tool is published so long before it signs, and so long after it has stopped. */
  keyAheadMs: 600_000,
  keyBehindMs: 24 * 3_600_000,
  /** JWKS of a platform: fresh, and served while the platform is down. */
  jwksFreshMs: 600_000,
  jwksStaleMs: 24 * 3_600_000,
  jwksBytes: 256 * 1024,
  jwksTimeoutMs: 5_000,
  /** Forced refreshes for an unknown kid, per platform. */
  jwksRefreshEveryMs: 60_000,
  /** The list of people of a course: one page of it (bytes, time, people asked for), all of it (pages, people, time). */
  rosterPageBytes: 8 * 1024 ** 2,
  rosterPageMs: 15_000,
  rosterPagePeople: 500,
  rosterPages: 200,
  rosterPeople: 20_000,
  rosterReadMs: 180_000,
  /** Launches cause a new look at the list at most so often per class, and a teacher's own wish so often. */
  rosterFreshMs: 300_000,
  rosterAskEveryMs: 5_000,
  /** Classes with launches of late are looked after so often; while they are live as often as launches may. */
  rosterEveryMs: 900_000,
  /** People on one page of the teacher's list, and what they may be searched by. */
  rosterRows: 50,
  rosterSearchChars: 100,
  /** Groups of one activity, people of one group, and a group's name. */
  groupsPerClass: 200,
  groupMembers: 5_000,
  groupNameChars: 255,
  /** Recording stops early when less than this is left on the disk. */
  recordingFreeBytes: 2 * 1024 ** 3,
  recordingSegmentMs: 10_000,
  /** Stretches of presence kept for one person and session; more are joined over the shortest gaps. */
  attendanceStretches: 200,
  /** Corrections of one person's attendance of one session. */
  attendanceTraces: 100,
  attendanceNoteChars: 300,
  /** A corrected presence, and a grace for late and early, in minutes. */
  attendanceMinutes: 1_440,
  attendanceGraceMinutes: 240,
  /** Sessions of one class that attendance and grades look at, newest first. */
  attendanceSessions: 200,
  /** What a teacher is shown of an LMS's answer. */
  gradeAnswerChars: 200,
  /** People named in one order to send grades. */
  gradesPerSend: 500,
  /** A grade that the LMS did not take is tried so often; at the longest pause this is about a week. */
  gradeTries: 1_000,
  /** One message about one person's grade is under way at most so long before another tool may try. */
  gradeLeaseMs: 90_000,
  /** What somebody writes about a session or a recording. */
  feedbackTextChars: 1_000,
  /** Teachers see stars and texts from so many answers on, and later ones in groups of so many. */
  feedbackLeast: 3,
  /** Feedback on a session may be given and changed for so long after its end. */
  feedbackOpenMs: 7 * 24 * 3_600_000,
  /** Sessions of one class that its feedback shows, newest first, and recordings. */
  feedbackSubjects: 100,
  /** One uploaded file, and all files of one class: bytes and count. */
  fileBytes: 50 * 1024 ** 2,
  classFilesBytes: 1024 ** 3,
  classFiles: 300,
  fileNameChars: 200,
  /** A file in the chat, and how many of one person a class's chat holds. */
  chatFileBytes: 20 * 1024 ** 2,
  chatFilesOfPerson: 40,
  /** A file that was uploaded for a message and is in none by then is tidied up. */
  chatFileUnsentMs: 3_600_000,
  /** Pictures above either are not drawn in the chat by themselves. */
  chatPictureBytes: 4 * 1024 ** 2,
  chatPicturePixels: 40_000_000,
  /** Uploads of one person to one class at the same time. */
  uploadsAtOnce: 3,
  /** An upload that brings nothing for so long is given up; none takes longer than the second. */
  uploadStallMs: 30_000,
  uploadMs: 900_000,
  /** Nothing is uploaded when less than this would be left on the disk. */
  filesFreeBytes: 1024 ** 3,
  /** A virus scanner that has not answered by then is asked again later. */
  scanMs: 60_000,
  /** A download link lives so long at most. */
  fileLinkMs: 300_000,
  /** A question and its choices, an answer in words, and the words told with the right answer. */
  pollQuestionChars: 500,
  pollOptions: 12,
  pollOptionChars: 200,
  pollAnswerChars: 300,
  pollExplanationChars: 1_000,
  /** Answers in words that are shown to everybody; teachers read all of them. */
  pollTextsShown: 100,
  /** Answers to one question, and questions of one session. */
  pollVoters: 2_000,
  pollsPerSession: 100,
  /** Questions of a class that its pages list, newest first. */
  pollsListed: 300,
  /** Prepared questions of one class, and a file of them. */
  bankQuestions: 200,
  pollImportBytes: 256 * 1024,
  /** One chat message, and its lines. */
  chatChars: 2_000,
  chatLines: 60,
  /** More marks than this on one letter are left away. */
  chatMarks: 8,
  /** People mentioned in one message. */
  chatMentions: 10,
  /** Messages in one answer, and what their texts may weigh together. */
  chatPage: 50,
  chatPageBytes: 96 * 1024,
  /** What is told of an older message that one answers. */
  chatQuoteChars: 200,
  /** One's own message may be changed for so long. */
  chatEditMs: 15 * 60_000,
  /** The longest slow mode. */
  chatSlowSeconds: 300,
  /** People of one class who may not write in its chat. */
  chatMutes: 100,
  /** Why somebody was banned, and for how long at most where a ban has an end. */
  banReasonChars: 300,
  banMs: 5 * 365 * 24 * 3_600_000,
  /** Who was sent out of a session is kept out for so long; no session is longer, and the next one knows nothing of it. */
  removedForMs: 7 * 24 * 3_600_000,
  /** Bans and lines of the log of moderation that a teacher is shown, newest first. */
  bansShown: 500,
  moderationLogShown: 200,
  /** The log of moderation is kept for so long. */
  moderationLogMs: 365 * 24 * 3_600_000,
  /** People of one class for whom some locks do not hold. */
  lockExceptions: 300,
  /** Reactions of one person: at once, and each second in the long run; a whole class may clap together. */
  reactionBurst: 5,
  reactionsPerSecond: 0.5,
  /** What the class is told together, however many react; and how many of them it is told by seat. */
  reactionWindowMs: 400,
  reactionsNamed: 24,
  /** However many change their state, the numbers are told at most so often. */
  paceEveryMs: 500,
  /** The longest timer, and how long one that is over is still told to who comes in. */
  timerSeconds: 4 * 3_600,
  timerOverMs: 60_000,
  /** How long the draw is news, and how many it may come upon before a teacher starts over. */
  drawShownMs: 60_000,
  drawnPerRound: 1_000,
  /** States of pace, timers and draws are forgotten so long after their last change; no session is longer. */
  livelyKeptMs: 7 * 24 * 3_600_000,
  /** People who wait in front of one room, and what a teacher tells them. */
  waitersPerRoom: 300,
  waitingMessageChars: 300,
  /** Who waits and is not heard of for so long is not in the list any more; who comes back within the longer time has their place again. */
  waitingGraceMs: 20_000,
  waitingKeepMs: 15 * 60_000,
  /** Links for guests of one class that are kept in its list, what one is called, how long it works, and for how many people. */
  guestLinks: 20,
  guestLabelChars: 80,
  guestLinkMs: 90 * 24 * 3_600_000,
  guestsPerLink: 100,
  /** Guests among those who wait in front of one room: the rest of the places is for the course. */
  guestsAtDoor: 50,
  /** What is known of a guest is forgotten so long after they were last there. */
  guestKeptMs: 30 * 24 * 3_600_000,
  /** Boards: pages of one; elements and their characters on a page; elements in a message; characters of one element. */
  boardPages: 120,
  boardElementsPerPage: 5_000,
  boardPageChars: 2 * 1024 ** 2,
  boardElementsPerMessage: 100,
  boardElementChars: 64 * 1024,
  /** Points of a line, and of a stroke drawn by hand. */
  boardLinePoints: 2_000,
  boardStrokePoints: 10_000,
  boardTextChars: 10_000,
  /** Farthest from the board's middle. */
  boardReach: 1_000_000,
  boardOrderChars: 80,
  boardGroups: 10,
  boardBindings: 100,
  /** Students who are chosen to draw. */
  boardDrawers: 100,
  /** What one answer brings of a page, in characters. */
  boardReadChars: 192 * 1024,
  /** Slides: pages of one file; the longest side of a picture in pixels, and of a page in the board's units; bytes of one picture. */
  slidePages: 100,
  slidePixels: 1_920,
  slideUnits: 1_280,
  slideBytes: 8 * 1024 ** 2,
  /** The process that makes the pictures of a file: how long it may take, how long it may compute, how much memory, and how many files may wait for it. */
  slidesMs: 120_000,
  slidesCpuSeconds: 240,
  slidesMemoryBytes: 1024 ** 3,
  slidesWaiting: 5,
  wishTimeoutMs: 5_000,
  /** Each side says it is alive so often, and gives up after so long without a word. */
  linkPingMs: 5_000,
  linkPingTimeoutMs: 4_000,
  /** Clients are told the class's last event number so often. */
  seqHeartbeatMs: 5_000,
} as const;
export type Limits = { readonly [K in keyof typeof LIMITS]: number };
