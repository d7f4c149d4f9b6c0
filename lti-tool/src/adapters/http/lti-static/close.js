// The end of a registration: the LMS that opened this page is told to close it. Only the LMS's own origin hears it.
(() => {
  const { origin } = document.getElementById('registered').dataset;
  const holder = window.opener ?? (window.parent === window ? undefined : window.parent);
  holder?.postMessage({ subject: 'org.imsglobal.lti.close' }, origin);
})();
