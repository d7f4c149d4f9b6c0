// Runs between our login page and the platform. The state cookie must come back with the platform's POST: this finds out
// whether the browser keeps such a cookie here, else keeps the proof in the platform's storage, else asks for a window.
(() => {
  const main = document.getElementById('login');
  const { authorization, again, state, binding, storageTarget, storageOrigin } = main.dataset;
  const go = () => location.replace(authorization);

  const show = (step) => {
    for (const part of main.querySelectorAll('[data-step]')) part.hidden = part.dataset.step !== step;
  };

  /** A cookie with the very attributes of the state cookie; partitioned ones are kept where others are blocked. */
  const keepsCookies = () => {
    const attributes = '; Path=/; Secure; SameSite=None; Partitioned';
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in older Safari, which this check is for.
    document.cookie = `__Host-probe=1${attributes}`;
    const kept = document.cookie.includes('__Host-probe=1');
    // biome-ignore lint/suspicious/noDocumentCookie: as above.
    document.cookie = `__Host-probe=; Max-Age=0${attributes}`;
    return kept;
  };

  /** Goes on as soon as the platform says that it keeps the proof; asks for a window when it takes long, and still goes on then. */
  const keepInStorage = () => {
    const holder = window.opener ?? window.parent;
    const target = storageTarget === '_parent' ? holder : holder.frames[storageTarget];
    const id = crypto.randomUUID();
    addEventListener('message', ({ origin, data }) => {
      // Only the platform's own origin is believed.
      if (origin !== storageOrigin || data?.subject !== 'lti.put_data.response' || data.message_id !== id) return;
      if (data.error === undefined) go();
      else offerWindow();
    });
    setTimeout(offerWindow, 1000);
    if (target) target.postMessage({ subject: 'lti.put_data', message_id: id, key: `liveclass_${state}`, value: binding }, storageOrigin);
  };

  const offerWindow = () => {
    show('window');
    main.querySelector('[data-open]').onclick = () => {
      // The login starts anew at top level: the platform's hint works once, and this one has not been spent yet.
      if (window.open(again, '_blank')) show('opened');
    };
  };

  if (keepsCookies()) go();
  else if (storageTarget) keepInStorage();
  else offerWindow();
})();
